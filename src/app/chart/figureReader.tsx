import { type ReadonlySignal, type Signal, signal, useSignal } from "@preact/signals";
import type { FigureAxis } from "../../plots/figureAxis.ts";
import { formatValue } from "../../plots/parts/format.ts";
import { words } from "../text/common.ts";
import { type Column, columnAt } from "./figureValues.ts";
import { Tooltip } from "./tooltip.tsx";

interface Props {
  readonly name: string; // of the figure
  readonly axis: FigureAxis;
  readonly columns: ReadonlySignal<readonly Column[]>; // its values
  readonly width: number; // of the figure, px
  readonly interval: string; // what a value's two ends are
  readonly onPick: ((x: number) => void) | undefined;
}

const crosshairs = new Map<string, Signal<string | undefined>>();

/** The place of the crosshair, by the id of an axis: figures of one axis share it. */
function crosshairOf({ id }: FigureAxis): Signal<string | undefined> {
  const known = crosshairs.get(id);
  if (known) return known;
  const added = signal<string | undefined>(undefined);
  crosshairs.set(id, added);
  return added;
}

/** An overlay that shows the values of a figure, column by column, by pointer and by keys. */
export function FigureReader({ name, axis, columns, width, interval, onPick }: Props) {
  const reading = useSignal(false); // this figure is the one being read
  const shared = crosshairOf(axis);
  const all = columns.value;
  const shown = all.find((column) => column.x === shared.value);
  const place = (column: Column) => axis.describe(column.x);
  const move = (column: Column | undefined) => {
    shared.value = column?.x;
    reading.value = column !== undefined;
  };
  const pick = (column: Column | undefined) => {
    if (column) onPick?.(Number(column.x));
  };
  const onKey = (event: KeyboardEvent) => {
    const all = columns.value; // a second key may come before the first is drawn
    const now = all.findIndex((column) => column.x === shared.value);
    const next = indexAfter(event.key, now, all.length);
    if (next !== undefined) move(all[next]);
    else if (event.key === "Escape") move(undefined);
    else if (event.key === "Enter" && all[now] && onPick) pick(all[now]);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class={onPick ? "reader picks" : "reader"}
      role="slider"
      tabIndex={0}
      aria-label={words.figure.read(name)}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, all.length - 1)}
      aria-valuenow={shown ? all.indexOf(shown) : 0}
      aria-valuetext={shown ? textOf(shown, place(shown)) : words.figure.nothing}
      onPointerMove={(event) => move(columnUnder(event, columns.value))}
      onPointerDown={(event) => {
        const column = columnUnder(event, columns.value);
        move(column);
        pick(column);
      }}
      onPointerLeave={(event) => event.pointerType !== "touch" && move(undefined)} // a finger always leaves: blur ends its reading
      onBlur={() => move(undefined)}
      onKeyDown={onKey}
    >
      {shown && <div class="crosshair" style={{ left: `${shown.left}px` }} />}
      {shown && reading.value && <Tooltip column={shown} place={place(shown)} width={width} interval={interval} />}
    </div>
  );
}

/** Which of n columns a key leads to from another, or from none at -1; undefined if it leads nowhere. */
function indexAfter(key: string, now: number, n: number): number | undefined {
  const to: Record<string, number> = {
    ArrowRight: Math.min(now + 1, n - 1),
    ArrowLeft: now < 0 ? n - 1 : Math.max(now - 1, 0),
    Home: 0,
    End: n - 1,
  };
  return to[key];
}

/** The column that a pointer is over. */
function columnUnder(event: PointerEvent, columns: readonly Column[]): Column | undefined {
  const { left } = (event.currentTarget as Element).getBoundingClientRect();
  return columnAt(columns, event.clientX - left);
}

const textOf = ({ values }: Column, place: string): string =>
  words.figure.reading(
    place,
    values.map(({ name, value }) => `${name} ${formatValue(value)}`),
  );
