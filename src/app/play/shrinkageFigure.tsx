import { useRef } from "preact/hooks";
import { parseId } from "../../algorithms/algorithm.ts";
import { shrinkageBySize } from "../../plots/shrinkageBySize.ts";
import { SaveButtons } from "../chart/saveButtons.tsx";
import { StaticFigure } from "../chart/staticFigure.tsx";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { answerSource, sizeShownIn } from "./answerSource.ts";

const HEIGHT = 300; // px
const SHOWN = ["transformer", "ridge", "gd"];

/** What each learner holds back of least squares, in the eigen-directions of XᵀX: as a plot, and as numbers. */
export function ShrinkageFigure({ answered, preset }: { readonly answered: AnsweredQuery; readonly preset: string }) {
  const host = useRef<HTMLElement>(null);
  const { directions, shrinkage } = answered.answers;
  const own = words.play.shrinkage;
  const shares = Object.fromEntries(Object.entries(shrinkage).filter(([id]) => SHOWN.includes(parseId(id).name)));
  const rows = Object.entries(shares).flatMap(([learner, share]) =>
    [...share].map((value, k) => ({ learner, at: { s: directions.sizes[k] }, value })),
  );
  return (
    <section class="claims" ref={host}>
      <h2>{own.heading}</h2>
      <StaticFigure
        height={HEIGHT}
        draw={(options) => shrinkageBySize({ sizes: directions.sizes, shares }, options)}
        of={[answered]}
      />
      <SaveButtons
        name={own.file}
        source={answerSource(answered, preset, rows)}
        shown={() => sizeShownIn(host.current)}
        draw={(options) => shrinkageBySize({ sizes: directions.sizes, shares }, options).node}
      />
      <ShrinkageNumbers answered={answered} shares={shares} />
      <p class="quiet">
        <GlossaryText text={own.means} />
      </p>
    </section>
  );
}

function ShrinkageNumbers({
  answered: {
    answers: { directions },
  },
  shares,
}: {
  readonly answered: AnsweredQuery;
  readonly shares: Readonly<Record<string, ArrayLike<number>>>;
}) {
  const own = words.play.shrinkage;
  return (
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
        {Object.entries(shares).map(([id, share]) => (
          <tr key={words.learner(id)}>
            <th scope="row">{words.learner(id)}</th>
            {Array.from(share).map((value, k) => (
              <td key={k}>{Number.isNaN(value) ? own.none : words.play.weight(value)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
