import { useSignal } from "@preact/signals";
import { agreementByExemplars } from "../plots/agreementByExemplars.ts";
import { Figure } from "./figure.tsx";
import { momentsOf } from "./moment.ts";
import { sourceOf } from "./runSource.ts";
import { type HeldRun, namesOf } from "./shelf.ts";
import { words } from "./words.ts";

/** One of some runs, at its last evaluation, held against every algorithm: the one that is chosen, else the newest opened, else the first. */
export function RunAgreement({ runs }: { readonly runs: readonly HeldRun[] }) {
  const asked = useSignal<string | undefined>(undefined);
  const newest = runs.findLast(({ origin }) => origin === "opened") ?? (runs[0] as HeldRun);
  const run = runs.find(({ id }) => id === asked.value) ?? newest;
  const step = momentsOf(run.rows).at(-1)?.step;
  const names = namesOf(runs);
  return (
    <Figure
      name={words.runs.agreement}
      axis="exemplars"
      height={420}
      logX={false}
      logY={true}
      of={[run.rows, step]}
      source={sourceOf(run.rows, run, ["spd"], step)}
      draw={(options) => agreementByExemplars(run.rows, { ...options, ...(step !== undefined && { step }) })}
    >
      <div class="buttons">
        <label>
          {words.runs.which}{" "}
          <select
            value={run.id}
            onChange={(event) => {
              asked.value = event.currentTarget.value;
            }}
          >
            {runs.map(({ id, preset }, k) => (
              <option key={id} value={id}>
                {`${preset}: ${names[k]}`}
              </option>
            ))}
          </select>
        </label>
      </div>
    </Figure>
  );
}
