import { type ReadonlySignal, signal } from "@preact/signals";
import { isRunning } from "../runData/run.ts";
import type { RunState } from "../runData/runState.ts";

/** Asks before the run of this tab is lost. */
export type ConfirmDiscard = ReturnType<typeof createConfirmDiscard>;

export function createConfirmDiscard(currentRun: ReadonlySignal<RunState | undefined>) {
  const pendingAction = signal<(() => void) | undefined>(undefined);
  return {
    /** The pending question, and what to do at yes. */
    pendingAction,
    /** Calls what would lose the run of this tab; asks first if one is in training. */
    confirmThen(act: () => void): void {
      const run = currentRun.value;
      if (run && run.step > 0 && isRunning(run)) pendingAction.value = act;
      else act();
    },
  };
}
