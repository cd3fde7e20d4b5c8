import { deviationsOf } from "../../tasks/families.ts";
import { isBundled } from "../store/playState.ts";
import type { AnsweredQuery, PromptModel } from "../store/promptModel.ts";
import { words } from "../text/common.ts";

interface Props {
  readonly player: PromptModel;
  readonly at: number | undefined; // the step that the link asks for
  readonly step: number; // the one shown
  readonly left: number; // exemplars in hand that the transformer is not given
  readonly shown: AnsweredQuery | undefined;
}

const UNUSUAL = 3; // standard deviations

/** What stands otherwise than the link or the prompt in hand asks, and whether the prompt is of the kind it was trained on. */
export function PromptWarnings({ player, at, step, left, shown }: Props) {
  const other = isBundled(player) && at !== undefined && at !== step;
  return (
    <>
      {other && (
        <p class="quiet" role="status">
          {words.play.nearestTo(at, step)}
        </p>
      )}
      {left > 0 && (
        <p class="notice" role="status">
          {words.play.leftOut(player.maxExemplars, left)}
        </p>
      )}
      {shown && <Kind {...shown} player={player} />}
    </>
  );
}

function Kind({ answers, question, player }: AnsweredQuery & Pick<Props, "player">) {
  const { unusual } = answers;
  const reasons = [
    ...(unusual.y > UNUSUAL ? [words.play.unusualY(question.looking.length, deviationsOf(player.config.prompts))] : []),
    ...(unusual.x > UNUSUAL ? [words.play.unusualX] : []),
  ];
  return (
    <p role="status" class={reasons.length > 0 ? "kind notice" : "kind quiet"}>
      {reasons.length > 0 ? words.play.unusual(reasons) : words.play.usual(question.y.length)}
    </p>
  );
}
