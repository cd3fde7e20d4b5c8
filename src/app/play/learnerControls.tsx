import type { ComponentChildren } from "preact";
import { type AlgorithmSettings, LAMBDAS, RATES, STEPS } from "../route/linePrompt.ts";
import { words } from "../text/common.ts";
import { Slider } from "../ui/slider.tsx";

interface Props {
  readonly steps: readonly number[]; // of its snapshots
  readonly of: number; // steps of the training
  readonly step: number;
  readonly before: number | undefined; // another step of it, for comparison
  readonly beside: AlgorithmSettings;
  readonly onStep: (step: number) => void;
  readonly onBefore: (step: number | undefined) => void;
  readonly onBeside: (beside: AlgorithmSettings) => void;
  readonly children?: ComponentChildren;
}

/** Which step of the transformer answers, and which algorithms beside it. */
export function LearnerControls({ steps, of, step, before, beside, onStep, onBefore, onBeside, children }: Props) {
  return (
    <section class="claims">
      <h2>{words.play.settings}</h2>
      {steps.length > 1 && (
        <Slider
          label={words.play.after}
          values={steps}
          value={step}
          text={words.play.stepOf(step, of)}
          onChange={onStep}
        />
      )}
      {steps.length > 1 && (
        <label class="before">
          {words.play.before}{" "}
          <select
            value={before ?? ""}
            onChange={({ currentTarget: { value } }) => onBefore(value === "" ? undefined : Number(value))}
          >
            <option value="">{words.play.noOtherStep}</option>
            {steps.map((each) => (
              <option key={each} value={each}>
                {words.watch.storyStep(each)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Slider
        label={words.play.lambda}
        values={LAMBDAS}
        value={beside.lambda}
        onChange={(lambda) => onBeside({ ...beside, lambda })}
      />
      <Slider
        label={words.play.rate}
        values={RATES}
        value={beside.rate}
        onChange={(rate) => onBeside({ ...beside, rate })}
      />
      <Slider
        label={words.play.steps}
        values={STEPS}
        value={beside.steps}
        onChange={(steps) => onBeside({ ...beside, steps })}
      />
      {children}
    </section>
  );
}
