import { useLayoutEffect, useRef } from "preact/hooks";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";

/** Asks before a training under way is lost. */
export function ConfirmDialog() {
  const {
    confirm: { pendingAction },
    runs,
  } = useStores();
  const dialog = useRef<HTMLDialogElement>(null);
  const act = pendingAction.value;
  useLayoutEffect(() => {
    if (act) dialog.current?.showModal();
    else dialog.current?.close();
  }, [act]);
  const answer = (yes: boolean) => {
    pendingAction.value = undefined;
    if (yes) act?.();
  };
  const lost = runs.current.value;
  return (
    <dialog ref={dialog} aria-labelledby="ask" onClose={() => answer(false)}>
      <h2 id="ask">{words.ask.heading}</h2>
      <p>{lost ? words.ask.body(lost.step, lost.config.training.steps) : ""}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => answer(false)}>
          {words.ask.cancel}
        </button>
        <button type="button" onClick={() => answer(true)}>
          {words.ask.confirm}
        </button>
      </div>
    </dialog>
  );
}
