import type { StepEvent } from "../../runs/runEvent.ts";

/** A loss for every step, of a log of some: each has that of the next step in the log. */
export const expandLog = (log: readonly StepEvent[]): number[] =>
  log.flatMap(({ step, loss }, k) => Array<number>(step - (log[k - 1]?.step ?? 0)).fill(loss));
