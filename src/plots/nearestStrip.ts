import type { Row } from "../comparison/row.ts";
import { formatLambda } from "./parts/format.ts";
import type { Frame } from "./parts/frame.ts";
import { labelPlaces } from "./parts/labelPlaces.ts";
import { learnerStyle } from "./parts/learnerStyle.ts";
import { marker } from "./parts/marker.ts";
import { familyColour } from "./parts/palette.ts";
import { rowsOf } from "./parts/select.ts";
import { svg } from "./parts/svg.ts";
import { estimatedWidth, text } from "./parts/text.ts";

/** Px of the strip alone. */
export const BAR_HEIGHT = 16;

/** Px that the strip, its names and the effective λ take. */
export const STRIP_HEIGHT = 66;

const NAMES = BAR_HEIGHT + 21; // px from the strip's top to the baseline of its names
const LAMBDAS = BAR_HEIGHT + 42;
const SIZE = 11; // px, of text
const ALONE = 10; // px to either side of an evaluation without neighbours
const FARTHEST = 90; // px, a name from the middle of its bar

/** What the strip's hatching says, where there is any. */
export const undecidedNote = (rows: readonly Row[]): string[] =>
  rowsOf(rows, "margin").some((row) => !isDecided(row))
    ? ["Hatched: undecided (the interval of the distance between nearest and runner-up holds 0)."]
    : [];

const isDecided = (margin: Row | undefined): boolean => margin !== undefined && (margin.low > 0 || margin.high < 0);

/** A stretch of evaluations with the same nearest algorithm, in px. */
interface Stretch {
  readonly id: string; // "undecided" where the margin's interval holds 0
  readonly from: number;
  readonly to: number;
}

/** The nearest algorithm at each evaluation as a strip of named bars, and beneath it the effective λ where it changes. */
export function drawNearestStrip(frame: Frame, rows: readonly Row[], step?: number): void {
  const { document, plot, stripTop, palette, keys, width } = frame;
  drawBars(frame, stretchesOf(frame, rows));
  drawLambdas(frame, rowsOf(rows, "effectiveLambda"), step);
  // Where learners are named beneath there is no margin on the right for the captions.
  const captions = hasRoomBeside(keys) ? ["nearest", "effective λ"] : ["nearest", "eff. λ"];
  const place = hasRoomBeside(keys) ? { x: width + 10 } : { x: -8, "text-anchor": "end" };
  captions.forEach((caption, k) => {
    const y = stripTop + (k === 0 ? BAR_HEIGHT - 4 : LAMBDAS);
    plot.append(text(document, caption, { ...place, y, fill: palette.muted, "font-size": SIZE }));
  });
}

function stretchesOf({ x }: Frame, rows: readonly Row[]): Stretch[] {
  const margins = new Map(rowsOf(rows, "margin").map((row) => [row.at.step, row]));
  const nearest = rowsOf(rows, "nearest").sort((a, b) => (a.at.step as number) - (b.at.step as number));
  const here = (at: Row["at"]) => x(at.step as number);
  const middle = (k: number, next: number): number | undefined => {
    const [a, b] = [nearest[k], nearest[next]];
    return a && b ? (here(a.at) + here(b.at)) / 2 : undefined;
  };
  const stretches: Stretch[] = [];
  nearest.forEach(({ at, reference }, k) => {
    const id = isDecided(margins.get(at.step)) ? reference : "undecided";
    // An evaluation stands for what is nearer to it, on the axis drawn, than to the ones before and after.
    const [from, to] = [middle(k - 1, k) ?? here(at), middle(k, k + 1) ?? here(at)];
    const before = stretches.at(-1);
    if (before?.id === id) stretches[stretches.length - 1] = { ...before, to };
    else stretches.push({ id, from, to });
  });
  const [only] = stretches;
  if (nearest.length === 1 && only) return [{ ...only, from: only.from - ALONE, to: only.to + ALONE }];
  return stretches;
}

function drawBars(frame: Frame, stretches: readonly Stretch[]): void {
  const { document, plot, stripTop, palette } = frame;
  for (const { id, from, to } of stretches) {
    const bar = { x: from, y: stripTop, width: Math.max(1, to - from - 1), height: BAR_HEIGHT }; // 1 px apart from the next
    const undecided = id === "undecided";
    const { family, marker: shape } = learnerStyle(id);
    const colour = familyColour(palette, undecided ? "undecided" : family);
    const fill = undecided ? { fill: "none", stroke: colour, "stroke-width": 0.5 } : { fill: colour };
    plot.append(svg(document, "rect", { ...bar, ...fill, "data-nearest": id }));
    if (undecided) plot.append(svg(document, "path", { d: hatch(bar), stroke: colour, fill: "none" }));
    else if (bar.width > 14 && shape !== "none") {
      const middle = [bar.x + bar.width / 2, stripTop + BAR_HEIGHT / 2] as const;
      plot.append(marker(document, shape, middle, palette.background));
    }
  }
  nameBars(frame, stretches);
}

/** Names under their bars: the widest bars' where not all find room, an undecided one's where it fits its bar. */
function nameBars({ document, plot, stripTop, palette, width }: Frame, stretches: readonly Stretch[]): void {
  const room: readonly [number, number] = [-20, width + 4];
  let named = stretches.flatMap(({ id, from, to }) => {
    const undecided = id === "undecided";
    const name = undecided ? id : learnerStyle(id).label;
    const size = estimatedWidth(name, SIZE) + 10;
    return undecided && size > to - from ? [] : [{ name, at: (from + to) / 2, size, width: to - from }];
  });
  let places = labelPlaces(named, room);
  const astray = () => named.some(({ at }, k) => Math.abs((places[k] as number) - at) > FARTHEST);
  const taken = () => named.reduce((sum, { size }) => sum + size, 0);
  while (named.length > 1 && (astray() || taken() > room[1] - room[0])) {
    const min = named.reduce((a, b) => (b.width < a.width ? b : a));
    named = named.filter((each) => each !== min);
    places = labelPlaces(named, room);
  }
  named.forEach(({ name, at }, k) => {
    const x = places[k] as number;
    const y = stripTop + NAMES;
    const ends = { x1: at, y1: stripTop + BAR_HEIGHT + 1, x2: x, y2: y - 10 };
    plot.append(
      svg(document, "line", { ...ends, stroke: palette.muted, "stroke-opacity": 0.6 }),
      text(document, name, { x, y, "text-anchor": "middle", fill: palette.ink, "font-size": SIZE }),
    );
  });
}

/** λ as numbers: at the cursor, at the end, and from left to right wherever it changes and there is room. */
function drawLambdas(
  { document, plot, stripTop, palette, x, width, keys }: Frame,
  rows: readonly Row[],
  step?: number,
): void {
  const values = rows
    .map((row) => ({ step: row.at.step as number, content: formatLambda(row.value) }))
    .sort((a, b) => a.step - b.step)
    .map((each) => {
      const half = estimatedWidth(each.content, SIZE) / 2 + 5;
      return {
        ...each,
        half,
        at: Math.max(half - (hasRoomBeside(keys) ? 20 : 4), Math.min(x(each.step), width + 4 - half)),
      };
    });
  const current = values.findLast((each) => step !== undefined && each.step <= step);
  const changes = values.filter(({ content }, k) => content !== values[k - 1]?.content);
  const retained: typeof values = [];
  for (const each of [current, values.at(-1), ...changes]) {
    if (each && retained.every((other) => Math.abs(other.at - each.at) >= other.half + each.half)) retained.push(each);
  }
  for (const each of retained.sort((a, b) => a.step - b.step)) {
    const now = each === current;
    const paint = { fill: now ? palette.ink : palette.muted, "font-weight": now ? 600 : undefined, "font-size": SIZE };
    const place = { x: each.at, y: stripTop + LAMBDAS, "text-anchor": "middle" };
    plot.append(text(document, each.content, { ...place, ...paint, "data-lambda": each.step }));
  }
}

/** Diagonals 5 px apart that fill a rectangle. */
function hatch({ x, y, width, height }: { x: number; y: number; width: number; height: number }): string {
  const parts: string[] = [];
  for (let start = 5 - height; start < width; start += 5) {
    const [from, to] = [Math.max(0, start), Math.min(width, start + height)];
    const at = (along: number) => `${(x + along).toFixed(1)},${(y + height - (along - start)).toFixed(1)}`;
    parts.push(`M${at(from)}L${at(to)}`);
  }
  return parts.join("");
}

/** Whether lines are named to the right of the plotting area, where the strip's own names can stand too. */
const hasRoomBeside = ({ columns, none }: Frame["keys"]): boolean => columns === 0 && !none;
