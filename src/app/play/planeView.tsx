import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { PromptQuery } from "../../inspect/askPrompt.ts";
import { algorithmIds, firstAlgorithms, X_RANGE, Y_RANGE } from "../route/linePrompt.ts";
import { navigate, route } from "../route/navigation.ts";
import {
  type ComparisonLearner,
  clampToPlane,
  comparisonLearners,
  firstPlane,
  type PlaneExemplar,
  parsePlane,
  planeQueries,
  suggestPositionOnPlane,
} from "../route/planePrompt.ts";
import { currentStep, lastPlane, nearest, type PlaneState, rememberPlane, selectStep } from "../store/playState.ts";
import type { ModelState } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isLocked, LessonPart } from "../ui/lessonPart.tsx";
import { Slider } from "../ui/slider.tsx";
import { AttentionMap, attentionShares, shownHead } from "./attentionMap.tsx";
import { CsvImport } from "./csvImport.tsx";
import { DistanceTable } from "./distanceTable.tsx";
import { Downloads } from "./downloads.tsx";
import { HeadPicker } from "./headPicker.tsx";
import { LearnerControls } from "./learnerControls.tsx";
import { expectedAt, PlaneFigure } from "./planeFigure.tsx";
import { PromptWarnings } from "./promptWarnings.tsx";
import { ShrinkageTable } from "./shrinkageTable.tsx";
import { Suggestions } from "./suggestions.tsx";

/** The query that all learners are asked, and whose reading is shown. */
const query = signal({ x: 1, y: 1 });
/** The exemplar whose y the slider sets. */
const selected = signal<number | undefined>(undefined);

/** A prompt of two dimensions: exemplars on the plane, answers as maps of their height. */
export function PlaneView({ player, steps }: ModelState) {
  const linked = route.value;
  const isLinked = linked.plane !== undefined || linked.against !== undefined;
  const {
    plane: all = firstPlane,
    beside = firstAlgorithms,
    against: wanted = "ridge",
    at,
    before: asked,
  } = isLinked ? linked : lastPlane.value;
  const { maxExemplars: max } = player;
  const plane = useMemo(() => all.slice(0, max), [all, max]);
  const last = steps.at(-1) as number;
  const step = currentStep(player, steps, at);
  const before = asked === undefined ? undefined : nearest(asked, steps);
  const against = wanted === "transformer" && before === undefined ? "ridge" : wanted;
  useEffect(() => {
    if (isLinked) rememberPlane({ plane: all, beside, against, before, ...selectStep(player, steps, at, step) });
    else navigate(lastPlane.value); // the address says what is shown
  }, [isLinked]);
  const change = ({ at: to = step, ...more }: Partial<PlaneState>) => {
    rememberPlane({ plane: all, beside, against, before, ...more, ...selectStep(player, steps, at, to) });
    navigate(lastPlane.value);
  };
  const algorithms = algorithmIds({ ...beside, neighbors: true });
  useEffect(() => {
    const question: PromptQuery = {
      x: Float32Array.from(plane.flatMap(({ x }) => x)),
      y: Float32Array.from(plane, ({ y }) => y),
      queries: planeQueries,
      algorithms,
      looking: Float32Array.of(query.value.x, query.value.y),
    };
    player.ask(step, question, before);
  }, [player, plane, beside, step, before, query.value]);
  const shown = player.answered.value;
  const locked = isLocked("prompt");
  const reads = shown?.answers.reads;
  const idOf = (rival: ComparisonLearner) =>
    rival === "transformer" ? `transformer(${before})` : (algorithms.find((id) => id.startsWith(rival)) as string);
  const one = selected.value === undefined ? undefined : plane[selected.value];
  const select = (k: number | undefined) => {
    selected.value = k;
  };
  const add = () => {
    const x = suggestPositionOnPlane(plane);
    select(plane.length);
    change({ plane: [...plane, clampToPlane({ x, y: shown ? expectedAt(shown, x) : 0 })] });
  };
  return (
    <div class="play">
      <figure class="figure">
        <figcaption>
          <h2>{words.play.plane.figure}</h2>
        </figcaption>
        <fieldset class="choice">
          <legend>{words.play.plane.against}</legend>
          {comparisonLearners
            .filter((rival) => rival !== "transformer" || before !== undefined)
            .map((rival) => (
              <label key={rival}>
                <input
                  type="radio"
                  name="against"
                  checked={against === rival}
                  onChange={() => change({ against: rival })}
                />
                {words.learner(idOf(rival))}
              </label>
            ))}
        </fieldset>
        {shown ? (
          <PlaneFigure
            plane={plane}
            answered={shown}
            rival={idOf(against)}
            selected={selected.value}
            query={query.value}
            shares={attentionShares(shown.answers.reads, shownHead.value)}
            maxExemplars={max}
            {...(!locked && { onChange: (plane: readonly PlaneExemplar[]) => change({ plane }) })}
            onSelect={select}
            onQuery={(to) => {
              query.value = to;
            }}
          />
        ) : (
          <p role="status" class="waiting">
            {words.play.loading}
          </p>
        )}
        <PromptWarnings player={player} at={at} step={step} left={all.length - plane.length} shown={shown} />
        <LessonPart name="reads">{reads && <HeadPicker reads={reads} />}</LessonPart>
        <p class="quiet">{locked ? words.play.locked : words.play.plane.hint(plane.length, max)}</p>
        {one && selected.value !== undefined && !locked && (
          <Slider
            label={words.play.plane.height(selected.value + 1)}
            values={Y_RANGE}
            value={nearest(one.y, Y_RANGE)}
            text={words.play.weight(one.y)}
            onChange={(y) => change({ plane: plane.map((each) => (each === one ? { ...each, y } : each)) })}
          />
        )}
        <fieldset class="buttons" disabled={locked}>
          <button type="button" disabled={plane.length >= max} onClick={add}>
            {words.play.add}
          </button>
          <button type="button" disabled={plane.length === 0} onClick={() => change({ plane: plane.slice(0, -1) })}>
            {words.play.remove}
          </button>
          <button type="button" disabled={plane.length === 0} onClick={() => change({ plane: [] })}>
            {words.play.clear}
          </button>
          <button
            type="button"
            onClick={() => {
              select(undefined);
              change({ plane: firstPlane, beside: firstAlgorithms, against: "ridge", at: last, before: undefined });
            }}
          >
            {words.play.back}
          </button>
        </fieldset>
      </figure>
      <LessonPart name="tries">
        <Suggestions
          tries={words.play.plane.tryThis}
          onTry={({ plane, against }) => {
            select(undefined);
            change({ plane: parsePlane(plane) as readonly PlaneExemplar[], against, at: last, before: undefined });
          }}
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
            onBefore={(before) => change({ before, against: before === undefined ? "ridge" : "transformer" })}
            onBeside={(beside) => change({ beside })}
          />
          {shown && <Downloads player={player} shown={shown} />}
        </LessonPart>
        <LessonPart name="shrinkage">{shown && <ShrinkageTable {...shown} />}</LessonPart>
      </div>
      <LessonPart name="table">
        <CsvImport
          prompts={player.config.prompts}
          maxExemplars={max}
          locked={isLocked("table")}
          inHand={plane}
          onTake={({ x, y }) => {
            select(undefined);
            const rows = [...y].map((each, k) =>
              clampToPlane({ x: [x[2 * k] as number, x[2 * k + 1] as number], y: each }),
            );
            change({ plane: rows });
            return rows;
          }}
        />
      </LessonPart>
      <LessonPart name="reads">
        {reads && (
          <AttentionMap reads={reads}>
            {(["x", "y"] as const).map((axis) => (
              <Slider
                key={axis}
                label={words.play.plane.looking[axis]}
                values={X_RANGE}
                value={nearest(query.value[axis], X_RANGE)}
                text={words.play.weight(query.value[axis])}
                onChange={(to) => {
                  query.value = { ...query.value, [axis]: to };
                }}
              />
            ))}
          </AttentionMap>
        )}
      </LessonPart>
    </div>
  );
}
