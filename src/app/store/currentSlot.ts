import { errorMessage } from "../../text/errorMessage.ts";
import { endedRun, type RunState } from "../runData/runState.ts";
import { words } from "../text/common.ts";
import type { RunSlot } from "./autosave.ts";
import type { RunStore } from "./runStore.ts";
import type { SavedRuns } from "./savedRuns.ts";

/** Where the run of this tab is stored for after a reload: in a slot while it trains, in Runs once it has ended. */
export type CurrentSlot = ReturnType<typeof createCurrentSlot>;

export function createCurrentSlot(runs: RunStore, saved: Pick<SavedRuns, "add" | "save">) {
  let slot: RunSlot | undefined; // until the run is saved in Runs
  let isSaved = false; // in Runs, as it has ended

  /** Ends the use of the slot; gives what removes its content. */
  function leave(): () => void {
    const its = slot;
    slot = undefined;
    return () => void its?.remove();
  }

  return {
    /** Begins to use a slot. */
    use(its: RunSlot): void {
      slot = its;
    },
    /** A run begins, or resumes after a failure. */
    begin(): void {
      isSaved = false;
    },
    /** Stores a run at its last checkpoint; resolves to whether it is stored. If the browser cannot, a warning says so until it can. */
    async save(run: RunState): Promise<boolean> {
      const its = slot;
      const reason = await its?.save(run).then(() => undefined, errorMessage);
      if (slot === its) runs.update(run.id, (now) => withSaveWarning(now, reason));
      return reason === undefined;
    },
    /** Saves a run that has ended in Runs, and no longer as one that trains. */
    saveEnded(run: RunState): void {
      const remove = leave();
      isSaved = run.rows.length > 0;
      if (isSaved) saved.save(endedRun(run), remove);
      else remove();
    },
    /** Moves a run to Runs, at its last checkpoint. */
    putAside(run: RunState | undefined): void {
      const remove = leave();
      if (run && isSaved) runs.add(endedRun(run));
      else if (run && run.step > 0) saved.add(endedRun(run), remove);
      else remove();
    },
  };
}

/** A run with the warning that it could not be stored, for this reason; without one if there is none. */
function withSaveWarning(run: RunState, reason: string | undefined): RunState {
  const others = run.warnings.filter((sentence) => !sentence.startsWith(words.train.notSaved("")));
  const warnings = reason === undefined ? others : [...others, words.train.notSaved(reason)];
  return warnings.join() === run.warnings.join() ? run : { ...run, warnings };
}
