import type { TablePrompt } from "../../inspect/tablePrompt.ts";
import { formatMeasured } from "../../plots/parts/format.ts";
import { bytes, whole } from "./format.ts";

export type Standard = TablePrompt["standards"][number];

/** Words of table. */
export const table = {
  heading: "Your own numbers",
  open: "Open a table (.csv)",
  drop: "or drop one here, or paste it",
  pasted: "Pasted table",
  notOpened: (name: string, reason: string) => `${name} was not opened: ${reason}.`,
  tooLarge: (size: number, max: number) => `expected at most ${bytes(max)}, got ${bytes(size)}`,
  target: "y is",
  feature: (k: number, dim: number) => (dim === 1 ? "x is" : `x${"₁₂"[k]} is`),
  others: "Other rows",
  moved: "The exemplars are no longer those rows.",
  summary: (name: string, { features, target, y, rows, dropped, standards, x, scale }: TablePrompt) => {
    const scaled = (symbol: string, column: string, { mean, deviation }: Standard) =>
      `${symbol}(${column} − ${formatMeasured(mean)}) / ${formatMeasured(deviation)}`;
    const names = features.map((column, k) =>
      scaled(`${features.length === 1 ? "x" : `x${"₁₂"[k]}`} = `, column, standards[k] as Standard),
    );
    const outside = [...x, ...y].filter((value, k) => Math.abs(value) > (k < x.length ? 3 : 6)).length;
    const drawn = y.length < rows ? `${y.length} of ${whole(rows)} rows, drawn at random` : `all ${rows} rows`;
    const factor = formatMeasured(scale);
    return `${name}: ${drawn}${dropped > 0 ? ` (${whole(dropped)} more have missing values)` : ""}. Standardised over all rows: ${names.join("; ")}; ${scaled(`y = ${factor} · `, target, standards.at(-1) as Standard)}. ${factor} is the standard deviation of a y in training.${outside > 0 ? ` ${outside === 1 ? "One number lies outside the figure; it is" : `${outside} numbers lie outside the figure; they are`} drawn at its edge.` : ""}`;
  },
} as const;
