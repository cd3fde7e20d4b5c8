import { signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { heightColor, heightMap } from "../../plots/heightMap.ts";
import type { PlotArea } from "../../plots/parts/drawnFigure.ts";
import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { SaveButtons } from "../chart/saveButtons.tsx";
import { StaticFigure } from "../chart/staticFigure.tsx";
import { clamp, X_DOMAIN, Y_DOMAIN } from "../route/linePrompt.ts";
import { clampToPlane, type PlaneExemplar, planeQueries, SIDE } from "../route/planePrompt.ts";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { theme } from "../ui/theme.ts";
import { answerSource, sizeShownIn } from "./answerSource.ts";
import { DragHandle, keyStep, type Place } from "./dragHandle.tsx";
import { focusAfter } from "./lineFigure.tsx";
import type { ColumnUnits } from "./openedTable.ts";
import { lookAt, planeQuery, selectExemplar, selectedExemplar } from "./planeSelection.ts";
import { percent, toCss, toData } from "./plotArea.ts";

interface Props {
  readonly plane: readonly PlaneExemplar[];
  readonly answered: AnsweredQuery;
  readonly rival: string; // id of the learner beside the transformer
  readonly shares: readonly number[]; // of a head's attention, by exemplar
  readonly maxExemplars: number; // exemplars there may be
  readonly units: readonly ColumnUnits[] | undefined; // of x₁, x₂ and y, if they are rows of a table
  readonly preset: string; // of the transformer
  readonly onChange?: (plane: readonly PlaneExemplar[]) => void; // without it they cannot be changed
}

const MAX_DIFFERENCE = 1.2; // bands of a tenth

const larges = ["transformer", "rival", "difference"] as const;

/** What the large map is of. */
const large = signal<(typeof larges)[number]>("transformer");

/** One learner's answers as a large map, and the difference of two as a second, with the exemplars and the query on each, as drag handles. */
export function PlaneFigure(props: Props) {
  const { answered, rival } = props;
  const { curves } = answered.answers;
  const transformerValues = curves.transformer as Float32Array;
  const rivalValues = curves[rival] ?? transformerValues; // the very first answers may be to a question before it
  const name = learnerStyle(rival).name;
  const maps = {
    transformer: { name: learnerStyle("transformer").name, values: transformerValues, deepest: Y_DOMAIN[1] },
    rival: { name, values: rivalValues, deepest: Y_DOMAIN[1] },
    difference: {
      name: words.play.plane.difference(name),
      values: transformerValues.map((value, k) => value - (rivalValues[k] as number)),
      deepest: MAX_DIFFERENCE,
    },
  };
  return (
    <>
      <fieldset class="choice">
        <legend>{words.play.plane.large}</legend>
        {larges.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="large"
              checked={large.value === each}
              onChange={() => {
                large.value = each;
              }}
            />
            {each === "difference" ? words.play.plane.theDifference : maps[each].name}
          </label>
        ))}
      </fieldset>
      <div class="maps">
        <PlaneMap {...props} {...maps[large.value]} leads />
        <PlaneMap {...props} {...maps[large.value === "difference" ? "transformer" : "difference"]} />
      </div>
    </>
  );
}

interface MapProps extends Props {
  readonly name: string;
  readonly values: Float32Array; // [SIDE²]
  readonly deepest: number; // the value of the strongest colour
  readonly leads?: boolean; // whether its handles are those of keyboard and reader
}

/** One map, with the exemplars and the query to take hold of. */
function PlaneMap({ name, values, deepest, leads = false, ...props }: MapProps) {
  const { plane, answered, shares, maxExemplars: max, units, preset, onChange } = props;
  const host = useRef<HTMLDivElement>(null);
  const box = useSignal<PlotArea | undefined>(undefined);
  const area = useRef<HTMLDivElement>(null);
  const placed = box.value;
  const at = (event: MouseEvent) => toData(area.current as HTMLElement, event, X_DOMAIN, X_DOMAIN);
  const axes = units && { units: [units[0], units[1]] as [ColumnUnits, ColumnUnits] };
  const map = { name, side: SIDE, values, domain: X_DOMAIN, max: deepest, ...axes };
  const rows = [...values].map((value, k) => ({
    learner: name,
    at: { x1: planeQueries[2 * k], x2: planeQueries[2 * k + 1] },
    value,
  }));
  const remove = (k: number) => {
    onChange?.(plane.filter((_, other) => other !== k));
    focusAfter(area.current, k, plane.length);
  };
  return (
    <div class="map">
      <h3>{name}</h3>
      <div class="drawing" ref={host}>
        <StaticFigure
          height="square"
          draw={(options) => {
            const drawn = heightMap(map, options);
            box.value = drawn.plotArea;
            return drawn;
          }}
          of={[answered, name, deepest, units]}
        />
        {placed && (
          // biome-ignore lint/a11y/noStaticElementInteractions: what a click here does, a button beneath does too
          // biome-ignore lint/a11y/useKeyWithClickEvents: exemplars are added by that button and moved by keys
          <div
            ref={area}
            class="plot-area"
            tabIndex={-1}
            style={toCss(placed)}
            onClick={(event) => {
              if (event.target !== area.current || !onChange || plane.length >= max) return;
              const { x, y } = at(event);
              onChange([...plane, clampToPlane({ x: [x, y], y: expectedAt(answered, [x, y]) })]);
              selectExemplar(plane.length);
            }}
          >
            {plane.map((exemplar, k) => (
              <ExemplarHandle
                key={k}
                k={k}
                exemplar={exemplar}
                share={shares[k] ?? 0}
                leads={leads}
                placeOf={at}
                onSet={onChange && ((to) => onChange(plane.map((each, other) => (other === k ? to : each))))}
                onRemove={() => remove(k)}
              />
            ))}
            <QueryHandle leads={leads} placeOf={at} />
          </div>
        )}
      </div>
      <SaveButtons
        name={name}
        source={answerSource(answered, preset, rows)}
        shown={() => sizeShownIn(host.current)}
        draw={(options) => heightMap({ ...map, exemplars: plane }, options).node}
      />
    </div>
  );
}

interface HandleProps {
  readonly leads: boolean; // whether it is that of keyboard and reader
  readonly placeOf: (event: MouseEvent) => Place;
}

/** An exemplar on a map: moved over it, and its y by keys and wheel. */
function ExemplarHandle({
  k,
  exemplar: { x, y },
  share,
  leads,
  placeOf,
  onSet,
  onRemove,
}: HandleProps & {
  readonly k: number;
  readonly exemplar: PlaneExemplar;
  readonly share: number; // of a head's attention
  readonly onSet: ((to: PlaneExemplar) => void) | undefined; // without it it cannot be changed
  readonly onRemove: () => void;
}) {
  const place = { x: x[0], y: x[1] };
  const set = (to: PlaneExemplar) => onSet?.(clampToPlane(to));
  const raise = (by: number) => {
    selectExemplar(k);
    set({ x, y: y + by });
  };
  return (
    <DragHandle
      class={k === selectedExemplar.value ? "exemplar of-plane selected" : "exemplar of-plane"}
      style={{
        ...percent(place, X_DOMAIN, X_DOMAIN),
        "--share": share,
        "--height": heightColor(y, Y_DOMAIN[1], theme.value),
      }}
      {...(leads && { label: words.play.plane.exemplar(k + 1, x, y, onSet !== undefined) })}
      still={!onSet}
      at={place}
      placeOf={placeOf}
      onMove={(to) => set({ x: [to.x, to.y], y })}
      onRemove={onRemove}
      onKey={(event) => {
        const way = ({ PageUp: 1, PageDown: -1, "+": 1, "-": -1 } as const)[event.key as "+"];
        if (way) raise(way * keyStep(event));
        return way !== undefined;
      }}
      onWheel={(event) => {
        event.preventDefault();
        raise(-Math.sign(event.deltaY) * keyStep(event));
      }}
      onFocus={() => selectExemplar(k)}
    >
      <span class="height">{words.play.weight(y)}</span>
    </DragHandle>
  );
}

/** The query on a map. */
function QueryHandle({ leads, placeOf }: HandleProps) {
  const query = planeQuery.value;
  return (
    <DragHandle
      class="query"
      style={percent(query, X_DOMAIN, X_DOMAIN)}
      {...(leads && { label: words.play.plane.query(query.x, query.y) })}
      at={query}
      placeOf={placeOf}
      onMove={({ x, y }) => lookAt({ x: clamp(x, X_DOMAIN), y: clamp(y, X_DOMAIN) })}
    />
  );
}

/** What the Bayes predictor expects at a place, from the map's cell there. */
export function expectedAt({ answers }: AnsweredQuery, [first, second]: readonly [number, number]): number {
  const cell = (value: number) =>
    Math.min(SIDE - 1, Math.max(0, Math.floor(((value - X_DOMAIN[0]) / (X_DOMAIN[1] - X_DOMAIN[0])) * SIDE)));
  return answers.curves.bayes?.[(SIDE - 1 - cell(second)) * SIDE + cell(first)] ?? 0;
}
