import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Question } from "../../inspect/askPrompt.ts";
import { algorithmIds, firstAlgorithms, HEIGHTS, PLACES } from "../route/linePrompt.ts";
import { address, go } from "../route/navigation.ts";
import {
  firstPlane,
  freePlaceOnPlane,
  heldOnPlane,
  type PlaneExemplar,
  planeQueries,
  type Rival,
  readPlane,
  rivals,
} from "../route/planePrompt.ts";
import { keepPlane, keptPlane, nearestTo, type PlaneInHand, showStep, stepShown } from "../store/playState.ts";
import type { ShownPlayer } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isLocked, Part } from "../ui/lessonPart.tsx";
import { Slider } from "../ui/slider.tsx";
import { ReadsView, readingHead, sharesOf } from "./attentionMap.tsx";
import { TableView } from "./csvImport.tsx";
import { Distances } from "./distanceTable.tsx";
import { PlayFiles } from "./downloads.tsx";
import { HeadsRow } from "./headPicker.tsx";
import { WhoAnswers } from "./learnerControls.tsx";
import { expectedAt, PlaneFigure } from "./planeFigure.tsx";
import { PlayNotes } from "./promptWarnings.tsx";
import { ShrinkageTable } from "./shrinkageTable.tsx";
import { Tries } from "./suggestions.tsx";

/** The query that all learners are asked, and whose reading is shown. */
const query = signal({ x: 1, y: 1 });
/** The exemplar whose y the slider sets. */
const selected = signal<number | undefined>(undefined);

/** A prompt of two dimensions: exemplars on the plane, answers as maps of their height. */
export function PlaneView({ player, steps }: ShownPlayer) {
  const linked = address.value;
  const isLinked = linked.plane !== undefined || linked.against !== undefined;
  const {
    plane: all = firstPlane,
    beside = firstAlgorithms,
    against: wanted = "ridge",
    at,
    before: asked,
  } = isLinked ? linked : keptPlane.value;
  const { most } = player;
  const plane = useMemo(() => all.slice(0, most), [all, most]);
  const last = steps.at(-1) as number;
  const step = stepShown(player, steps, at);
  const before = asked === undefined ? undefined : nearestTo(asked, steps);
  const against = wanted === "transformer" && before === undefined ? "ridge" : wanted;
  useEffect(() => {
    if (isLinked) keepPlane({ plane: all, beside, against, before, ...showStep(player, steps, at, step) });
    else go(keptPlane.value); // the address says what is shown
  }, [isLinked]);
  const change = ({ at: to = step, ...more }: Partial<PlaneInHand>) => {
    keepPlane({ plane: all, beside, against, before, ...more, ...showStep(player, steps, at, to) });
    go(keptPlane.value);
  };
  const algorithms = algorithmIds({ ...beside, neighbors: true });
  useEffect(() => {
    const question: Question = {
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
  const idOf = (rival: Rival) =>
    rival === "transformer" ? `transformer(${before})` : (algorithms.find((id) => id.startsWith(rival)) as string);
  const one = selected.value === undefined ? undefined : plane[selected.value];
  const select = (k: number | undefined) => {
    selected.value = k;
  };
  const add = () => {
    const x = freePlaceOnPlane(plane);
    select(plane.length);
    change({ plane: [...plane, heldOnPlane({ x, y: shown ? expectedAt(shown, x) : 0 })] });
  };
  return (
    <div class="play">
      <figure class="figure">
        <figcaption>
          <h2>{words.play.plane.figure}</h2>
        </figcaption>
        <fieldset class="choice">
          <legend>{words.play.plane.against}</legend>
          {rivals
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
            shares={sharesOf(shown.answers.reads, readingHead.value)}
            most={most}
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
        <PlayNotes player={player} at={at} step={step} left={all.length - plane.length} shown={shown} />
        <Part name="reads">{reads && <HeadsRow reads={reads} />}</Part>
        <p class="quiet">{locked ? words.play.locked : words.play.plane.hint(plane.length, most)}</p>
        {one && selected.value !== undefined && !locked && (
          <Slider
            label={words.play.plane.height(selected.value + 1)}
            values={HEIGHTS}
            value={nearestTo(one.y, HEIGHTS)}
            text={words.play.weight(one.y)}
            onChange={(y) => change({ plane: plane.map((each) => (each === one ? { ...each, y } : each)) })}
          />
        )}
        <fieldset class="buttons" disabled={locked}>
          <button type="button" disabled={plane.length >= most} onClick={add}>
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
      <Part name="tries">
        <Tries
          tries={words.play.plane.tryThis}
          onTry={({ plane, against }) => {
            select(undefined);
            change({ plane: readPlane(plane) as readonly PlaneExemplar[], against, at: last, before: undefined });
          }}
        />
      </Part>
      <div class="beside">
        <Part name="distances">{shown && <Distances {...shown} />}</Part>
        <Part name="answers">
          <WhoAnswers
            steps={steps}
            of={player.config.training.steps}
            step={step}
            before={before}
            beside={beside}
            onStep={(at) => change({ at })}
            onBefore={(before) => change({ before, against: before === undefined ? "ridge" : "transformer" })}
            onBeside={(beside) => change({ beside })}
          />
          {shown && <PlayFiles player={player} shown={shown} />}
        </Part>
        <Part name="shrinkage">{shown && <ShrinkageTable {...shown} />}</Part>
      </div>
      <Part name="table">
        <TableView
          prompts={player.config.prompts}
          most={most}
          locked={isLocked("table")}
          inHand={plane}
          onTake={({ x, y }) => {
            select(undefined);
            const rows = [...y].map((each, k) =>
              heldOnPlane({ x: [x[2 * k] as number, x[2 * k + 1] as number], y: each }),
            );
            change({ plane: rows });
            return rows;
          }}
        />
      </Part>
      <Part name="reads">
        {reads && (
          <ReadsView reads={reads}>
            {(["x", "y"] as const).map((axis) => (
              <Slider
                key={axis}
                label={words.play.plane.looking[axis]}
                values={PLACES}
                value={nearestTo(query.value[axis], PLACES)}
                text={words.play.weight(query.value[axis])}
                onChange={(to) => {
                  query.value = { ...query.value, [axis]: to };
                }}
              />
            ))}
          </ReadsView>
        )}
      </Part>
    </div>
  );
}
