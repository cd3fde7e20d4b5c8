import { version } from "../../config/version.ts";
import { navigate } from "../route/navigation.ts";
import type { Autosave } from "../store/autosave.ts";
import type { UnreadableWork } from "../store/interruptedRuns.ts";
import { useStores } from "../store/stores.ts";
import { configsOf } from "../store/sweepGrid.ts";
import { words } from "../text/common.ts";
import { ResumeSweep } from "./resumeSweep.tsx";

/** Offers what a reload or a crash interrupted: sweeps, and the runs that are of none of them. */
export function ResumeRun() {
  const { autosaves, sweeps } = useStores();
  const own = new Set(sweeps.found.value.flatMap(configsOf).map((config) => JSON.stringify(config)));
  return (
    <>
      {sweeps.found.value.map((sweep) => (
        <ResumeSweep key={sweep.id} sweep={sweep} />
      ))}
      {autosaves.found.value
        .filter(({ config }) => !own.has(JSON.stringify(config)))
        .map((run) => (
          <KeptNotice key={run.id} run={run} />
        ))}
      {[...autosaves.unreadable.value, ...sweeps.unreadable.value].map((work) => (
        <UnreadableNotice key={work.id} work={work} />
      ))}
      <Discarded />
    </>
  );
}

function KeptNotice({ run }: { readonly run: Autosave }) {
  const { autosaves, confirm, training } = useStores();
  const { id, preset, config, step } = run;
  const resume = () => {
    navigate({ view: "train", preset, config });
    void training.resumeAutosave(run);
  };
  return (
    <div class="notice" role="status">
      <p id={`kept-${id}`}>
        {words.train.kept(preset, config.seed, step, config.training.steps)}
        {run.version !== version && ` ${words.train.keptByOther(run.version)}`}
      </p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          aria-describedby={`kept-${id}`}
          onClick={() => confirm.confirmThen(resume)}
        >
          {words.train.goOn}
        </button>
        <button type="button" aria-describedby={`kept-${id}`} onClick={() => void autosaves.discard(run)}>
          {words.train.discard}
        </button>
      </div>
    </div>
  );
}

function UnreadableNotice({ work: { id, reason, discard } }: { readonly work: UnreadableWork }) {
  return (
    <div class="notice" role="status">
      <p id={`kept-${id}`}>{words.train.unreadable(reason)}</p>
      <button type="button" aria-describedby={`kept-${id}`} onClick={() => void discard()}>
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
