/** One value that a figure shows, with where it stands in the figure's pixels. */
export interface FigureValue {
  readonly series: string; // learner id
  readonly name: string;
  readonly value: string;
  readonly low: string;
  readonly high: string;
  readonly y: number; // px
}

/** All values at one place of the x axis. */
export interface Column {
  readonly x: string;
  readonly px: number;
  readonly readings: readonly FigureValue[]; // from top to bottom
}

/** The values a figure carries on its markers, column by column from left to right. */
export function columnsOf(root: SVGSVGElement): Column[] {
  const columns = new Map<string, { px: number; readings: FigureValue[] }>();
  const plot = root.querySelector("[data-plot]");
  const [left, top] = parseTranslate(plot);
  for (const point of root.querySelectorAll("[data-point]")) {
    const data = (name: string) => point.getAttribute(`data-${name}`) ?? "";
    const [x, y] = placeOf(point);
    const column = columns.get(data("x")) ?? { px: left + x, readings: [] };
    columns.set(data("x"), column);
    const reading = { series: data("series"), name: data("name"), value: data("value") };
    column.readings.push({ ...reading, low: data("low"), high: data("high"), y: top + y });
  }
  return [...columns]
    .map(([x, { px, readings }]) => ({ x: placeName(x), px, readings: readings.sort((a, b) => a.y - b.y) }))
    .sort((a, b) => a.px - b.px);
}

/** The column nearest to a pixel. */
export function columnAt(columns: readonly Column[], px: number): Column | undefined {
  let best: Column | undefined;
  for (const column of columns) {
    if (!best || Math.abs(column.px - px) < Math.abs(best.px - px)) best = column;
  }
  return best;
}

/** Ids and names of a figure's series, in the order they were drawn. */
export function seriesOf(columns: readonly Column[]): { series: string; name: string }[] {
  const names = new Map<string, string>();
  for (const { readings } of columns) for (const { series, name } of readings) names.set(series, name);
  return [...names].map(([series, name]) => ({ series, name }));
}

const placeName = (x: string): string =>
  String(Number(x) < 1 ? Number(Number(x).toPrecision(4)) : Math.round(Number(x) * 10) / 10);

function placeOf(point: Element): [number, number] {
  const x = point.getAttribute("cx");
  return x === null ? parseTranslate(point) : [Number(x), Number(point.getAttribute("cy"))];
}

/** The px that an element is moved by. */
export function parseTranslate(element: Element | null): [number, number] {
  const [, x = "0", y = "0"] =
    /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(element?.getAttribute("transform") ?? "") ?? [];
  return [Number(x), Number(y)];
}
