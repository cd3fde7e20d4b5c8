import type { Evaluation } from "../runData/evaluations.ts";
import { nearestInOrder, storyOf, storyStepAt } from "../runData/story.ts";
import { words } from "../text/common.ts";

interface Props {
  readonly evaluations: readonly Evaluation[];
  readonly shown: Evaluation;
  readonly onChoose: (step: number) => void;
}

/** The story in a few short steps; each moves the figures. */
export function StoryView({ evaluations, shown, onChoose }: Props) {
  const story = storyOf(evaluations);
  const passed = nearestInOrder(evaluations);
  const current = storyStepAt(story, shown);
  return (
    <section class="story" aria-labelledby="story">
      <h2 id="story">{words.watch.story}</h2>
      <ol>
        {story.map((each) => (
          <li key={each.evaluation.step}>
            <button
              type="button"
              aria-current={each === current ? "step" : undefined}
              onClick={() => onChoose(each.evaluation.step)}
            >
              <strong>{words.watch.storyStep(each.evaluation.step)}</strong>
              <span>{words.storySentence(each, passed)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
