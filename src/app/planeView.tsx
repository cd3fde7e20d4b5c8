import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Question } from "../experiments/answers.ts";
import { HeadsRow } from "./headsRow.tsx";
import {
  firstPlane,
  freePlaceOnPlane,
  heldOnPlane,
  type PlaneExemplar,
  planeQueries,
  type Rival,
  readPlane,
  rivals,
} from "./heldPlane.ts";
import { algorithmIds, firstAlgorithms, HEIGHTS, MOST, PLACES } from "./heldPrompt.ts";
import { address, go } from "./inHand.ts";
import { Part } from "./part.tsx";
import { expectedAt, PlaneFigure } from "./planeFigure.tsx";
import { Distances } from "./playDistances.tsx";
import { players } from "./player.ts";
import { keepPlane, keptPlane, nearestTo, type PlaneInHand } from "./playInHand.ts";
import { ReadsView, readingHead, sharesOf } from "./readsView.tsx";
import { ShrinkageTable } from "./shrinkageTable.tsx";
import { Slider } from "./slider.tsx";
import { TableView } from "./tableView.tsx";
import { Tries } from "./tries.tsx";
import { WhoAnswers } from "./whoAnswers.tsx";
import { words } from "./words.ts";

const player = players.plane;

/** The query that all learners are asked, and whose reading is shown. */
const query = signal({ x: 1, y: 1 });
/** The exemplar whose y the slider sets. */
const selected = signal<number | undefined>(undefined);

/** A prompt of two dimensions: exemplars on the plane, answers as maps of their height. */
export function PlaneView({ steps }: { readonly steps: readonly number[] }) {
  const linked = address.value;
  const isLinked = linked.plane !== undefined || linked.against !== undefined;
  const {
    plane = firstPlane,
    beside = firstAlgorithms,
    against: wanted = "ridge",
    at,
    before: asked,
  } = isLinked ? linked : keptPlane.value;
  const last = steps.at(-1) as number;
  const step = nearestTo(at ?? Number.POSITIVE_INFINITY, steps);
  const before = asked === undefined ? undefined : nearestTo(asked, steps);
  const against = wanted === "transformer" && before === undefined ? "ridge" : wanted;
  useEffect(() => {
    if (isLinked) keepPlane({ plane, beside, against, at: step, before });
    else go(keptPlane.value); // the address says what is shown
  }, [isLinked]);
  const change = (to: Partial<PlaneInHand>) => {
    keepPlane({ plane, beside, against, at: step, before, ...to });
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
  }, [plane, beside, step, before, query.value]);
  const shown = player.answered.value;
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
            onChange={(plane) => change({ plane })}
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
        <Part name="reads">{reads && <HeadsRow reads={reads} />}</Part>
        {at !== undefined && at !== step && (
          <p class="quiet" role="status">
            {words.play.nearestTo(at, step)}
          </p>
        )}
        <p class="quiet">{words.play.plane.hint(plane.length, MOST)}</p>
        {one && selected.value !== undefined && (
          <Slider
            label={words.play.plane.height(selected.value + 1)}
            values={HEIGHTS}
            value={nearestTo(one.y, HEIGHTS)}
            text={words.play.weight(one.y)}
            onChange={(y) => change({ plane: plane.map((each) => (each === one ? { ...each, y } : each)) })}
          />
        )}
        <div class="buttons">
          <button type="button" disabled={plane.length >= MOST} onClick={add}>
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
        </div>
      </figure>
      <div class="beside">
        <Part name="answers">
          <WhoAnswers
            steps={steps}
            step={step}
            before={before}
            beside={beside}
            onStep={(at) => change({ at })}
            onBefore={(before) => change({ before, against: before === undefined ? "ridge" : "transformer" })}
            onBeside={(beside) => change({ beside })}
          />
        </Part>
        <Part name="distances">{shown && <Distances {...shown} />}</Part>
        <Part name="shrinkage">{shown && <ShrinkageTable {...shown} />}</Part>
        <Part name="tries">
          <Tries
            tries={words.play.plane.tryThis}
            onTry={({ plane, against }) => {
              select(undefined);
              change({ plane: readPlane(plane) as readonly PlaneExemplar[], against, at: last, before: undefined });
            }}
          />
        </Part>
      </div>
      <Part name="table">
        <TableView
          preset={player.preset}
          onTake={({ x, y }) => {
            select(undefined);
            change({
              plane: [...y].map((each, k) => heldOnPlane({ x: [x[2 * k] as number, x[2 * k + 1] as number], y: each })),
            });
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
