import type { SavedRow, Source } from "../chart/exportFigure.ts";
import type { PictureSize } from "../chart/exportPicture.ts";
import type { AnsweredQuery } from "../store/promptModel.ts";

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

/** The size of the figure drawn in a place. */
export function sizeShownIn(host: Element | null): PictureSize | undefined {
  const shown = host?.querySelector(".thumbnail svg");
  if (!shown) return undefined;
  return { width: Number(shown.getAttribute("width")), height: Number(shown.getAttribute("height")) };
}
