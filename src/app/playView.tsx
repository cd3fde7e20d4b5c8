import { useEffect } from "preact/hooks";
import { Explained } from "./explained.tsx";
import { LineView } from "./lineView.tsx";
import { PlaneView } from "./planeView.tsx";
import { players } from "./player.ts";
import { shownPlayer, showPlane } from "./playInHand.ts";
import { words } from "./words.ts";

/** A prompt held in the hand: exemplars one drags, and what every learner answers to them. */
export function PlayView() {
  const player = shownPlayer();
  useEffect(() => player.open(), [player]);
  const opened = player.opened.value;
  const plane = player === players.plane;
  const { dimensions } = words.play;
  return (
    <>
      <h1>{words.play.heading}</h1>
      <p class="lead">
        <Explained text={plane ? words.play.plane.lead : words.play.lead} />
      </p>
      <fieldset class="choice">
        <legend class="hidden">{dimensions.label}</legend>
        {([false, true] as const).map((two) => (
          <label key={String(two)}>
            <input type="radio" name="dimensions" checked={plane === two} onChange={() => showPlane(two)} />
            {two ? dimensions.two : dimensions.one}
          </label>
        ))}
      </fieldset>
      {opened === undefined && (
        <p role="status" class="waiting">
          {words.play.loading}
        </p>
      )}
      {opened && "failed" in opened && (
        <div class="notice" role="alert">
          <p>{words.play.failed(opened.failed)}</p>
          <button type="button" onClick={() => player.open()}>
            {words.play.again}
          </button>
        </div>
      )}
      {opened && "steps" in opened && (plane ? <PlaneView steps={opened.steps} /> : <LineView steps={opened.steps} />)}
    </>
  );
}
