import { useSignal } from "@preact/signals";
import { changesOf } from "../experiments/changedConfig.ts";
import { agreementByExemplars } from "../plots/agreementByExemplars.ts";
import { agreementByStep } from "../plots/agreementByStep.ts";
import { errorByExemplars } from "../plots/errorByExemplars.ts";
import { lossByStep } from "../plots/lossByStep.ts";
import { Figure } from "./figure.tsx";
import { address } from "./inHand.ts";
import { KeptNotice } from "./keptNotice.tsx";
import { lossRows } from "./liveRun.ts";
import { RunControls } from "./runControls.tsx";
import { Result, RunEnd } from "./runEnd.tsx";
import { sourceOf } from "./runSource.ts";
import { SettingsForm } from "./settingsForm.tsx";
import { Slider } from "./slider.tsx";
import { live } from "./trainer.ts";
import { words } from "./words.ts";

const SMOOTHINGS: readonly number[] = [0, 0.5, 0.8, 0.9, 0.95, 0.98];

const wide = matchMedia("(min-width: 900px)");

/** Train a transformer of one's own settings, and watch. */
export function TrainView() {
  const open = useSignal(wide.matches);
  return (
    <>
      <h1>{words.train.heading}</h1>
      <p class="lead">{words.train.lead}</p>
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
          <KeptNotice />
          <RunControls />
          {live.value && <RunEnd run={live.value} />}
          <LiveFigures />
          {live.value?.result && <Result run={live.value} />}
        </div>
      </div>
    </>
  );
}

function LiveFigures() {
  const metric = useSignal<"spd" | "ilwd">("spd");
  const smoothing = useSignal(0);
  const run = live.value;
  const rows = run?.rows ?? [];
  const losses = run ? [...rows, ...lossRows(run)] : [];
  const of = run ?? address.value;
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
    <div class="figures">
      <Figure
        name={figures.overTraining}
        axis="step"
        height={380}
        logX={true}
        logY={true}
        source={sourceOf(rows, of, ["spd", "nearest", "margin", "effectiveLambda"])}
        of={[rows, run?.config]}
        draw={(options) => agreementByStep(rows, { ...options, marks })}
      />
      <Figure
        name={figures.agreement}
        axis="exemplars"
        height={348}
        logX={false}
        logY={true}
        source={sourceOf(rows, of, [chosen])}
        of={[rows, chosen]}
        draw={(options) => agreementByExemplars(rows, { ...options, metric: chosen })}
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
        source={sourceOf(losses, of, ["loss"])}
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
        source={sourceOf(rows, of, ["squaredError"])}
        of={[rows]}
        draw={(options) => errorByExemplars(rows, options)}
      />
    </div>
  );
}
