import { signal } from "@preact/signals";
import { least } from "d3";
import { parseId } from "../../algorithms/algorithm.ts";
import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { LegendSwatch } from "../chart/tooltip.tsx";
import type { Evaluation } from "../runData/evaluations.ts";
import { words } from "../text/common.ts";

const FIRST = ["zero", "gd", "ridge", "ols"]; // one line of each without a choice

/** Which algorithms the user switched on or off, by id. */
const choices = signal<ReadonlyMap<string, boolean>>(new Map());

/** Ids of the algorithms that have a line: by default four, of each kind the one that is nearest at the end. */
export function shownLines(evaluations: readonly Evaluation[]): readonly string[] {
  const ids = [...(evaluations[0]?.to.keys() ?? [])];
  const last = (id: string) => evaluations.at(-1)?.to.get(id) ?? Number.POSITIVE_INFINITY;
  const first = FIRST.map((name) =>
    least(
      ids.filter((id) => parseId(id).name === name),
      last,
    ),
  );
  return ids.filter((id) => choices.value.get(id) ?? first.includes(id));
}

/** A switch for the line of each algorithm, and one for all of them. */
export function LineChips({ evaluations }: { readonly evaluations: readonly Evaluation[] }) {
  const ids = [...(evaluations[0]?.to.keys() ?? [])];
  const shown = shownLines(evaluations);
  return (
    <fieldset class="chips">
      <legend class="hidden">{words.watch.lines}</legend>
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          class="chip"
          aria-pressed={shown.includes(id)}
          onClick={() => {
            choices.value = new Map([...choices.value, [id, !shown.includes(id)]]);
          }}
        >
          <LegendSwatch series={id} /> {learnerStyle(id).label}
        </button>
      ))}
      <button
        type="button"
        class="chip"
        onClick={() => {
          choices.value = shown.length < ids.length ? new Map(ids.map((id) => [id, true])) : new Map();
        }}
      >
        {shown.length < ids.length ? words.watch.allLines : words.watch.fewLines}
      </button>
    </fieldset>
  );
}
