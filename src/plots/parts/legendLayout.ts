import type { LearnerStyle } from "./learnerStyle.ts";
import { estimatedWidth } from "./text.ts";

/** Where learners are named: at the ends of their lines, or in rows beneath where those would not find room. */
export interface LegendLayout {
  readonly right: number; // px kept beside the plotting area
  readonly below: number; // px kept beneath the axes
  readonly columns: number; // of the rows beneath; 0 where lines are labelled at their ends
  readonly none?: boolean; // nothing is named
}

export const NARROW = 480; // px, a phone
const FEW = 4; // lines whose labels a phone has room for
export const LABEL = 14; // px, height of a label
export const ROW = 16; // px, height of a row beneath
export const LEADER = 14; // px from a line's end to its key

/** Px of a key: its line, from its left to its text, its text. */
export interface LegendSize {
  readonly sample: number;
  readonly indent: number;
  readonly font: number;
}
export const LARGE: LegendSize = { sample: 26, indent: 31, font: 12 }; // at the ends of lines
export const SMALL: LegendSize = { sample: 20, indent: 24, font: 11 }; // in rows beneath

/** Depends only on the number of lines and their names, so that nothing jumps when values do. */
export function legendLayout(
  lines: readonly { readonly style: LearnerStyle }[],
  { width, height, keys = true }: { readonly width: number; readonly height: number; readonly keys?: boolean },
): LegendLayout {
  if (!keys) return { right: 16, below: 0, columns: 0, none: true };
  const widest = ({ indent, font }: LegendSize) =>
    indent +
    Math.max(0, ...lines.map(({ style }) => estimatedWidth(style.label, font) * (isBold(style) ? 1.1 : 1))) +
    6;
  const right = LEADER + widest(LARGE);
  const isNarrow = width < NARROW && (lines.length > FEW || right > width / 2); // long names would leave no room for lines
  if (!isNarrow && lines.length * LABEL <= height - 90) return { right, below: 0, columns: 0 };
  const columns = Math.max(1, Math.floor((width - 12) / widest(SMALL)));
  return { right: 20, below: Math.ceil(lines.length / columns) * ROW + 6, columns };
}

/** Whether a learner is named in bold: the one that is compared with the others. */
export const isBold = ({ family }: LearnerStyle): boolean => family === "transformer";
