import { useSignal } from "@preact/signals";
import type { Row } from "../../comparison/row.ts";
import type { Config } from "../../config/schema.ts";
import { agreementChange } from "../../plots/agreementChange.ts";
import { exemplarsAxis } from "../../plots/figureAxis.ts";
import { exportSource } from "../chart/exportSource.ts";
import { Figure } from "../chart/figure.tsx";
import { type Evaluation, evaluationAt, nearestEvaluation } from "../runData/evaluations.ts";
import { words } from "../text/common.ts";

interface Props {
  readonly run: { readonly preset: string; readonly config: Config; readonly rows: readonly Row[] };
  readonly evaluations: readonly Evaluation[]; // two or more
  readonly step: number; // the evaluation shown
}

/** Compares the evaluation shown with another one of the same run. */
export function EvaluationDiff({ run, evaluations, step }: Props) {
  const open = useSignal(false);
  const selectedStep = useSignal<number | undefined>(undefined);
  const now = evaluationAt(evaluations, step);
  const earlier = evaluations.filter((evaluation) => evaluation.step < step).at(-1) ?? evaluations[1];
  const other = selectedStep.value === undefined ? earlier : nearestEvaluation(evaluations, selectedStep.value);
  if (!now || !other) return null;
  const [from, to] = other.step <= now.step ? [other, now] : [now, other];
  const { rows } = run;
  const source = exportSource(rows, run, ["spd"], to.step);
  const first = exportSource(rows, run, ["spd"], from.step).rows.filter(({ at }) => at.step === from.step);
  return (
    <details
      class="between"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{words.between.heading}</summary>
      {open.value && (
        <>
          <p class="buttons">
            <label>
              {words.between.with(now.step)}{" "}
              <select
                value={other.step}
                onChange={(event) => {
                  selectedStep.value = Number(event.currentTarget.value);
                }}
              >
                {evaluations
                  .filter((evaluation) => evaluation !== now)
                  .map((evaluation) => (
                    <option key={evaluation.step} value={evaluation.step}>
                      {words.between.step(evaluation.step)}
                    </option>
                  ))}
              </select>
            </label>
          </p>
          <p>{words.between.summary(from, to)}</p>
          <Figure
            name={words.between.figure}
            axis={exemplarsAxis}
            height={380}
            logX={false}
            logY={true}
            of={[rows, from.step, to.step]}
            source={{ rows: [...first, ...source.rows], from: { ...source.from, beside: from.step } }}
            draw={(options) => agreementChange(rows, { ...options, from: from.step, step: to.step })}
          />
        </>
      )}
    </details>
  );
}
