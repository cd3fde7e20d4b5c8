import { deviationsOf } from "../../tasks/families.ts";
import type { Answering } from "../store/playState.ts";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { isLocked, LessonPart } from "../ui/lessonPart.tsx";
import { HeadPicker } from "./headPicker.tsx";
import type { PlayPrompt } from "./playPrompt.ts";

interface Props {
  readonly current: PlayPrompt<Answering>;
  readonly shown: AnsweredQuery | undefined;
  readonly left: number; // exemplars of the prompt that the transformer is not given
  readonly hint: string; // how the exemplars can be changed
}

const UNUSUAL = 3; // standard deviations

/** The notes under the exemplars: warnings, the heads that read them, and how to change them. */
export function PromptNotes({ current, shown, left, hint }: Props) {
  return (
    <>
      <Warnings current={current} left={left} shown={shown} />
      <LessonPart name="reads">{shown && <HeadPicker reads={shown.answers.reads} />}</LessonPart>
      <p class="quiet">{isLocked("prompt") ? words.play.locked : hint}</p>
    </>
  );
}

/** Says if another step is shown than the link has, if exemplars are left out, and if such prompts occur in training. */
function Warnings({ current, left, shown }: Omit<Props, "hint">) {
  const { play } = useStores();
  const { model, at, step } = current;
  const other = play.isBundled(model) && at !== undefined && at !== step;
  return (
    <>
      {other && (
        <p class="quiet" role="status">
          {words.play.nearestTo(at, step)}
        </p>
      )}
      {left > 0 && (
        <p class="notice" role="status">
          {words.play.leftOut(model.maxExemplars, left)}
        </p>
      )}
      {shown && <Kind {...shown} model={model} />}
    </>
  );
}

function Kind({ answers, question, model }: AnsweredQuery & Pick<PlayPrompt<Answering>, "model">) {
  const { unusual } = answers;
  const reasons = [
    ...(unusual.y > UNUSUAL
      ? [words.play.unusualY(question.tracedQuery.length, deviationsOf(model.config.prompts))]
      : []),
    ...(unusual.x > UNUSUAL ? [words.play.unusualX] : []),
  ];
  return (
    <p role="status" class={reasons.length > 0 ? "kind notice" : "kind quiet"}>
      {reasons.length > 0 ? words.play.unusual(reasons) : words.play.usual(question.y.length)}
    </p>
  );
}
