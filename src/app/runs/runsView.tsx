import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ResumeRun } from "../panels/resumeRun.tsx";
import { MAX_SAVED, MAX_SAVED_BYTES } from "../store/savedRuns.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { ComparisonFigure } from "./comparisonFigure.tsx";
import { RunsTable } from "./runsTable.tsx";
import { SingleRunFigure } from "./singleRunFigure.tsx";
import { SweepForm } from "./sweepForm.tsx";
import { SweepTable } from "./sweepTable.tsx";
import { visibleRuns } from "./visibleRuns.ts";

/** Runs side by side: a table of what differs and what came of it, and one figure of all. */
export function RunsView() {
  const { files, runs, saved, storage } = useStores();
  useEffect(() => void files.loadOlder(), []);
  const over = useSignal(false);
  const all = runs.compared.value;
  const shown = visibleRuns(all, runs.visibility.value);
  const saveError = saved.saveError.value;
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
        void files.open(event.dataTransfer?.files ?? []);
      }}
    >
      <h1>{words.runs.heading}</h1>
      <p class="lead">
        <GlossaryText text={words.runs.lead} />
      </p>
      <p class="quiet">
        {words.runs.last(MAX_SAVED, MAX_SAVED_BYTES)}
        {storage.persisted.value === false && ` ${words.runs.mayBeDeleted}`}
      </p>
      {storage.error.value && (
        <p class="notice" role="alert">
          {words.runs.noStorage(storage.error.value)}
        </p>
      )}
      <ResumeRun />
      <Opener />
      {files.failure.value && (
        <p class="notice" role="alert">
          {files.failure.value}
        </p>
      )}
      {files.readingNotes.value.map((note) => (
        <p key={note} class="notice" role="status">
          {note}
        </p>
      ))}
      {saveError && (
        <p class="notice" role="alert">
          {words.runs.storing[saveError.of](saveError.reason)}
        </p>
      )}
      <Removed />
      {shown.length < all.length && (
        <p class="buttons">
          <button
            type="button"
            onClick={() => {
              runs.visibility.value = new Map(all.map(({ id }) => [id, true]));
            }}
          >
            {words.runs.all}
          </button>
        </p>
      )}
      {all.length === 0 ? <p class="quiet">{words.runs.none}</p> : <RunsTable runs={all} />}
      <SweepForm />
      <SweepTable runs={all} measure={runs.measure.value} />
      <ComparisonFigure runs={shown} measure={runs.measure} />
      {shown.length > 0 && <SingleRunFigure runs={shown} />}
    </div>
  );
}

/** What was removed last can be brought back. */
function Removed() {
  const { saved } = useStores();
  const last = saved.removed.value;
  if (!last) return null;
  return (
    <p class="notice" role="status">
      {words.runs.removed(last.run.preset)}{" "}
      <button type="button" onClick={saved.undoRemove}>
        {words.runs.undoRemove}
      </button>
    </p>
  );
}

function Opener() {
  const { files } = useStores();
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
            await files.open(input.files ?? []);
            input.value = ""; // the same file may be chosen again
            opening.value = false;
          }}
        />
      </label>
      <span class="quiet">{words.runs.drop}</span>
    </p>
  );
}
