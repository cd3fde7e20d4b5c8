import { useSignal } from "@preact/signals";
import { runLabel } from "../../config/runLabel.ts";
import { agreementByExemplars } from "../../plots/agreementByExemplars.ts";
import { sourceOf } from "../chart/exportSource.ts";
import { Figure } from "../chart/figure.tsx";
import { InsideView } from "../panels/layerInspector.tsx";
import { momentsOf } from "../runData/evaluations.ts";
import { type HeldRun, parametersOf } from "../runData/runEntry.ts";
import { publishedParameters } from "../store/recordedRun.ts";
import { words } from "../text/common.ts";
import { namesOf } from "./runNames.ts";

/** Whether the parameters of a run are here, or beside the page, and can be looked into. */
const canBeOpened = (run: HeldRun): boolean =>
  run.config.model.tokens === "interleaved" && (run.origin === "recorded" || parametersOf(run) !== undefined);

async function readParameters(run: HeldRun): Promise<Uint8Array> {
  const bytes = run.origin === "recorded" ? await publishedParameters(runLabel(run.config)) : parametersOf(run);
  if (!bytes) throw new Error("its parameters are here no more");
  return bytes;
}

/** One of some runs, at its last evaluation, held against every algorithm: the one that is chosen, else the newest opened, else the first. */
export function RunAgreement({ runs }: { readonly runs: readonly HeldRun[] }) {
  const asked = useSignal<string | undefined>(undefined);
  const newest = runs.findLast(({ origin }) => origin === "opened") ?? (runs[0] as HeldRun);
  const run = runs.find(({ id }) => id === asked.value) ?? newest;
  const step = momentsOf(run.rows).at(-1)?.step;
  const names = namesOf(runs);
  return (
    <>
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
      {canBeOpened(run) && (
        <InsideView
          of={`${run.id} ${run.checkpoint?.step ?? ""}`}
          lead={words.inside.held(run.elsewhere ?? names[runs.indexOf(run)] ?? run.preset)}
          read={() => readParameters(run)}
          rows={[]}
        />
      )}
    </>
  );
}
