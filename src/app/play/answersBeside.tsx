import type { ComponentChildren } from "preact";
import type { Answering } from "../store/playState.ts";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { LessonPart } from "../ui/lessonPart.tsx";
import { DistanceTable } from "./distanceTable.tsx";
import { Downloads } from "./downloads.tsx";
import { LearnerControls } from "./learnerControls.tsx";
import type { PlayPrompt } from "./playPrompt.ts";
import { ShrinkageTable } from "./shrinkageTable.tsx";

interface Props {
  readonly current: PlayPrompt<Answering>;
  readonly shown: AnsweredQuery | undefined;
  readonly onBefore?: (step: number | undefined) => void; // if more changes than that step
  readonly children?: ComponentChildren; // more controls of who answers
}

/** Beside the figure: how far apart the answers are, who gives them, and how far each learner shrinks. */
export function AnswersBeside({ current, shown, onBefore, children }: Props) {
  const { model, steps, step, before, state, change } = current;
  return (
    <div class="beside">
      <LessonPart name="distances">{shown && <DistanceTable {...shown} />}</LessonPart>
      <LessonPart name="answers">
        <LearnerControls
          steps={steps}
          of={model.config.training.steps}
          step={step}
          before={before}
          beside={state.beside}
          onStep={(at) => change({ at })}
          onBefore={onBefore ?? ((before) => change({ before }))}
          onBeside={(beside) => change({ beside })}
        >
          {children}
        </LearnerControls>
        {shown && <Downloads model={model} shown={shown} />}
      </LessonPart>
      <LessonPart name="shrinkage">{shown && <ShrinkageTable {...shown} />}</LessonPart>
    </div>
  );
}
