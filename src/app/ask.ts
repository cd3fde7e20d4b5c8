import { signal } from "@preact/signals";
import { keptRun } from "./keptRun.ts";
import { isUnderWay } from "./liveRun.ts";
import { live } from "./trainer.ts";

/** The question that stands open, and what to do at yes. */
export const asking = signal<(() => void) | undefined>(undefined);

/** Does what would lose the run of this tab; asks first where there is one under way, or one kept since it was interrupted. */
export function afterAsking(act: () => void): void {
  const run = live.value;
  const loses = run ? run.step > 0 && isUnderWay(run) : keptRun.value !== undefined;
  if (loses) asking.value = act;
  else act();
}
