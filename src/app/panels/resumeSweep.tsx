import { confirmThen } from "../store/confirmDiscard.ts";
import { discardSweep, type SavedSweep } from "../store/savedSweep.ts";
import { configsOf } from "../store/sweepGrid.ts";
import { resumeSweep } from "../store/sweepQueue.ts";
import { words } from "../text/common.ts";

/** Offers to go on with a sweep that a reload or a crash interrupted. */
export function ResumeSweep({ sweep }: { readonly sweep: SavedSweep }) {
  const { kept, goOn } = words.runs.sweep;
  const id = `kept-${sweep.id}`;
  return (
    <div class="notice" role="status">
      <p id={id}>{kept(sweep.preset, configsOf(sweep).length)}</p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          aria-describedby={id}
          onClick={() => confirmThen(() => void resumeSweep(sweep))}
        >
          {goOn}
        </button>
        <button type="button" aria-describedby={id} onClick={() => void discardSweep(sweep)}>
          {words.train.discard}
        </button>
      </div>
    </div>
  );
}
