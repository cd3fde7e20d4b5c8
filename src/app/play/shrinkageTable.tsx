import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { LegendSwatch } from "../chart/tooltip.tsx";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";

/** The shrinkage of each learner against least squares, in the eigen-directions of XᵀX. */
export function ShrinkageTable({ answers }: AnsweredQuery) {
  const { directions, shrinkage } = answers;
  const own = words.play.shrinkage;
  const shown = Object.keys(shrinkage).filter((id) => /^(transformer|ridge|gd)/.test(id));
  return (
    <section class="claims">
      <h2>{own.heading}</h2>
      <table class="shrinkage">
        <thead>
          <tr>
            <th scope="col">{own.direction}</th>
            {directions.vectors.map((vector, k) => (
              <th scope="col" key={k} class="number">
                {vector.length === 1 ? own.only : words.play.implies([...vector])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{own.size}</th>
            {[...directions.sizes].map((size, k) => (
              <td key={k}>{words.value(size)}</td>
            ))}
          </tr>
          {shown.map((id) => (
            <tr key={learnerStyle(id).name}>
              <th scope="row">
                <LegendSwatch series={id} /> {learnerStyle(id).name}
              </th>
              {[...(shrinkage[id] ?? [])].map((share, k) => (
                <td key={k}>{Number.isNaN(share) ? own.none : words.play.weight(share)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">
        <GlossaryText text={own.means} />
      </p>
    </section>
  );
}
