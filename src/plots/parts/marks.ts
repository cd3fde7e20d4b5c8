import type { Frame } from "./frame.ts";
import type { Mark } from "./plotOptions.ts";
import { svg } from "./svg.ts";
import { estimatedWidth, text } from "./text.ts";

const SIZE = 11; // px, of text
const ROW = 13; // px, from one label to the next beneath it

/** Dashed lines where something was done, until the last place that the figure has, each named at its top, on the side where there is room. */
export function drawMarks(
  { document, plot, palette, x, width, height }: Frame,
  marks: readonly Mark[] = [],
  last = Number.POSITIVE_INFINITY,
): void {
  const shown = marks.filter((mark) => mark.x <= last); // others are yet to come
  shown.forEach(({ x: value, label }, k) => {
    const at = x(value);
    const line = { x1: at, x2: at, y1: 0, y2: height, stroke: palette.muted, "stroke-dasharray": "3 3" };
    const left = at + estimatedWidth(label, SIZE) + 6 > width;
    const place = { x: left ? at - 4 : at + 4, y: 10 + ROW * k, "text-anchor": left ? "end" : "start" };
    plot.append(
      svg(document, "line", { ...line, "data-mark": value }),
      text(document, label, { ...place, fill: palette.muted, "font-size": SIZE }),
    );
  });
}
