import type { Row } from "../../comparison/row.ts";
import { formatLambda } from "../../plots/parts/format.ts";
import type { StepEvent } from "../../runs/runEvent.ts";

const BAR_WIDTH = 24;
const MS_BETWEEN_REDRAWS = 100;
const MS_BETWEEN_LINES = 5000;

/** Reports the progress of a run on standard error: a bar with rate and time left on a terminal, plain lines elsewhere. */
export function progress(last: number) {
  const terminal = process.stderr.isTTY === true;
  let began = 0; // when the first step was done
  let lastWritten = Number.NEGATIVE_INFINITY;
  let first: StepEvent | undefined;
  let nearest = "";

  const line = (event: StepEvent): string => {
    const since = event.step - (first?.step ?? 0);
    const elapsed = (performance.now() - began) / 1000;
    const left = since > 0 ? duration(((last - event.step) * elapsed) / since) : "?";
    const training = event.secondsTraining - (first?.secondsTraining ?? 0); // without evaluations, which `left` includes
    const rate = since > 0 ? `${((1000 * training) / since).toFixed(0)} ms per step` : "";
    return `step ${event.step}/${last}  loss ${event.loss.toPrecision(3)}  ${rate}  ${left} left${nearest}`;
  };

  return {
    step(event: StepEvent): void {
      const now = performance.now();
      if (!first) [first, began] = [event, now];
      if (now - lastWritten < (terminal ? MS_BETWEEN_REDRAWS : MS_BETWEEN_LINES) && event.step !== last) return;
      lastWritten = now;
      if (!terminal) {
        process.stderr.write(`${line(event)}\n`);
        return;
      }
      const filled = Math.round((BAR_WIDTH * event.step) / last);
      process.stderr.write(`\r\x1b[K${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)} ${line(event)}`);
    },
    rows(rows: readonly Row[]): void {
      const isLatest = (row: Row) => row.at.positions === "all" && row.learner === "transformer";
      const near = rows.find((row) => row.metric === "nearest" && isLatest(row));
      const lambda = rows.find((row) => row.metric === "effectiveLambda" && isLatest(row));
      if (near && lambda) {
        nearest = `  nearest ${near.reference} (SPD / D ${near.value.toPrecision(2)}), effective λ ${formatLambda(lambda.value)}`;
      }
    },
    end(): void {
      if (terminal) process.stderr.write("\n");
    },
  };
}

/** 75 → "1 min 15 s". */
export function duration(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
  const minutes = Math.round(rounded / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
