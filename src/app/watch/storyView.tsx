import type { Evaluation } from "../runData/evaluations.ts";
import { nearestInOrder, storyOf } from "../runData/story.ts";
import { words } from "../text/common.ts";

interface Props {
  readonly moments: readonly Evaluation[];
  readonly step: number;
  readonly onChoose: (step: number) => void;
}

/** The story in a few short steps; each moves the figures. */
export function StoryView({ moments, step, onChoose }: Props) {
  const story = storyOf(moments);
  const passed = nearestInOrder(moments);
  const current = story.findLast(({ moment }) => moment.step <= step);
  return (
    <section class="story" aria-labelledby="story">
      <h2 id="story">{words.watch.story}</h2>
      <ol>
        {story.map((each) => (
          <li key={each.moment.step}>
            <button
              type="button"
              aria-current={each === current ? "step" : undefined}
              onClick={() => onChoose(each.moment.step)}
            >
              <strong>{words.watch.storyStep(each.moment.step)}</strong>
              <span>{words.storySentence(each, passed)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
