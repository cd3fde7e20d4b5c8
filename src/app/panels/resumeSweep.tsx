import type { SavedSweep } from "../store/savedSweep.ts";
import { useStores } from "../store/stores.ts";
import { configsOf } from "../store/sweepGrid.ts";
import { words } from "../text/common.ts";

/** Offers to go on with a sweep that a reload or a crash interrupted. */
export function ResumeSweep({ sweep }: { readonly sweep: SavedSweep }) {
  const { confirm, queue, sweeps } = useStores();
  const { interrupted, resume } = words.runs.sweep;
  const id = `sweep-${sweep.id}`;
  return (
    <div class="notice" role="status">
      <p id={id}>{interrupted(sweep.preset, configsOf(sweep).length)}</p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          aria-describedby={id}
          onClick={() => confirm.confirmThen(() => void queue.resume(sweep))}
        >
          {resume}
        </button>
        <button type="button" aria-describedby={id} onClick={() => void sweeps.discard(sweep)}>
          {words.train.discard}
        </button>
      </div>
    </div>
  );
}
