import { learnerStyle } from "../plots/learnerStyle.ts";
import type { Answered } from "./player.ts";
import { Swatch } from "./tip.tsx";
import { words } from "./words.ts";

const UNUSUAL = 3; // standard deviations

/** How far each learner is from the transformer on this prompt, and whether the prompt is of the kind it was trained on. */
export function Distances({ answers, question }: Answered) {
  const { distances, weights, unusual } = answers;
  const slope = (id: string) => words.play.weight(weights[id]?.[0] ?? 0);
  const all = Object.entries(distances);
  const least = Math.min(...all.map(([, distance]) => distance));
  const reasons = [
    ...(unusual.y > UNUSUAL ? [words.play.unusualY] : []),
    ...(unusual.x > UNUSUAL ? [words.play.unusualX] : []),
  ];
  return (
    <section class="claims">
      <h2>{words.play.distances}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.play.learner}</th>
            <th scope="col" title={words.play.impliedMeans}>
              {words.play.implied}
            </th>
            <th scope="col">{words.play.distance}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <Swatch series="transformer" /> {learnerStyle("transformer").name}
            </th>
            <td>{slope("transformer")}</td>
            <td />
          </tr>
          {all.map(([id, distance]) => (
            <tr key={learnerStyle(id).family} class={distance === least ? "nearest" : ""}>
              <th scope="row">
                <Swatch series={id} /> {learnerStyle(id).name}
              </th>
              <td>{slope(id)}</td>
              <td>{words.value(distance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">{words.play.distanceMeans}</p>
      <p role="status" class={reasons.length > 0 ? "notice" : "quiet"}>
        {reasons.length > 0 ? words.play.unusual(reasons) : words.play.usual(question.y.length)}
      </p>
    </section>
  );
}
