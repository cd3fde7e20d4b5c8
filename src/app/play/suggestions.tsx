import { useSignal } from "@preact/signals";
import type { PromptAnswers } from "../../inspect/askPrompt.ts";
import { firstAlgorithms, formatAlgorithms } from "../route/linePrompt.ts";
import type { Answering } from "../store/playState.ts";
import { words } from "../text/common.ts";
import { facts, type Suggestion } from "../text/suggestions.ts";
import type { PlayPrompt } from "./playPrompt.ts";

interface Props {
  readonly tries: readonly Suggestion[];
  readonly chosen: Suggestion | undefined; // the one whose prompt is shown
  readonly answers: PromptAnswers | undefined; // to that prompt
  readonly onTry: (one: Suggestion) => void;
}

/** The suggestion that set the current prompt, if nothing of it was changed. */
export function suggestionOf(
  tries: readonly Suggestion[],
  prompt: string,
  { state: { beside }, step, steps, last }: Pick<PlayPrompt<Answering>, "state" | "step" | "steps" | "last">,
): Suggestion | undefined {
  if (formatAlgorithms({ ...beside, neighbors: false }) !== formatAlgorithms(firstAlgorithms)) return undefined;
  return tries.find((one) => one.prompt === prompt && (step === (one.at ?? last) || !steps.includes(one.at ?? last)));
}

const SIDE = 36; // px of a thumbnail
const [X, Y] = [3, 6]; // the domains of its axes end here

/** Suggestions that set the prompt, as a row of thumbnails; the chosen one asks a question, and answers it if asked to. */
export function Suggestions({ tries, chosen, answers, onTry }: Props) {
  const told = useSignal<string | undefined>(undefined); // the one whose answer is shown
  const showsAnswer = chosen !== undefined && told.value === chosen.name;
  return (
    <section class="suggestions" aria-label={words.play.tries}>
      <h2 class="hidden">{words.play.tries}</h2>
      <div class="tries">
        {tries.map((one) => (
          <button
            type="button"
            class="suggestion"
            key={one.name}
            aria-pressed={one === chosen}
            onClick={() => onTry(one)}
          >
            <Thumbnail prompt={one.prompt} />
            {one.name}
          </button>
        ))}
      </div>
      {chosen && (
        <p class="question-asked">
          {chosen.look}{" "}
          {showsAnswer && answers ? (
            <strong role="status">{chosen.answer(facts(answers))}</strong>
          ) : (
            <button
              type="button"
              onClick={() => {
                told.value = chosen.name;
              }}
            >
              {words.play.showAnswer}
            </button>
          )}
        </p>
      )}
    </section>
  );
}

/** The exemplars of a prompt as dots: x and y in one dimension, x₁ and x₂ in two. */
function Thumbnail({ prompt }: { readonly prompt: string }) {
  const exemplars = prompt.split("_").map((exemplar) => exemplar.split(",").map(Number));
  return (
    <svg width={SIDE} height={SIDE} viewBox={`0 0 ${SIDE} ${SIDE}`} aria-hidden="true">
      <path d={`M0,${SIDE / 2}H${SIDE}M${SIDE / 2},0V${SIDE}`} />
      {exemplars.map(([x = 0, y = 0, height], k) => (
        <circle
          key={k}
          cx={(SIDE * (x + X)) / (2 * X)}
          cy={SIDE - (SIDE * (y + (height === undefined ? Y : X))) / (2 * (height === undefined ? Y : X))}
          r={2.5}
        />
      ))}
    </svg>
  );
}
