import { signal } from "@preact/signals";
import { errorMessage } from "../../text/errorMessage.ts";
import { isSame, runOfFile } from "../runData/run.ts";
import { words } from "../text/common.ts";
import { openRun } from "../workers/bundleClient.ts";
import type { RecordedRuns } from "./recordedRun.ts";
import type { RunStore } from "./runStore.ts";
import type { SavedRuns } from "./savedRuns.ts";
import { newId } from "./tabSlots.ts";

const MAX_FILE_BYTES = 512 * 2 ** 20; // a checkpoint of the largest model that can be trained is smaller

/** The runs of files that the visitor opens. */
export type OpenedFiles = ReturnType<typeof createOpenedFiles>;

export function createOpenedFiles(
  runs: Pick<RunStore, "compared">,
  saved: Pick<SavedRuns, "add" | "load">,
  recorded: Pick<RecordedRuns, "load">,
) {
  const failure = signal<string | undefined>(undefined);
  const readingNotes = signal<readonly string[]>([]);
  return {
    /** Why a run could not be opened. */
    failure,
    /** Notes on how the files opened last were read: a sentence each. */
    readingNotes,
    /** Adds the recorded runs to Runs, and those that the browser stored, once. */
    async loadOlder(): Promise<void> {
      void saved.load();
      try {
        await recorded.load();
      } catch (error) {
        failure.value = words.watch.failed(errorMessage(error));
      }
    },
    /** Opens the files of runs, and adds those that are not in Runs yet. */
    async open(files: Iterable<File>): Promise<void> {
      failure.value = undefined;
      readingNotes.value = [];
      for (const file of files) {
        try {
          if (file.size > MAX_FILE_BYTES) throw new Error(words.runs.tooLarge(MAX_FILE_BYTES));
          const answer = await openRun(new Uint8Array(await file.arrayBuffer()));
          if (answer.notes) readingNotes.value = [...readingNotes.value, words.runs.notes(file.name, answer.notes)];
          const opened = runOfFile(newId(), answer, file.name);
          if (runs.compared.value.some((run) => isSame(run, opened))) failure.value = words.runs.known(file.name);
          else saved.add(opened);
        } catch (error) {
          failure.value = words.runs.notOpened(file.name, errorMessage(error));
        }
      }
    },
  };
}
