import type { DrawnFigure, FigureValue } from "./parts/drawnFigure.ts";
import { formatValue } from "./parts/format.ts";
import { blank } from "./parts/frame.ts";
import { familyColour, palettes } from "./parts/palette.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { svg } from "./parts/svg.ts";
import { estimatedWidth, text } from "./parts/text.ts";

/** A table of numbers, each named by its column and its row. */
export interface HeatMap {
  readonly name: string; // accessible
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly values: ArrayLike<number>; // [columns, rows]
  readonly shownAs?: (value: number) => number; // the number that a cell shows, if its colour is of another
  readonly cellNote?: (column: number, row: number) => string; // added to the title of a cell, by its indices from 0
  readonly at?: readonly number[]; // what the columns are on an axis, where cells are to be read by it
  readonly max?: number; // the size that has the full colour; default the largest there is
}

const TOP = 22;
const heightOfRow = (rows: number): number => (rows > MAX_NAMED ? 6 : rows > 24 ? 12 : 16); // px
const MAX_NAMED = 40;
const SPARE = 8;
const FULLEST = 0.75; // opacity: numbers stay readable on it
const READABLE = 34; // px, width of a cell that has room for its number

/** The height in px that a map of so many rows wants. */
export function heightOfHeatMap(rows: number): number {
  if (!Number.isSafeInteger(rows) || rows < 0)
    throw new RangeError(`invalid rows: expected a whole number, got ${rows}`);
  return TOP + SPARE + rows * heightOfRow(rows);
}

/** The row of a map of that height which is drawn y px below its top; undefined beside them all. */
export function rowAtHeight(rows: number, y: number): number | undefined {
  const row = Math.floor((y - TOP) / heightOfRow(rows));
  return row >= 0 && row < rows ? row : undefined;
}

/** A heat map of numbers of either sign, a transformer's stream or a head's attention: orange is below zero, blue above. Throws if the values are more or fewer than the cells. */
export function heatMap(
  { name, columns, rows, values, shownAs, cellNote, at, max }: HeatMap,
  options: PlotOptions,
): DrawnFigure {
  const { document, width, height, theme } = options;
  const cells = columns.length * rows.length;
  if (values.length !== cells)
    throw new RangeError(`invalid values: expected ${cells} numbers [columns, rows], got ${values.length}`);
  const palette = palettes[theme];
  const numberOf = shownAs ?? ((value: number) => value);
  const named = rows.length <= MAX_NAMED;
  const left = named ? 10 + Math.max(0, ...rows.map((row) => estimatedWidth(row, 11))) : 10;
  const side = Math.max(2, (width - left - SPARE) / columns.length); // however narrow the page is for a moment
  const tall = (height - TOP - SPARE) / rows.length;
  const largest = max ?? Math.max(...Array.from(values, Math.abs).filter(Number.isFinite), Number.MIN_VALUE);
  const share = (value: number) => Math.sqrt(Math.min(1, Math.abs(value) / largest)); // small ones are seen too
  const root = blank(
    options,
    name,
    "Colour grows with the square root of the number; the largest has the full colour.",
  );
  const muted = { fill: palette.muted, "font-size": 11 };
  const read: FigureValue[] = [];
  const widest = Math.max(0, ...columns.map((column) => estimatedWidth(column, 11))) + 4;
  const stride = side >= widest ? 1 : 2 * Math.ceil(widest / side / 2); // even: an x stands for its y, too
  columns.forEach((column, t) => {
    if (t % stride !== 0) return;
    root.append(text(document, column, { x: left + (t + 0.5) * side, y: 14, "text-anchor": "middle", ...muted }));
  });
  rows.forEach((row, c) => {
    if (named) root.append(text(document, row, { x: 4, y: TOP + (c + 0.5) * tall + 4, ...muted }));
    columns.forEach((column, t) => {
      const value = values[t * rows.length + c] as number;
      if (value === 0 || Number.isNaN(value)) return;
      const family = familyColour(palette, value > 0 ? "ols" : "gd");
      const place = { x: left + t * side + 0.5, y: TOP + c * tall + 0.5, width: side - 1, height: tall - 1 };
      const cell = { ...place, fill: family, "fill-opacity": (FULLEST * share(value)).toFixed(3) };
      const number = numberOf(value);
      root.append(
        svg(document, "rect", { ...cell, "data-cell": `${row} ${column}` }, [
          svg(document, "title", {}, [
            `${row} at ${column}: ${formatValue(number)}${cellNote ? `, ${cellNote(t, c)}` : ""}`,
          ]),
        ]),
      );
      const spelt = named && side >= READABLE && (shownAs || share(value) >= 0.1); // what is nearly nothing is not spelt out
      const middle = [left + (t + 0.5) * side, TOP + (c + 0.5) * tall] as const;
      const style = { "text-anchor": "middle", fill: palette.ink, "font-size": 10 };
      const x = at?.[t];
      const interval = { value: number, low: number, high: number };
      if (x !== undefined) read.push({ series: row, name: row, x, ...interval, left: middle[0], top: middle[1] });
      if (spelt) root.append(text(document, formatValue(number), { x: middle[0], y: middle[1] + 4, ...style }));
    });
  });
  const plotArea = { left, top: TOP, width: columns.length * side, height: rows.length * tall };
  return { node: root, plotArea, values: read };
}
