import type { DrawnFigure } from "./drawnFigure.ts";
import { blank } from "./frame.ts";
import { palettes } from "./palette.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { svg } from "./svg.ts";
import { text, wrapped } from "./text.ts";

/** What a figure shows before there is anything to show: the room it will take, and a sentence. */
export function empty(options: PlotOptions, name: string, sentence: string): DrawnFigure {
  const { document, width, height, theme } = options;
  const palette = palettes[theme];
  const root = blank(options, name, sentence);
  const room = { x: 8.5, y: 8.5, width: Math.max(0, width - 17), height: Math.max(0, height - 17), rx: 6 };
  root.append(svg(document, "rect", { ...room, fill: "none", stroke: palette.grid, "stroke-dasharray": "4 4" }));
  const lines = wrapped(sentence, width - 48, 13);
  lines.forEach((line, k) => {
    const y = height / 2 + 18 * (k - (lines.length - 1) / 2) + 4;
    root.append(
      text(document, line, { x: width / 2, y, "text-anchor": "middle", fill: palette.muted, "font-size": 13 }),
    );
  });
  return { node: root, plotArea: { left: 0, top: 0, width, height }, values: [] };
}
