import { useMemo } from "preact/hooks";
import type { PromptQuery } from "../../inspect/askPrompt.ts";
import {
  type AlgorithmSettings,
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
import { lineOf } from "../store/playState.ts";
import type { AnsweredQuery, ModelState } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isLocked, LessonPart } from "../ui/lessonPart.tsx";
import { Loading } from "../ui/loading.tsx";
import { Slider } from "../ui/slider.tsx";
import { AnswersBeside } from "./answersBeside.tsx";
import { AttentionMap, attentionShares, shownHead, traceQuery } from "./attentionMap.tsx";
import { CsvImport } from "./csvImport.tsx";
import { ExemplarButtons } from "./exemplarButtons.tsx";
import { LineFigure } from "./lineFigure.tsx";
import { useAnswers, usePlayPrompt } from "./playPrompt.ts";
import { PromptNotes } from "./promptNotes.tsx";
import { Suggestions } from "./suggestions.tsx";

const HEIGHT = 430; // px
const QUERIES = Float32Array.from({ length: 97 }, (_, m) => X_DOMAIN[0] + (m / 96) * (X_DOMAIN[1] - X_DOMAIN[0]));

/** A prompt of one dimension: exemplars in the figure, every learner's answer as a curve. */
export function LineView(props: ModelState) {
  const current = usePlayPrompt(props, lineOf);
  const { model, state, last, change } = current;
  const { prompt: all, beside } = state;
  const { maxExemplars: max } = model;
  const prompt = useMemo(() => all.slice(0, max), [all, max]);
  const tracedQuery = traceQuery.value;
  const question = useMemo(() => questionOf(prompt, beside, tracedQuery), [prompt, beside, tracedQuery]);
  const shown = useAnswers(current, question);
  const locked = isLocked("prompt");
  const put = (prompt: readonly Exemplar[]) => change({ prompt });
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
            {...(!locked && { onChange: put })}
          />
        ) : (
          <Loading text={words.play.loading} />
        )}
        <PromptNotes
          current={current}
          shown={shown}
          left={all.length - prompt.length}
          hint={words.play.hint(prompt.length, max)}
        />
        <ExemplarButtons
          exemplars={prompt}
          maxExemplars={max}
          locked={locked}
          onAdd={() => put([...prompt, another(prompt, shown)])}
          onChange={put}
          onBack={() => change({ prompt: firstPrompt, beside: firstAlgorithms, at: last, before: undefined })}
        />
      </figure>
      <LessonPart name="tries">
        <Suggestions
          tries={words.play.tryThis}
          onTry={({ prompt, at = last }) => change({ prompt: parsePrompt(prompt) as readonly Exemplar[], at })}
        />
      </LessonPart>
      <AnswersBeside current={current} shown={shown}>
        <Neighbors beside={beside} onChange={(beside) => change({ beside })} />
      </AnswersBeside>
      <LessonPart name="table">
        <CsvImport model={model} prompt={prompt} toExemplar={toExemplar} onTake={put} />
      </LessonPart>
      <LessonPart name="reads">
        {shown && (
          <AttentionMap reads={shown.answers.reads}>
            <QuerySlider />
          </AttentionMap>
        )}
      </LessonPart>
    </div>
  );
}

/** The query to every learner: its curve, and its answer at the selected query. */
const questionOf = (prompt: readonly Exemplar[], beside: AlgorithmSettings, tracedQuery: number): PromptQuery => ({
  x: Float32Array.from(prompt, ({ x }) => x),
  y: Float32Array.from(prompt, ({ y }) => y),
  queries: QUERIES,
  algorithms: algorithmIds(beside),
  tracedQuery: Float32Array.of(tracedQuery),
});

const toExemplar = ([x]: Float32Array, y: number): Exemplar => clampExemplar({ x: x as number, y });

/** One more exemplar at a free place, where the Bayes predictor expects it. */
function another(prompt: readonly Exemplar[], shown: AnsweredQuery | undefined): Exemplar {
  const x = suggestPosition(prompt);
  const m = Math.round(((x - X_DOMAIN[0]) / (X_DOMAIN[1] - X_DOMAIN[0])) * (QUERIES.length - 1));
  return clampExemplar({ x, y: shown?.answers.curves.bayes?.[m] ?? 0 });
}

/** Whether nearest neighbours answer too. */
function Neighbors({
  beside,
  onChange,
}: {
  readonly beside: AlgorithmSettings;
  readonly onChange: (beside: AlgorithmSettings) => void;
}) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={beside.neighbors}
        onChange={(event) => onChange({ ...beside, neighbors: event.currentTarget.checked })}
      />{" "}
      {words.play.neighbors}
    </label>
  );
}

/** Where one looks along the line. */
function QuerySlider() {
  return (
    <Slider
      label={words.play.tracedQuery}
      values={X_RANGE}
      value={traceQuery.value}
      onChange={(x) => {
        traceQuery.value = x;
      }}
    />
  );
}
