import { version } from "../../config/version.ts";
import { go } from "../route/navigation.ts";
import { discardKept, type KeptRun, keptRuns } from "../store/autosave.ts";
import { afterAsking } from "../store/confirmDiscard.ts";
import { goOnWithKept } from "../store/currentRun.ts";
import { discarded } from "../store/discarded.ts";
import { keptSweeps } from "../store/savedSweep.ts";
import { configsOf } from "../store/sweepGrid.ts";
import { words } from "../text/common.ts";
import { SweepNotice } from "./resumeSweep.tsx";

/** Offers what a reload or a crash interrupted: sweeps, and the runs that are of none of them. */
export function KeptNotices() {
  const sweeps = keptSweeps.value;
  const own = new Set(sweeps.flatMap(configsOf).map((config) => JSON.stringify(config)));
  return (
    <>
      {sweeps.map((sweep) => (
        <SweepNotice key={sweep.id} sweep={sweep} />
      ))}
      {keptRuns.value
        .filter(({ config }) => !own.has(JSON.stringify(config)))
        .map((run) => (
          <KeptNotice key={run.id} run={run} />
        ))}
      <Discarded />
    </>
  );
}

function KeptNotice({ run }: { readonly run: KeptRun }) {
  const { id, preset, config, step } = run;
  const resume = () => {
    go({ view: "train", preset, config });
    void goOnWithKept(run);
  };
  return (
    <div class="notice" role="status">
      <p id={`kept-${id}`}>
        {words.train.kept(preset, config.seed, step, config.training.steps)}
        {run.version !== version && ` ${words.train.keptByOther(run.version)}`}
      </p>
      <div class="buttons">
        <button type="button" class="primary" aria-describedby={`kept-${id}`} onClick={() => afterAsking(resume)}>
          {words.train.goOn}
        </button>
        <button type="button" aria-describedby={`kept-${id}`} onClick={() => void discardKept(run)}>
          {words.train.discard}
        </button>
      </div>
    </div>
  );
}

function Discarded() {
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
