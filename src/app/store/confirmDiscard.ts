import { signal } from "@preact/signals";
import { isUnderWay } from "../runData/runState.ts";
import { live } from "./currentRun.ts";

/** The question that stands open, and what to do at yes. */
export const asking = signal<(() => void) | undefined>(undefined);

/** Does what would lose the run of this tab; asks first if there is one under way. */
export function afterAsking(act: () => void): void {
  const run = live.value;
  if (run && run.step > 0 && isUnderWay(run)) asking.value = act;
  else act();
}
