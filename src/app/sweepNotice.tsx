import { forgetSweep, keptSweep } from "./keptSweep.ts";
import { goOnWithSweep } from "./queue.ts";
import { configsOf } from "./sweepGrid.ts";
import { live } from "./trainer.ts";
import { words } from "./words.ts";

/** Offers to go on with a sweep that a reload or a crash interrupted. */
export function SweepNotice() {
  const kept = keptSweep.value;
  if (!kept || live.value) return null;
  const { sweep } = words.runs;
  return (
    <div class="notice" role="status">
      <p>{sweep.kept(kept.preset, configsOf(kept).length)}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => void goOnWithSweep(kept)}>
          {sweep.goOn}
        </button>
        <button type="button" onClick={forgetSweep}>
          {words.train.forget}
        </button>
      </div>
    </div>
  );
}
