import type { RunBundle } from "../../runs/runBundle.ts";
import type { Run } from "./run.ts";

/** A run as it goes into a .zip: what its checkpoint does not know yet stays out. */
export function toBundle({
  config,
  rows,
  log,
  result,
  checkpoint,
}: Pick<Run, "config" | "rows" | "log" | "result" | "checkpoint">): RunBundle {
  const until = checkpoint?.step ?? Number.POSITIVE_INFINITY;
  return {
    config,
    rows: rows.filter(({ at }) => (at.step ?? 0) <= until),
    log: log.filter(({ step }) => step <= until),
    ...(result !== undefined && { result }),
    ...(checkpoint && { checkpoint: checkpoint.bytes }),
  };
}
