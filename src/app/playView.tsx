import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Question } from "../experiments/answers.ts";
import {
  algorithmIds,
  type Exemplar,
  firstAlgorithms,
  firstPrompt,
  freePlace,
  type HeldAlgorithms,
  held,
  LAMBDAS,
  MOST,
  RATES,
  readPrompt,
  STEPS,
  X_DOMAIN,
} from "./heldPrompt.ts";
import { address, go } from "./inHand.ts";
import { Distances } from "./playDistances.tsx";
import { type Answered, answered, askPlay, openedPlay, openPlay } from "./player.ts";
import { PromptFigure } from "./promptFigure.tsx";
import { looking, ReadsView, readingHead, sharesOf } from "./readsView.tsx";
import { Slider } from "./slider.tsx";
import { words } from "./words.ts";

const HEIGHT = 430; // px
const QUERIES = Float32Array.from({ length: 97 }, (_, m) => X_DOMAIN[0] + (m / 96) * (X_DOMAIN[1] - X_DOMAIN[0]));
/** What was in hand when Play was left. */
const kept = signal<{ readonly prompt: readonly Exemplar[]; readonly beside: HeldAlgorithms; readonly at?: number }>({
  prompt: firstPrompt,
  beside: firstAlgorithms,
});

/** A prompt held in the hand: exemplars one drags, and what every learner answers to them. */
export function PlayView() {
  useEffect(openPlay, []);
  const opened = openedPlay.value;
  return (
    <>
      <h1>{words.play.heading}</h1>
      <p class="lead">{words.play.lead}</p>
      {opened === undefined && (
        <p role="status" class="waiting">
          {words.play.loading}
        </p>
      )}
      {opened && "failed" in opened && (
        <div class="notice" role="alert">
          <p>{words.play.failed(opened.failed)}</p>
          <button type="button" onClick={openPlay}>
            {words.play.again}
          </button>
        </div>
      )}
      {opened && "steps" in opened && <Held steps={opened.steps} />}
    </>
  );
}

function Held({ steps }: { readonly steps: readonly number[] }) {
  // A link says all: what it leaves out is as at the beginning. Without one, Play goes on where it was left.
  const linked = address.value;
  const isLinked = linked.prompt !== undefined || linked.beside !== undefined || linked.at !== undefined;
  const { prompt = firstPrompt, beside = firstAlgorithms, at } = isLinked ? linked : kept.value;
  const step = nearestTo(at ?? Number.POSITIVE_INFINITY, steps);
  useEffect(() => {
    if (!isLinked && kept.value.at !== undefined) go(kept.value); // the address says what is shown
  }, [isLinked]);
  const last = steps.length - 1;
  const change = (to: { prompt?: readonly Exemplar[]; beside?: HeldAlgorithms; at?: number }) => {
    kept.value = { prompt, beside, at: step, ...to };
    go(kept.value);
  };
  useEffect(() => {
    const question: Question = {
      x: Float32Array.from(prompt, ({ x }) => x),
      y: Float32Array.from(prompt, ({ y }) => y),
      queries: QUERIES,
      algorithms: algorithmIds(beside),
      looking: Float32Array.of(looking.value),
    };
    askPlay(step, question);
  }, [prompt, beside, step, looking.value]);
  const shown = answered.value;
  const looked = shown?.answers.reads;
  return (
    <div class="play">
      <figure class="figure">
        <figcaption>
          <h2>{words.play.figure}</h2>
        </figcaption>
        {shown ? (
          <PromptFigure
            height={HEIGHT}
            prompt={prompt}
            answered={shown}
            shares={sharesOf(shown.answers.reads, readingHead.value)}
            onChange={(prompt) => change({ prompt })}
          />
        ) : (
          <p role="status" class="waiting">
            {words.play.loading}
          </p>
        )}
        {at !== undefined && at !== step && (
          <p class="quiet" role="status">
            {words.play.nearestTo(at, step)}
          </p>
        )}
        <p class="quiet">{words.play.hint(prompt.length, MOST)}</p>
        <div class="buttons">
          <button
            type="button"
            disabled={prompt.length >= MOST}
            onClick={() => change({ prompt: [...prompt, another(prompt, shown)] })}
          >
            {words.play.add}
          </button>
          <button type="button" disabled={prompt.length === 0} onClick={() => change({ prompt: prompt.slice(0, -1) })}>
            {words.play.remove}
          </button>
          <button type="button" disabled={prompt.length === 0} onClick={() => change({ prompt: [] })}>
            {words.play.clear}
          </button>
          <button
            type="button"
            onClick={() => change({ prompt: firstPrompt, beside: firstAlgorithms, at: steps[last] as number })}
          >
            {words.play.back}
          </button>
        </div>
      </figure>
      <div class="beside">
        <section class="claims">
          <h2>{words.play.settings}</h2>
          <Slider
            label={words.play.moment}
            values={steps}
            value={step}
            text={words.play.momentOf(step, steps[last] as number)}
            onChange={(at) => change({ at })}
          />
          <Slider
            label={words.play.lambda}
            values={LAMBDAS}
            value={beside.lambda}
            onChange={(lambda) => change({ beside: { ...beside, lambda } })}
          />
          <Slider
            label={words.play.rate}
            values={RATES}
            value={beside.rate}
            onChange={(rate) => change({ beside: { ...beside, rate } })}
          />
          <Slider
            label={words.play.steps}
            values={STEPS}
            value={beside.steps}
            onChange={(steps) => change({ beside: { ...beside, steps } })}
          />
          <label class="tick">
            <input
              type="checkbox"
              checked={beside.neighbors}
              onChange={(event) => change({ beside: { ...beside, neighbors: event.currentTarget.checked } })}
            />{" "}
            {words.play.neighbors}
          </label>
        </section>
        {shown && <Distances {...shown} />}
        <section class="claims">
          <h2>{words.play.tries}</h2>
          <p class="quiet">{words.play.triesLead}</p>
          <ul class="tries">
            {words.play.tryThis.map(({ name, look, prompt, at = steps[last] as number }) => (
              <li key={name}>
                <button
                  type="button"
                  onClick={() => {
                    change({ prompt: readPrompt(prompt) as readonly Exemplar[], at });
                    document.querySelector(".play figure")?.scrollIntoView({ block: "nearest" });
                  }}
                >
                  {name}
                </button>
                <span class="quiet">{look}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {looked && <ReadsView reads={looked} />}
    </div>
  );
}

/** One more exemplar at a free place, where the Bayes predictor expects it. */
function another(prompt: readonly Exemplar[], shown: Answered | undefined): Exemplar {
  const x = freePlace(prompt);
  const m = Math.round(((x - X_DOMAIN[0]) / (X_DOMAIN[1] - X_DOMAIN[0])) * (QUERIES.length - 1));
  return held({ x, y: shown?.answers.curves.bayes?.[m] ?? 0 });
}

const nearestTo = (at: number, steps: readonly number[]): number =>
  steps.reduce((best, step) =>
    Math.abs(Math.min(at, 1e12) - step) < Math.abs(Math.min(at, 1e12) - best) ? step : best,
  );
