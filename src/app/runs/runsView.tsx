import { computed, signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Config } from "../../config/schema.ts";
import { ResumeRun } from "../panels/resumeRun.tsx";
import { entryOfFile, entryOfTraining, isSame, type RunEntry, type TrainingHandle } from "../runData/runEntry.ts";
import { isRunning, type RunState } from "../runData/runState.ts";
import { backgroundRuns } from "../store/backgroundRuns.ts";
import { currentRun, pause, resume } from "../store/currentRun.ts";
import { openRecordedRun, recordedPresets } from "../store/recordedRun.ts";
import { addRun, runList, visibility, visibleRuns } from "../store/runList.ts";
import {
  addAndSave,
  MAX_SAVED,
  MAX_SAVED_BYTES,
  removed,
  restoreAll,
  saveError,
  undoRemove,
} from "../store/savedRuns.ts";
import { persisted, storageError } from "../store/storage.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { openRun } from "../workers/bundleClient.ts";
import { ComparisonFigure } from "./comparisonFigure.tsx";
import type { YQuantity } from "./runLines.ts";
import { RunsTable } from "./runsTable.tsx";
import { SingleRunFigure } from "./singleRunFigure.tsx";
import { SweepForm } from "./sweepForm.tsx";
import { SweepTable } from "./sweepTable.tsx";

const idOf = (config: Config) => JSON.stringify(config);

/** A run of this tab as one to compare, with the way to it as long as it trains. */
const inTraining = (
  run: RunState,
  origin: RunEntry["origin"],
  id: string,
  way: Pick<TrainingHandle, "pause" | "resume" | "stop">,
): RunEntry => ({
  ...entryOfTraining(run),
  origin,
  id,
  ...(isRunning(run) && { training: { ...way, paused: run.status === "paused" || run.wantsPause } }),
});

/** Every run there is to compare: those in training first. */
const runs = computed<readonly RunEntry[]>(() => {
  const run = currentRun.value;
  return [
    ...(run ? [inTraining(run, "live", "live", { pause, resume })] : []),
    ...backgroundRuns.value.map(({ run, ...way }) => inTraining(run, "beside", `beside ${idOf(run.config)}`, way)),
    ...runList.value,
  ];
});

const measure = signal<YQuantity>("toOls"); // of the figure and the sweep alike

const failure = signal<string | undefined>(undefined);

let asked = false;

/** Puts the recorded run on the shelf, and those that the browser kept, once. */
function holdOlder(): void {
  if (asked) return;
  asked = true;
  void restoreAll();
  for (const preset of recordedPresets) {
    openRecordedRun(preset).then(
      ({ config, rows, ending: result }) =>
        addRun({ origin: "recorded", preset, config, rows, log: [], result, unfinished: false }),
      (error: unknown) => {
        failure.value = words.watch.failed(error instanceof Error ? error.message : String(error));
      },
    );
  }
}

const MAX_FILE_BYTES = 512 * 2 ** 20; // a checkpoint of the largest model that can be trained is smaller

/** How the files opened last were read, where that is to be known: a sentence each. */
const readingNotes = signal<readonly string[]>([]);

async function open(files: Iterable<File>): Promise<void> {
  failure.value = undefined;
  readingNotes.value = [];
  for (const file of files) {
    try {
      if (file.size > MAX_FILE_BYTES) throw new Error(words.runs.tooLarge(MAX_FILE_BYTES));
      const answer = await openRun(new Uint8Array(await file.arrayBuffer()));
      if (answer.notes) readingNotes.value = [...readingNotes.value, words.runs.notes(file.name, answer.notes)];
      const opened = entryOfFile(answer, file.name);
      if (runs.value.some((run) => isSame(run, opened))) failure.value = words.runs.known(file.name);
      else addAndSave(opened);
    } catch (error) {
      failure.value = words.runs.refused(file.name, error instanceof Error ? error.message : String(error));
    }
  }
}

/** Runs side by side: a table of what differs and what came of it, and one figure of all. */
export function RunsView() {
  useEffect(holdOlder, []);
  const over = useSignal(false);
  const all = runs.value;
  const shown = visibleRuns(all);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file may be dropped anywhere; the button opens one, too
    <div
      class={over.value ? "runs over" : "runs"}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        void open(event.dataTransfer?.files ?? []);
      }}
    >
      <h1>{words.runs.heading}</h1>
      <p class="lead">
        <GlossaryText text={words.runs.lead} />
      </p>
      <p class="quiet">
        {words.runs.last(MAX_SAVED, MAX_SAVED_BYTES)}
        {persisted.value === false && ` ${words.runs.mayBeDeleted}`}
      </p>
      {storageError.value && (
        <p class="notice" role="alert">
          {words.runs.noStorage(storageError.value)}
        </p>
      )}
      <ResumeRun />
      <Opener />
      {failure.value && (
        <p class="notice" role="alert">
          {failure.value}
        </p>
      )}
      {readingNotes.value.map((note) => (
        <p key={note} class="notice" role="status">
          {note}
        </p>
      ))}
      {saveError.value && (
        <p class="notice" role="alert">
          {words.runs.storing[saveError.value.of](saveError.value.reason)}
        </p>
      )}
      <Removed />
      {shown.length < all.length && (
        <p class="buttons">
          <button
            type="button"
            onClick={() => {
              visibility.value = new Map(all.map(({ id }) => [id, true]));
            }}
          >
            {words.runs.all}
          </button>
        </p>
      )}
      {all.length === 0 ? <p class="quiet">{words.runs.none}</p> : <RunsTable runs={all} />}
      <SweepForm />
      <SweepTable runs={all} measure={measure.value} />
      <ComparisonFigure runs={shown} measure={measure} />
      {shown.length > 0 && <SingleRunFigure runs={shown} />}
    </div>
  );
}

/** What was removed last can be brought back. */
function Removed() {
  const last = removed.value;
  if (!last) return null;
  return (
    <p class="notice" role="status">
      {words.runs.removed(last.run.preset)}{" "}
      <button type="button" onClick={undoRemove}>
        {words.runs.putBack}
      </button>
    </p>
  );
}

function Opener() {
  const opening = useSignal(false);
  return (
    <p class="buttons">
      <label class="file">
        {opening.value ? words.runs.opening : words.runs.open}
        <input
          type="file"
          accept=".zip,.safetensors,application/zip"
          multiple
          onChange={async (event) => {
            const input = event.currentTarget;
            opening.value = true;
            await open(input.files ?? []);
            input.value = ""; // the same file may be chosen again
            opening.value = false;
          }}
        />
      </label>
      <span class="quiet">{words.runs.drop}</span>
    </p>
  );
}
