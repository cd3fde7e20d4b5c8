import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { isRunning } from "../runData/run.ts";
import { type Autosaves, createAutosaves } from "./autosave.ts";
import { type BackgroundTraining, createBackgroundTraining } from "./backgroundTraining.ts";
import { type ConfirmDiscard, createConfirmDiscard } from "./confirmDiscard.ts";
import { type CurrentTraining, createCurrentTraining } from "./currentTraining.ts";
import { createInterruptedWork, type InterruptedWork } from "./interruptedRuns.ts";
import { createMachineSpeed, type MachineSpeedStore } from "./machineSpeed.ts";
import { createOpenedFiles, type OpenedFiles } from "./openedFiles.ts";
import { createPlayState, type PlayState } from "./playState.ts";
import { createPromptModels, type PromptModels } from "./promptModels.ts";
import { createRecordedRuns, type RecordedRuns } from "./recordedRun.ts";
import { createRecords, type Records } from "./records.ts";
import { createRunStore, type RunStore } from "./runStore.ts";
import { createSavedRuns, type SavedRuns } from "./savedRuns.ts";
import { createSavedSweeps, type SavedSweeps } from "./savedSweep.ts";
import { type BrowserStorage, createStorage } from "./storage.ts";
import { createSweepQueue, type SweepQueue } from "./sweepQueue.ts";

/** The state of the page besides its route. */
export interface Stores {
  readonly storage: BrowserStorage;
  readonly runs: RunStore;
  readonly saved: SavedRuns;
  readonly interrupted: InterruptedWork;
  readonly autosaves: Autosaves;
  readonly sweeps: SavedSweeps;
  readonly background: BackgroundTraining;
  readonly training: CurrentTraining;
  readonly queue: SweepQueue;
  readonly models: PromptModels;
  readonly play: PlayState;
  readonly recorded: RecordedRuns;
  readonly files: OpenedFiles;
  readonly records: Records;
  readonly confirm: ConfirmDiscard;
  readonly machine: MachineSpeedStore;
}

/** Creates the stores of one page. */
export function createStores(): Stores {
  const storage = createStorage();
  const runs = createRunStore();
  const saved = createSavedRuns(storage, runs);
  const interrupted = createInterruptedWork(storage);
  const autosaves = createAutosaves(interrupted, runs, saved);
  const sweeps = createSavedSweeps(interrupted, saved);
  const background = createBackgroundTraining(runs, saved);
  const training = createCurrentTraining(runs, saved, autosaves);
  const models = createPromptModels(runs.current);
  const recorded = createRecordedRuns(runs);
  return {
    ...{ storage, runs, saved, interrupted, autosaves, sweeps, background, training, models, recorded },
    queue: createSweepQueue({ runs, saved, sweeps, background, training }),
    play: createPlayState(models, training.shownStep),
    files: createOpenedFiles(runs, saved, recorded),
    records: createRecords(),
    confirm: createConfirmDiscard(runs.current),
    machine: createMachineSpeed(() => {
      const run = runs.current.value;
      return runs.background.value.length > 0 || (run !== undefined && isRunning(run));
    }),
  };
}

/** The stores of the page, for its parts. */
export const StoresContext = createContext<Stores | undefined>(undefined);

/** The stores of the page that a part is in. */
export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error("missing the stores: the page is drawn inside StoresContext");
  return stores;
}

/** Asks before the page is left if a run of it trains, or is not stored yet. */
export function confirmLeaving({ runs, saved }: Stores): void {
  addEventListener("beforeunload", (event) => {
    const run = runs.current.value;
    const own = run && run.step > 0 && isRunning(run);
    if (own || runs.background.value.length > 0 || saved.isSaving()) event.preventDefault();
  });
}
