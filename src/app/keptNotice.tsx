import { go } from "./inHand.ts";
import { forgetRun, keptRun } from "./keptRun.ts";
import { goOn, live } from "./trainer.ts";
import { words } from "./words.ts";

/** Offers to go on with a run that a reload or a crash interrupted. */
export function KeptNotice() {
  const kept = keptRun.value;
  if (!kept || live.value) return null;
  const { preset, config, step } = kept;
  return (
    <div class="notice" role="status">
      <p>{words.train.kept(preset, config.seed, step, config.training.steps)}</p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          onClick={() => {
            go({ preset, config });
            goOn(kept);
          }}
        >
          {words.train.goOn}
        </button>
        <button type="button" onClick={() => void forgetRun()}>
          {words.train.forget}
        </button>
      </div>
    </div>
  );
}
