import { useSignal } from "@preact/signals";
import { runLabel } from "../../config/runLabel.ts";
import { agreementByExemplars } from "../../plots/agreementByExemplars.ts";
import { exemplarsAxis } from "../../plots/figureAxis.ts";
import { exportSource } from "../chart/exportSource.ts";
import { Figure } from "../chart/figure.tsx";
import { LayerInspector } from "../panels/layerInspector.tsx";
import { evaluationsOf } from "../runData/evaluations.ts";
import { parametersOf, type Run } from "../runData/run.ts";
import { publishedParameters } from "../store/recordedRun.ts";
import { words } from "../text/common.ts";
import { namesOf } from "./runNames.ts";

/** Whether the parameters of a run are here, or beside the page, and can be looked into. */
const canBeOpened = (run: Run): boolean =>
  run.config.model.tokens === "interleaved" && (run.origin === "recorded" || parametersOf(run) !== undefined);

async function readParameters(run: Run): Promise<Uint8Array> {
  const bytes = run.origin === "recorded" ? await publishedParameters(runLabel(run.config)) : parametersOf(run);
  if (!bytes) throw new Error("its parameters are no longer in memory");
  return bytes;
}

/** One run at its last evaluation, compared with every algorithm: the selected one, else the newest opened, else the first. */
export function SingleRunFigure({ runs }: { readonly runs: readonly Run[] }) {
  const selectedId = useSignal<string | undefined>(undefined);
  const newest = runs.findLast(({ origin }) => origin === "opened") ?? (runs[0] as Run);
  const run = runs.find(({ id }) => id === selectedId.value) ?? newest;
  const step = evaluationsOf(run.rows).at(-1)?.step;
  const names = namesOf(runs);
  return (
    <>
      <Figure
        name={words.runs.agreement}
        axis={exemplarsAxis}
        height={420}
        logX={false}
        logY={true}
        of={[run.rows, step]}
        source={exportSource(run.rows, run, ["spd"], step)}
        draw={(options) => agreementByExemplars(run.rows, { ...options, ...(step !== undefined && { step }) })}
      >
        <div class="buttons">
          <label>
            {words.runs.which}{" "}
            <select
              value={run.id}
              onChange={(event) => {
                selectedId.value = event.currentTarget.value;
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
        <LayerInspector
          of={`${run.id} ${run.checkpoint?.step ?? ""}`}
          lead={words.inside.ofRun(run.elsewhere ?? names[runs.indexOf(run)] ?? run.preset)}
          read={() => readParameters(run)}
          rows={[]}
        />
      )}
    </>
  );
}
