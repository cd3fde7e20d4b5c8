import type { Player } from "./player.ts";
import { isOfPage } from "./playInHand.ts";
import { words } from "./words.ts";

interface Props {
  readonly player: Player;
  readonly at: number | undefined; // the step that the link asks for
  readonly step: number; // the one shown
  readonly left: number; // exemplars in hand that the transformer is not given
}

/** What stands otherwise than the link or the prompt in hand asks. */
export function PlayNotes({ player, at, step, left }: Props) {
  const other = isOfPage(player) && at !== undefined && at !== step;
  return (
    <>
      {other && (
        <p class="quiet" role="status">
          {words.play.nearestTo(at, step)}
        </p>
      )}
      {left > 0 && (
        <p class="notice" role="status">
          {words.play.leftOut(player.most, left)}
        </p>
      )}
    </>
  );
}
