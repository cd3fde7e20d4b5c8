import { useMemo, useState } from "preact/hooks";
import type { PromptQuery } from "../../inspect/askPrompt.ts";
import { useRestOfHeight } from "../chart/restOfHeight.ts";
import {
  type AlgorithmSettings,
  algorithmIds,
  clampExemplar,
  type Exemplar,
  firstAlgorithms,
  firstPrompt,
  formatPrompt,
  parsePrompt,
  suggestPosition,
  X_DOMAIN,
  X_RANGE,
} from "../route/linePrompt.ts";
import { lineOf } from "../store/playState.ts";
import type { AnsweredQuery, ModelState } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { lineSuggestions } from "../text/suggestions.ts";
import { isLocked, LessonPart } from "../ui/lessonPart.tsx";
import { Loading } from "../ui/loading.tsx";
import { Slider } from "../ui/slider.tsx";
import { attentionShares, shownHead, traceQuery } from "./attentionMap.tsx";
import { CsvImport } from "./csvImport.tsx";
import { ExemplarButtons } from "./exemplarButtons.tsx";
import { LearnerTable } from "./learnerTable.tsx";
import { LineFigure } from "./lineFigure.tsx";
import { unitsOf } from "./openedTable.ts";
import { useAnswers, usePlayPrompt } from "./playPrompt.ts";
import { PlayTabs } from "./playTabs.tsx";
import { PromptNotes } from "./promptNotes.tsx";
import { Suggestions, suggestionOf } from "./suggestions.tsx";

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
  const [isNarrow] = useState(() => matchMedia("(max-width: 600px)").matches);
  const height = useRestOfHeight(isNarrow ? 540 : 400, [220, 480]);
  const locked = isLocked("prompt");
  const put = (prompt: readonly Exemplar[]) => change({ prompt });
  return (
    <div class="play">
      <LessonPart name="tries">
        <Suggestions
          tries={lineSuggestions}
          chosen={suggestionOf(lineSuggestions, formatPrompt(all), current)}
          answers={shown?.question === question ? shown.answers : undefined}
          onTry={({ prompt, at = last }) =>
            change({ prompt: parsePrompt(prompt) as readonly Exemplar[], beside: firstAlgorithms, at })
          }
        />
      </LessonPart>
      <figure class="figure">
        <figcaption>
          <h2>{words.play.figure}</h2>
        </figcaption>
        {shown ? (
          <LineFigure
            height={height}
            prompt={prompt}
            answered={shown}
            shares={attentionShares(shown.answers.reads, shownHead.value)}
            maxExemplars={max}
            units={unitsOf(prompt, 1)}
            preset={model.preset}
            {...(!locked && { onChange: put })}
          />
        ) : (
          <Loading text={words.play.loading} />
        )}
      </figure>
      <div class="beside">
        <LearnerTable current={current} shown={shown} lines />
      </div>
      <div class="exemplars">
        <ExemplarButtons
          exemplars={prompt}
          maxExemplars={max}
          locked={locked}
          onAdd={() => put([...prompt, another(prompt, shown)])}
          onChange={put}
          onBack={() => change({ prompt: firstPrompt, beside: firstAlgorithms, at: last, before: undefined })}
        />
        <PromptNotes
          current={current}
          shown={shown}
          left={all.length - prompt.length}
          hint={words.play.hint(prompt.length, max)}
        />
      </div>
      <PlayTabs
        model={model}
        shown={shown}
        query={<QuerySlider />}
        table={<CsvImport model={model} prompt={prompt} toExemplar={toExemplar} onTake={put} />}
      />
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
