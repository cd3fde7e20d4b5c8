import type { FigureValue } from "../../plots/parts/drawnFigure.ts";

/** All values at one place of the x axis. */
export interface Column {
  readonly x: string;
  readonly left: number; // px
  readonly values: readonly FigureValue[]; // from top to bottom
}

/** The values of a figure, column by column from left to right. */
export function columnsOf(values: readonly FigureValue[]): Column[] {
  const columns = new Map<number, FigureValue[]>();
  for (const value of values) {
    const column = columns.get(value.x);
    if (column) column.push(value);
    else columns.set(value.x, [value]);
  }
  return [...columns]
    .map(([x, all]) => ({
      x: placeName(x),
      left: (all[0] as FigureValue).left,
      values: all.sort((a, b) => a.top - b.top),
    }))
    .sort((a, b) => a.left - b.left);
}

/** The column nearest to a pixel. */
export function columnAt(columns: readonly Column[], left: number): Column | undefined {
  let best: Column | undefined;
  for (const column of columns) {
    if (!best || Math.abs(column.left - left) < Math.abs(best.left - left)) best = column;
  }
  return best;
}

/** Ids and names of a figure's series, in the order of the first column that has them. */
export function seriesOf(columns: readonly Column[]): { series: string; name: string }[] {
  const names = new Map<string, string>();
  for (const { values } of columns) for (const { series, name } of values) names.set(series, name);
  return [...names].map(([series, name]) => ({ series, name }));
}

const placeName = (x: number): string => String(x < 1 ? Number(x.toPrecision(4)) : Math.round(x * 10) / 10);
