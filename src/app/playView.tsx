import { useEffect } from "preact/hooks";
import { Explained } from "./explained.tsx";
import { LineView } from "./lineView.tsx";
import { isLocked } from "./part.tsx";
import { PlaneView } from "./planeView.tsx";
import { players } from "./player.ts";
import { asksOwn, ownPlayerShown, shownPlayer, showPlane } from "./playInHand.ts";
import { words } from "./words.ts";

/** A prompt held in the hand: exemplars one drags, and what every learner answers to them. */
export function PlayView() {
  const player = shownPlayer();
  const own = ownPlayerShown();
  useEffect(() => player.open(), [player]);
  const opened = player.opened.value;
  const plane = player.config.prompts.dim === 2;
  const { dimensions } = words.play;
  const Shown = plane ? PlaneView : LineView;
  return (
    <>
      <h1>{words.play.heading}</h1>
      <p class="lead">
        <Explained text={player === own ? words.play.ownLead : plane ? words.play.plane.lead : words.play.lead} />
      </p>
      <fieldset class="choice" disabled={isLocked("prompt")}>
        <legend class="hidden">{dimensions.label}</legend>
        {([false, true] as const).map((two) => (
          <label key={String(two)}>
            <input type="radio" name="dimensions" checked={plane === two} onChange={() => showPlane(two)} />
            {two ? dimensions.two : dimensions.one}
          </label>
        ))}
      </fieldset>
      {own && (
        <fieldset class="choice" disabled={isLocked("answers")}>
          <legend class="hidden">{words.play.which}</legend>
          {([false, true] as const).map((mine) => (
            <label key={String(mine)}>
              <input
                type="radio"
                name="player"
                checked={(player === own) === mine}
                onChange={() => {
                  asksOwn.value = mine;
                }}
              />
              {mine ? words.play.own : words.play.recorded(players[plane ? "plane" : "line"].preset)}
            </label>
          ))}
        </fieldset>
      )}
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
      {opened && "steps" in opened && <Shown player={player} steps={opened.steps} />}
    </>
  );
}
