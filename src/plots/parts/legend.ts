import type { Frame } from "./frame.ts";
import { labelPlaces } from "./labelPlaces.ts";
import type { LearnerStyle } from "./learnerStyle.ts";
import { isBold, LABEL, LARGE, LEADER, type LegendSize, ROW, SMALL } from "./legendLayout.ts";
import { marker } from "./marker.ts";
import { colourOf } from "./palette.ts";
import { svg } from "./svg.ts";
import { text } from "./text.ts";

/** What a key shows: a learner's look, and the pixel its line ends at. */
export interface LegendEntry {
  readonly style: LearnerStyle;
  readonly end?: readonly [number, number]; // of lines that have one
}

/** Names every learner with its line and marker, so that no key is told by colour alone. */
export function drawLegend(frame: Frame, keys: readonly LegendEntry[]): void {
  if (frame.keys.none) return;
  if (frame.keys.columns === 0) drawAtEnds(frame, keys);
  else drawBeneath(frame, keys);
}

function drawAtEnds(frame: Frame, keys: readonly LegendEntry[]): void {
  const { document, plot, palette, height } = frame;
  const ends = keys.flatMap(({ style, end }) => (end ? [{ style, end }] : [])).sort((a, b) => a.end[1] - b.end[1]);
  const places = labelPlaces(
    ends.map(({ end }) => ({ at: end[1], size: LABEL })),
    [-10, height + 8],
  );
  ends.forEach(({ style, end: [x, y] }, k) => {
    const at = places[k] as number;
    const leader = `M${(x + 5).toFixed(1)},${y.toFixed(1)}L${(x + LEADER - 2).toFixed(1)},${at.toFixed(1)}`;
    const paint = { stroke: colourOf(palette, style), "stroke-opacity": 0.6, fill: "none" };
    plot.append(svg(document, "path", { d: leader, ...paint }), keyOf(frame, style, LARGE, [x + LEADER, at]));
  });
}

function drawBeneath(frame: Frame, keys: readonly LegendEntry[]): void {
  const { root, keysTop, outerWidth } = frame;
  const { columns } = frame.keys;
  const step = (outerWidth - 12) / columns;
  keys.forEach(({ style }, k) => {
    const at = [8 + (k % columns) * step, keysTop + ROW * (Math.floor(k / columns) + 0.5)] as const;
    root.append(keyOf(frame, style, SMALL, at));
  });
}

function keyOf(
  { document, palette }: Frame,
  style: LearnerStyle,
  { sample, indent, font }: LegendSize,
  [x, y]: readonly [number, number],
): SVGElement {
  const colour = colourOf(palette, style);
  const line = { x2: sample, stroke: colour, "stroke-width": style.width, "stroke-dasharray": style.dash || undefined };
  const weight = isBold(style) ? 600 : undefined;
  return svg(document, "g", { transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, "data-key": style.label }, [
    svg(document, "line", line),
    ...(style.marker === "none" ? [] : [marker(document, style.marker, [sample / 2, 0], colour)]),
    text(document, style.label, { x: indent, y: 4, fill: palette.ink, "font-weight": weight, "font-size": font }),
  ]);
}
