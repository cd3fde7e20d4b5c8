import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import type { SavedRow, Source } from "../chart/exportFigure.ts";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { theme } from "../ui/theme.ts";

/** An answer, or another number of a learner, with its place. */
interface AnswerRow {
  readonly learner: string;
  readonly at: object;
  readonly value: number;
}

/** Numbers of Play to save, with the preset, the step and the exemplars that they belong to. */
export const answerSource = (
  { question: { x, y }, step }: AnsweredQuery,
  preset: string,
  rows: readonly AnswerRow[],
): Source<SavedRow> => ({
  rows: rows.map((row) => ({ experiment: "play", ...row })),
  from: { preset, step, exemplarsX: short(x), exemplarsY: short(y) },
});

const short = (values: Float32Array): string => [...values].map((value) => Number(value.toPrecision(6))).join(" ");

/** A figure drawn once more, in the size that it has in a place, so that more can be on it than on the page. */
export function drawnIn(host: Element | null, draw: (options: PlotOptions) => DrawnFigure): SVGSVGElement | undefined {
  const shown = host?.querySelector(".thumbnail svg");
  if (!shown) return undefined;
  const [width, height] = ["width", "height"].map((side) => Number(shown.getAttribute(side))) as [number, number];
  return draw({ document, width, height, theme: theme.value }).node;
}
