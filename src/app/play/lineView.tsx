import { useEffect, useMemo } from "preact/hooks";
import type { PromptQuery } from "../../inspect/askPrompt.ts";
import {
  algorithmIds,
  clampExemplar,
  type Exemplar,
  firstAlgorithms,
  firstPrompt,
  parsePrompt,
  suggestPosition,
  X_DOMAIN,
  X_RANGE,
} from "../route/linePrompt.ts";
import { navigate, route } from "../route/navigation.ts";
import { currentStep, type LineState, lastLine, nearest, rememberLine, selectStep } from "../store/playState.ts";
import type { AnsweredQuery, ModelState } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isLocked, LessonPart } from "../ui/lessonPart.tsx";
import { Slider } from "../ui/slider.tsx";
import { AttentionMap, attentionShares, shownHead, traceQuery } from "./attentionMap.tsx";
import { CsvImport } from "./csvImport.tsx";
import { DistanceTable } from "./distanceTable.tsx";
import { Downloads } from "./downloads.tsx";
import { HeadPicker } from "./headPicker.tsx";
import { LearnerControls } from "./learnerControls.tsx";
import { LineFigure } from "./lineFigure.tsx";
import { PromptWarnings } from "./promptWarnings.tsx";
import { ShrinkageTable } from "./shrinkageTable.tsx";
import { Suggestions } from "./suggestions.tsx";

const HEIGHT = 430; // px
const QUERIES = Float32Array.from({ length: 97 }, (_, m) => X_DOMAIN[0] + (m / 96) * (X_DOMAIN[1] - X_DOMAIN[0]));

/** A prompt of one dimension: exemplars in the figure, every learner's answer as a curve. */
export function LineView({ player, steps }: ModelState) {
  // A link says all: what it leaves out is as at the beginning. Without one, Play goes on where it was left.
  const linked = route.value;
  const isLinked =
    linked.prompt !== undefined ||
    linked.beside !== undefined ||
    linked.at !== undefined ||
    linked.before !== undefined;
  const { prompt: all = firstPrompt, beside = firstAlgorithms, at, before: asked } = isLinked ? linked : lastLine.value;
  const { maxExemplars: max } = player;
  const prompt = useMemo(() => all.slice(0, max), [all, max]);
  const last = steps.at(-1) as number;
  const step = currentStep(player, steps, at);
  const before = asked === undefined ? undefined : nearest(asked, steps);
  useEffect(() => {
    if (isLinked) rememberLine({ prompt: all, beside, before, ...selectStep(player, steps, at, step) });
    else if (lastLine.value.at !== undefined) navigate(lastLine.value); // the address says what is shown
  }, [isLinked]);
  const change = ({ at: to = step, ...more }: Partial<LineState>) => {
    rememberLine({ prompt: all, beside, before, ...more, ...selectStep(player, steps, at, to) });
    navigate(lastLine.value);
  };
  useEffect(() => {
    const question: PromptQuery = {
      x: Float32Array.from(prompt, ({ x }) => x),
      y: Float32Array.from(prompt, ({ y }) => y),
      queries: QUERIES,
      algorithms: algorithmIds(beside),
      looking: Float32Array.of(traceQuery.value),
    };
    player.ask(step, question, before);
  }, [player, prompt, beside, step, before, traceQuery.value]);
  const shown = player.answered.value;
  const reads = shown?.answers.reads;
  const locked = isLocked("prompt");
  return (
    <div class="play">
      <figure class="figure">
        <figcaption>
          <h2>{words.play.figure}</h2>
        </figcaption>
        {shown ? (
          <LineFigure
            height={HEIGHT}
            prompt={prompt}
            answered={shown}
            shares={attentionShares(shown.answers.reads, shownHead.value)}
            maxExemplars={max}
            {...(!locked && { onChange: (prompt: readonly Exemplar[]) => change({ prompt }) })}
          />
        ) : (
          <p role="status" class="waiting">
            {words.play.loading}
          </p>
        )}
        <PromptWarnings player={player} at={at} step={step} left={all.length - prompt.length} shown={shown} />
        <LessonPart name="reads">{reads && <HeadPicker reads={reads} />}</LessonPart>
        <p class="quiet">{locked ? words.play.locked : words.play.hint(prompt.length, max)}</p>
        <fieldset class="buttons" disabled={locked}>
          <button
            type="button"
            disabled={prompt.length >= max}
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
            onClick={() => change({ prompt: firstPrompt, beside: firstAlgorithms, at: last, before: undefined })}
          >
            {words.play.back}
          </button>
        </fieldset>
      </figure>
      <LessonPart name="tries">
        <Suggestions
          tries={words.play.tryThis}
          onTry={({ prompt, at = last }) => change({ prompt: parsePrompt(prompt) as readonly Exemplar[], at })}
        />
      </LessonPart>
      <div class="beside">
        <LessonPart name="distances">{shown && <DistanceTable {...shown} />}</LessonPart>
        <LessonPart name="answers">
          <LearnerControls
            steps={steps}
            of={player.config.training.steps}
            step={step}
            before={before}
            beside={beside}
            onStep={(at) => change({ at })}
            onBefore={(before) => change({ before })}
            onBeside={(beside) => change({ beside })}
          >
            <label class="tick">
              <input
                type="checkbox"
                checked={beside.neighbors}
                onChange={(event) => change({ beside: { ...beside, neighbors: event.currentTarget.checked } })}
              />{" "}
              {words.play.neighbors}
            </label>
          </LearnerControls>
          {shown && <Downloads player={player} shown={shown} />}
        </LessonPart>
        <LessonPart name="shrinkage">{shown && <ShrinkageTable {...shown} />}</LessonPart>
      </div>
      <LessonPart name="table">
        <CsvImport
          prompts={player.config.prompts}
          maxExemplars={max}
          locked={isLocked("table")}
          inHand={prompt}
          onTake={({ x, y }) => {
            const rows = [...y].map((each, k) => clampExemplar({ x: x[k] as number, y: each }));
            change({ prompt: rows });
            return rows;
          }}
        />
      </LessonPart>
      <LessonPart name="reads">
        {reads && (
          <AttentionMap reads={reads}>
            <Slider
              label={words.play.looking}
              values={X_RANGE}
              value={traceQuery.value}
              onChange={(x) => {
                traceQuery.value = x;
              }}
            />
          </AttentionMap>
        )}
      </LessonPart>
    </div>
  );
}

/** One more exemplar at a free place, where the Bayes predictor expects it. */
function another(prompt: readonly Exemplar[], shown: AnsweredQuery | undefined): Exemplar {
  const x = suggestPosition(prompt);
  const m = Math.round(((x - X_DOMAIN[0]) / (X_DOMAIN[1] - X_DOMAIN[0])) * (QUERIES.length - 1));
  return clampExemplar({ x, y: shown?.answers.curves.bayes?.[m] ?? 0 });
}
