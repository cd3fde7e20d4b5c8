import { useMemo } from "preact/hooks";
import type { PromptQuery } from "../../inspect/askPrompt.ts";
import { type AlgorithmSettings, algorithmIds, firstAlgorithms } from "../route/linePrompt.ts";
import {
  type ComparisonLearner,
  clampToPlane,
  comparisonLearners,
  firstPlane,
  formatPlane,
  type PlaneExemplar,
  parsePlane,
  planeQueries,
  suggestPositionOnPlane,
} from "../route/planePrompt.ts";
import { type PlaneState, planeOf } from "../store/playState.ts";
import type { AnsweredQuery, ModelState } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { planeSuggestions } from "../text/suggestions.ts";
import { isLocked, LessonPart } from "../ui/lessonPart.tsx";
import { Loading } from "../ui/loading.tsx";
import { attentionShares, shownHead } from "./attentionMap.tsx";
import { CsvImport } from "./csvImport.tsx";
import type { Place } from "./dragHandle.tsx";
import { ExemplarButtons } from "./exemplarButtons.tsx";
import { LearnerTable } from "./learnerTable.tsx";
import { unitsOf } from "./openedTable.ts";
import { expectedAt, PlaneFigure } from "./planeFigure.tsx";
import { planeQuery, selectExemplar } from "./planeSelection.ts";
import { HeightSlider, QuerySliders } from "./planeSliders.tsx";
import { type PlayPrompt, useAnswers, usePlayPrompt } from "./playPrompt.ts";
import { PlayTabs } from "./playTabs.tsx";
import { PromptNotes } from "./promptNotes.tsx";
import { Suggestions, suggestionOf } from "./suggestions.tsx";

/** What the plane opens on. */
const first = { plane: firstPlane, beside: firstAlgorithms, against: "ridge", before: undefined } as const;

/** A prompt of two dimensions: exemplars on the plane, answers as maps of their height. */
export function PlaneView(props: ModelState) {
  const current = usePlayPrompt(props, planeOf);
  const { model, state, last, before, change } = current;
  const { plane: all, beside, against } = state;
  const { maxExemplars: max } = model;
  const plane = useMemo(() => all.slice(0, max), [all, max]);
  const tracedQuery = planeQuery.value;
  const question = useMemo(() => questionOf(plane, beside, tracedQuery), [plane, beside, tracedQuery]);
  const shown = useAnswers(current, question);
  const locked = isLocked("prompt");
  const put = (plane: readonly PlaneExemplar[]) => change({ plane });
  /** Sets another prompt, and selects none of its exemplars. */
  const start = (to: Partial<PlaneState>) => {
    selectExemplar(undefined);
    change(to);
  };
  return (
    <div class="play">
      <LessonPart name="tries">
        <Suggestions
          tries={planeSuggestions}
          chosen={suggestionOf(planeSuggestions, formatPlane(all), current)}
          answers={shown?.question === question ? shown.answers : undefined}
          onTry={({ prompt, against = "ridge" }) =>
            start({
              plane: parsePlane(prompt) as readonly PlaneExemplar[],
              beside: firstAlgorithms,
              against,
              at: last,
              before: undefined,
            })
          }
        />
      </LessonPart>
      <figure class="figure">
        <figcaption>
          <h2>{words.play.plane.figure}</h2>
        </figcaption>
        <Comparison beside={beside} before={before} against={against} onChoose={(against) => change({ against })} />
        {shown ? (
          <PlaneFigure
            plane={plane}
            answered={shown}
            rival={idOf(against, beside, before)}
            shares={attentionShares(shown.answers.reads, shownHead.value)}
            maxExemplars={max}
            units={unitsOf(plane, 2)}
            preset={model.preset}
            {...(!locked && { onChange: put })}
          />
        ) : (
          <Loading text={words.play.loading} />
        )}
      </figure>
      <div class="beside">
        <LearnerTable
          current={current}
          shown={shown}
          onBefore={(before) => change({ before, against: before === undefined ? "ridge" : "transformer" })}
        />
      </div>
      <PlaneExemplars current={current} shown={shown} plane={plane} left={all.length - plane.length} onStart={start} />
      <PlayTabs
        model={model}
        shown={shown}
        query={<QuerySliders />}
        table={<CsvImport model={model} prompt={plane} toExemplar={toExemplar} onTake={(plane) => start({ plane })} />}
      />
    </div>
  );
}

/** Beneath the maps: the y of the exemplar that is selected, buttons and notes. */
function PlaneExemplars({
  current,
  shown,
  plane,
  left,
  onStart,
}: {
  readonly current: PlayPrompt<PlaneState>;
  readonly shown: AnsweredQuery | undefined;
  readonly plane: readonly PlaneExemplar[];
  readonly left: number; // exemplars of the prompt that the transformer is not given
  readonly onStart: (to: Partial<PlaneState>) => void;
}) {
  const { model, last, change } = current;
  const { maxExemplars: max } = model;
  const locked = isLocked("prompt");
  const put = (plane: readonly PlaneExemplar[]) => change({ plane });
  return (
    <div class="exemplars">
      {!locked && <HeightSlider plane={plane} onChange={put} />}
      <ExemplarButtons
        exemplars={plane}
        maxExemplars={max}
        locked={locked}
        onAdd={() => {
          selectExemplar(plane.length);
          put([...plane, another(plane, shown)]);
        }}
        onChange={put}
        onBack={() => onStart({ ...first, at: last })}
      />
      <PromptNotes current={current} shown={shown} left={left} hint={words.play.plane.hint(plane.length, max)} />
    </div>
  );
}

const idsOf = (beside: AlgorithmSettings): readonly string[] => algorithmIds({ ...beside, neighbors: true });

/** The id of a learner whose map may be shown beside the transformer's. */
const idOf = (rival: ComparisonLearner, beside: AlgorithmSettings, before: number | undefined): string =>
  rival === "transformer" ? `transformer(${before})` : (idsOf(beside).find((id) => id.startsWith(rival)) as string);

/** The query to every learner: its map, and its answer at the selected query. */
const questionOf = (plane: readonly PlaneExemplar[], beside: AlgorithmSettings, tracedQuery: Place): PromptQuery => ({
  x: Float32Array.from(plane.flatMap(({ x }) => x)),
  y: Float32Array.from(plane, ({ y }) => y),
  queries: planeQueries,
  algorithms: idsOf(beside),
  tracedQuery: Float32Array.of(tracedQuery.x, tracedQuery.y),
});

const toExemplar = ([first, second]: Float32Array, y: number): PlaneExemplar =>
  clampToPlane({ x: [first as number, second as number], y });

/** One more exemplar at a free place, where the Bayes predictor expects it. */
function another(plane: readonly PlaneExemplar[], shown: AnsweredQuery | undefined): PlaneExemplar {
  const x = suggestPositionOnPlane(plane);
  return clampToPlane({ x, y: shown ? expectedAt(shown, x) : 0 });
}

/** Selects the learner whose map is shown beside the transformer's. */
function Comparison({
  beside,
  before,
  against,
  onChoose,
}: {
  readonly beside: AlgorithmSettings;
  readonly before: number | undefined; // another step of the transformer
  readonly against: ComparisonLearner;
  readonly onChoose: (rival: ComparisonLearner) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{words.play.plane.against}</legend>
      {comparisonLearners
        .filter((rival) => rival !== "transformer" || before !== undefined)
        .map((rival) => (
          <label key={rival}>
            <input type="radio" name="against" checked={against === rival} onChange={() => onChoose(rival)} />
            {words.learner(idOf(rival, beside, before))}
          </label>
        ))}
    </fieldset>
  );
}
