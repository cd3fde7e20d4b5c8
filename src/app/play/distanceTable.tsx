import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { LegendSwatch } from "../chart/tooltip.tsx";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { words } from "../text/common.ts";

/** How far each learner is from the transformer on this prompt. */
export function DistanceTable({ answers, question }: AnsweredQuery) {
  const { distances, weights, looked } = answers;
  const implied = (id: string) => words.play.implies([...(weights[id] ?? [])]);
  const all = Object.entries(distances);
  const min = words.play.apart(Math.min(...all.map(([, distance]) => distance)));
  return (
    <section class="claims">
      <h2>{words.play.distances}</h2>
      <table class="distances">
        <thead>
          <tr>
            <th scope="col">{words.play.learner}</th>
            <th scope="col" title={words.play.impliedMeans}>
              {words.play.implied}
            </th>
            <th scope="col" title={words.play.answerMeans([...question.tracedQuery])}>
              {words.play.answer([...question.tracedQuery])}
            </th>
            <th scope="col">{words.play.distance}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <LegendSwatch series="transformer" /> {learnerStyle("transformer").name}
            </th>
            <td>{implied("transformer")}</td>
            <td>{words.play.weight(looked.transformer ?? 0)}</td>
            <td />
          </tr>
          {all.map(([id, distance]) => (
            <tr
              key={id.startsWith("transformer") ? id : learnerStyle(id).family}
              class={words.play.apart(distance) === min ? "nearest" : ""}
            >
              <th scope="row">
                <LegendSwatch series={id} /> {learnerStyle(id).name}
              </th>
              <td>{implied(id)}</td>
              <td>{words.play.weight(looked[id] ?? 0)}</td>
              <td>{words.play.apart(distance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">{words.play.distanceMeans}</p>
    </section>
  );
}
