import { useSignal } from "@preact/signals";
import type { Row } from "../../comparison/row.ts";
import { changesOf } from "../../config/rateChanges.ts";
import type { Config } from "../../config/schema.ts";
import { agreementByExemplars } from "../../plots/agreementByExemplars.ts";
import { agreementByStep } from "../../plots/agreementByStep.ts";
import { errorByExemplars } from "../../plots/errorByExemplars.ts";
import { exemplarsAxis, stepAxis } from "../../plots/figureAxis.ts";
import { lossByStep } from "../../plots/lossByStep.ts";
import type { Mark } from "../../plots/parts/plotOptions.ts";
import { exportSource } from "../chart/exportSource.ts";
import { Figure } from "../chart/figure.tsx";
import { useRestOfHeight } from "../chart/restOfHeight.ts";
import { lossRows, type RunState } from "../runData/runState.ts";
import { words } from "../text/common.ts";
import { Slider } from "../ui/slider.tsx";

const { figures } = words.train;
const CONTROLS = 490; // px above a figure
const HEIGHTS = [250, 420] as const; // px
const SMOOTHINGS: readonly number[] = [0, 0.5, 0.8, 0.9, 0.95, 0.98];

interface Props {
  readonly rows: readonly Row[];
  readonly of: { readonly preset: string; readonly config: Config }; // the run, or what would be trained
  readonly step: number | undefined; // of the evaluation shown; undefined for the last
}

/** The distances over training. A click selects an evaluation. */
export function DistancesByStep({
  run,
  rows,
  of,
  step,
  onPick,
}: Props & { readonly run: RunState | undefined; readonly onPick: (step: number) => void }) {
  return (
    <Figure
      name={figures.overTraining}
      axis={stepAxis}
      height={useRestOfHeight(CONTROLS, HEIGHTS)}
      logX={true}
      logY={true}
      source={exportSource(rows, of, ["spd", "nearest", "margin", "effectiveLambda"])}
      of={[rows, run?.config, step]}
      draw={(options) =>
        agreementByStep(rows, { ...options, ...(step !== undefined && { step }), marks: marksOf(run) })
      }
      onPick={onPick}
    />
  );
}

/** The distances by the number of exemplars, in one of two metrics. */
export function DistancesByExemplars({ rows, of, step }: Props) {
  const metric = useSignal<"spd" | "ilwd">("spd");
  const chosen = metric.value;
  const at = chosen === "spd" ? step : undefined;
  const measured = chosen === "spd" || rows.some((row) => row.metric === "ilwd");
  return (
    <Figure
      name={figures.agreement}
      axis={exemplarsAxis}
      height={useRestOfHeight(CONTROLS, HEIGHTS)}
      logX={false}
      logY={true}
      source={exportSource(rows, of, [chosen], at)}
      of={[rows, chosen, step]}
      draw={(options) =>
        agreementByExemplars(rows, { ...options, ...(at !== undefined && { step: at }), metric: chosen })
      }
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
  );
}

/** The training loss, with a slider that smooths it. */
export function LossByStep({ run, rows, of }: Omit<Props, "step"> & { readonly run: RunState | undefined }) {
  const smoothing = useSignal(0);
  const losses = run ? [...rows, ...lossRows(run)] : [];
  return (
    <Figure
      name={figures.loss}
      axis={stepAxis}
      height={useRestOfHeight(CONTROLS, HEIGHTS)}
      logX={false}
      logY={true}
      source={exportSource(losses, of, ["loss"])}
      of={[run?.losses.length, rows, of.config, smoothing.value]}
      draw={(options) => lossByStep(losses, { ...options, marks: marksOf(run), smoothing: smoothing.value })}
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
  );
}

/** The squared error by the number of exemplars. */
export function ErrorByExemplars({ rows, of, step }: Props) {
  return (
    <Figure
      name={figures.error}
      axis={exemplarsAxis}
      height={useRestOfHeight(CONTROLS, HEIGHTS)}
      logX={false}
      logY={false}
      source={exportSource(rows, of, ["squaredError"], step)}
      of={[rows, step]}
      draw={(options) => errorByExemplars(rows, { ...options, ...(step !== undefined && { step }) })}
    />
  );
}

/** A mark for each change of a training setting. */
const marksOf = (run: RunState | undefined): readonly Mark[] =>
  run
    ? changesOf(run.config).map(({ setting, value, step }) => ({
        x: step,
        label: words.train.change.mark(words.settings[`training.${setting}`]?.label ?? setting, value),
      }))
    : [];
