import { navigate } from "../route/navigation.ts";
import type { Run } from "../runData/run.ts";
import type { UnreadableWork } from "../store/interruptedRuns.ts";
import { useStores } from "../store/stores.ts";
import { configsOf } from "../store/sweepGrid.ts";
import { words } from "../text/common.ts";
import { ResumeSweep } from "./resumeSweep.tsx";

/** Offers what a reload or a crash interrupted: sweeps, and the runs that are of none of them. */
export function ResumeRun() {
  const { autosaves, runs, sweeps } = useStores();
  const own = new Set(sweeps.found.value.flatMap(configsOf).map((config) => JSON.stringify(config)));
  return (
    <>
      {sweeps.found.value.map((sweep) => (
        <ResumeSweep key={sweep.id} sweep={sweep} />
      ))}
      {runs.interrupted.value
        .filter(({ config }) => !own.has(JSON.stringify(config)))
        .map((run) => (
          <AutosaveNotice key={run.id} run={run} />
        ))}
      {[...autosaves.unreadable.value, ...sweeps.unreadable.value].map((work) => (
        <UnreadableNotice key={work.id} work={work} />
      ))}
      <Discarded />
    </>
  );
}

function AutosaveNotice({ run }: { readonly run: Run }) {
  const { autosaves, confirm, training } = useStores();
  const { id, preset, config, checkpoint, version: by } = run;
  const resume = () => {
    navigate({ view: "train", preset, config });
    void training.resumeAutosave(run);
  };
  return (
    <div class="notice" role="status">
      <p id={`autosave-${id}`}>
        {words.train.interrupted(preset, config.seed, checkpoint?.step ?? 0, config.training.steps)}
        {by !== undefined && ` ${words.train.trainedByVersion(by)}`}
      </p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          aria-describedby={`autosave-${id}`}
          onClick={() => confirm.confirmThen(resume)}
        >
          {words.train.resumeInterrupted}
        </button>
        <button type="button" aria-describedby={`autosave-${id}`} onClick={() => void autosaves.discard(run)}>
          {words.train.discard}
        </button>
      </div>
    </div>
  );
}

function UnreadableNotice({ work: { id, reason, discard } }: { readonly work: UnreadableWork }) {
  return (
    <div class="notice" role="status">
      <p id={`unreadable-${id}`}>{words.train.unreadable(reason)}</p>
      <button type="button" aria-describedby={`unreadable-${id}`} onClick={() => void discard()}>
        {words.train.discard}
      </button>
    </div>
  );
}

function Discarded() {
  const { discarded } = useStores().interrupted;
  const last = discarded.value;
  if (!last) return null;
  const undo = () => {
    discarded.value = undefined;
    void last.undo();
  };
  return (
    <div class="notice" role="status">
      <p>{words.train.discarded(last.preset)}</p>
      <button type="button" onClick={undo}>
        {words.train.undo}
      </button>
    </div>
  );
}
