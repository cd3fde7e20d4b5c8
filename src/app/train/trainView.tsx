import { useSignal } from "@preact/signals";
import { changesOf } from "../../config/rateChanges.ts";
import { agreementByExemplars } from "../../plots/agreementByExemplars.ts";
import { agreementByStep } from "../../plots/agreementByStep.ts";
import { errorByExemplars } from "../../plots/errorByExemplars.ts";
import { lossByStep } from "../../plots/lossByStep.ts";
import { saveFile } from "../chart/exportFigure.ts";
import { exportSource } from "../chart/exportSource.ts";
import { Figure } from "../chart/figure.tsx";
import { EvaluationDiff } from "../panels/evaluationDiff.tsx";
import { LayerInspector } from "../panels/layerInspector.tsx";
import { ResumeRun } from "../panels/resumeRun.tsx";
import { Scrubber } from "../panels/scrubber.tsx";
import { route } from "../route/navigation.ts";
import { type Evaluation, evaluationAt, evaluationsOf } from "../runData/evaluations.ts";
import { lossRows, type RunState } from "../runData/runState.ts";
import { nearestSnapshot } from "../runData/snapshots.ts";
import { currentRun, shownStep } from "../store/currentRun.ts";
import { selectModel } from "../store/playState.ts";
import { canPrompt, currentRunModel } from "../store/promptModels.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { Slider } from "../ui/slider.tsx";
import { RunControls } from "./runControls.tsx";
import { Result, RunOutcome } from "./runOutcome.tsx";
import { SettingsForm } from "./settingsForm.tsx";

const SMOOTHINGS: readonly number[] = [0, 0.5, 0.8, 0.9, 0.95, 0.98];

const wide = matchMedia("(min-width: 900px)");

/** Train a transformer of one's own settings, and watch. */
export function TrainView() {
  const open = useSignal(wide.matches);
  return (
    <>
      <h1>{words.train.heading}</h1>
      <p class="lead">
        <GlossaryText text={words.train.lead} />
      </p>
      <div class="train">
        <details
          class="panel"
          open={open.value}
          onToggle={(event) => {
            open.value = event.currentTarget.open;
          }}
        >
          <summary>{words.train.settings}</summary>
          <SettingsForm />
        </details>
        <div class="stage">
          {!currentRun.value && <ResumeRun />}
          <RunControls />
          {currentRun.value && <RunOutcome run={currentRun.value} />}
          <LiveFigures />
          {currentRun.value?.result && <Result run={currentRun.value} />}
        </div>
      </div>
    </>
  );
}

function LiveFigures() {
  const metric = useSignal<"spd" | "ilwd">("spd");
  const smoothing = useSignal(0);
  const run = currentRun.value;
  const rows = run?.rows ?? [];
  const losses = run ? [...rows, ...lossRows(run)] : [];
  const of = run ?? route.value;
  const moments = run ? evaluationsOf(rows) : [];
  const asked = shownStep.value;
  const shown = asked === undefined ? moments.at(-1) : evaluationAt(moments, asked);
  const at = shown && moments.length > 1 ? { step: shown.step } : {};
  const choose = (step: number) => {
    shownStep.value = step === moments.at(-1)?.step ? undefined : step;
  };
  const { figures } = words.train;
  const marks = run
    ? changesOf(run.config).map(({ setting, value, step }) => ({
        x: step,
        label: words.train.change.mark(words.settings[`training.${setting}`]?.label ?? setting, value),
      }))
    : [];
  const chosen = metric.value;
  const measured = chosen === "spd" || rows.some((row) => row.metric === "ilwd");
  return (
    <>
      {run && shown && moments.length > 1 && (
        <Moments run={run} moments={moments} shown={shown} asked={asked} onChoose={choose} />
      )}
      <div class="figures">
        <Figure
          name={figures.overTraining}
          axis="step"
          height={380}
          logX={true}
          logY={true}
          source={exportSource(rows, of, ["spd", "nearest", "margin", "effectiveLambda"])}
          of={[rows, run?.config, asked]}
          draw={(options) => agreementByStep(rows, { ...options, ...(asked !== undefined && at), marks })}
          onPick={choose}
        />
        <Figure
          name={figures.agreement}
          axis="exemplars"
          height={348}
          logX={false}
          logY={true}
          source={exportSource(rows, of, [chosen], chosen === "spd" ? at.step : undefined)}
          of={[rows, chosen, at.step]}
          draw={(options) => agreementByExemplars(rows, { ...options, ...(chosen === "spd" && at), metric: chosen })}
        >
          <fieldset class="choice">
            <legend class="hidden">{words.train.metric}</legend>
            {(["spd", "ilwd"] as const).map((each) => (
              <label key={each} title={words.train[`${each}Means`]}>
                <input
                  type="radio"
                  name="metric"
                  checked={chosen === each}
                  onChange={() => {
                    metric.value = each;
                  }}
                />
                {words.train[each]}
              </label>
            ))}
            <span class="quiet">{measured ? "" : words.train.ilwdLater}</span>
          </fieldset>
        </Figure>
        <Figure
          name={figures.loss}
          axis="step"
          height={300}
          logX={false}
          logY={true}
          source={exportSource(losses, of, ["loss"])}
          of={[run?.losses.length, rows, of.config, smoothing.value]}
          draw={(options) => lossByStep(losses, { ...options, marks, smoothing: smoothing.value })}
        >
          <Slider
            label={words.train.smoothing}
            values={SMOOTHINGS}
            value={smoothing.value}
            text={smoothing.value === 0 ? words.train.unsmoothed : String(smoothing.value)}
            onChange={(share) => {
              smoothing.value = share;
            }}
          />
        </Figure>
        <Figure
          name={figures.error}
          axis="exemplars"
          height={300}
          logX={false}
          logY={false}
          source={exportSource(rows, of, ["squaredError"], at.step)}
          of={[rows, at.step]}
          draw={(options) => errorByExemplars(rows, { ...options, ...at })}
        />
      </div>
      {run && shown && moments.length > 1 && <EvaluationDiff run={run} moments={moments} step={shown.step} />}
      {run && shown && <OwnInside run={run} step={shown.step} />}
    </>
  );
}

/** The run opened layer by layer, at the moment shown or the one nearest to it that is kept. */
function OwnInside({ run, step }: { readonly run: RunState; readonly step: number }) {
  const kept = nearestSnapshot(run.moments, step);
  if (!kept || run.config.model.tokens !== "interleaved") return null;
  return (
    <LayerInspector of={kept} lead={words.inside.own(kept.step)} read={() => Promise.resolve(kept.bytes)} rows={[]} />
  );
}

/** The moments of the run, of which one is shown: the newest, unless another was chosen. */
function Moments({
  run,
  moments,
  shown,
  asked,
  onChoose,
}: {
  readonly run: RunState;
  readonly moments: readonly Evaluation[];
  readonly shown: Evaluation;
  readonly asked: number | undefined;
  readonly onChoose: (step: number) => void;
}) {
  const kept = run.moments.find(({ step }) => step === shown.step);
  const newest = moments.at(-1)?.step ?? 0;
  const playable = canPrompt(run.config);
  return (
    <div class="moments">
      <Scrubber moments={moments} step={shown.step} plays={false} onMove={onChoose} onChoose={onChoose} />
      <p class="buttons">
        <span>{words.watch.moment(shown.step, shown)}</span>
        {asked !== undefined && (
          <button type="button" onClick={() => onChoose(newest)}>
            {words.train.newest}
          </button>
        )}
        <button
          type="button"
          title={playable ? words.train.playHint : words.train.notPlayable}
          disabled={!playable || !currentRunModel.value}
          onClick={() => selectModel("tab")}
        >
          {words.train.play}
        </button>
        <button
          type="button"
          title={words.train.parameters16Hint}
          disabled={!kept}
          onClick={() =>
            kept &&
            saveFile(
              `${run.preset}-seed${run.config.seed}-step${kept.step}-half.safetensors`,
              new Blob([kept.bytes as Uint8Array<ArrayBuffer>]),
            )
          }
        >
          {words.train.parameters16(shown.step)}
        </button>
      </p>
    </div>
  );
}
