import { signal } from "@preact/signals";
import { isRunning } from "../runData/runState.ts";
import { currentRun } from "./currentRun.ts";

/** The question that stands open, and what to do at yes. */
export const pendingAction = signal<(() => void) | undefined>(undefined);

/** Does what would lose the run of this tab; asks first if there is one under way. */
export function confirmThen(act: () => void): void {
  const run = currentRun.value;
  if (run && run.step > 0 && isRunning(run)) pendingAction.value = act;
  else act();
}
