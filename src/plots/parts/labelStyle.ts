import type { MarkerShape } from "../../algorithms/algorithm.ts";
import type { RowPlace } from "../../comparison/row.ts";
import { type LearnerStyle, learnerStyle } from "./learnerStyle.ts";

const KINDS: Readonly<
  Record<NonNullable<RowPlace["labels"]>, { readonly name: string; readonly marker: MarkerShape }>
> = {
  natural: { name: "natural", marker: "circle" },
  gaussian: { name: "arbitrary", marker: "square" },
  cube: { name: "arbitrary, cube", marker: "triangle" },
  pairs: { name: "arbitrary, pairs", marker: "bar" },
  flipped: { name: "flipped", marker: "cross" },
};

/** "arbitrary, instructed". */
export const labelName = ({ labels = "natural", instructed }: RowPlace): string =>
  `${KINDS[labels].name}${instructed ? ", instructed" : ""}`;

/** The look of a transformer's accuracy on labels of one kind: colour and marker are the kind's, dashed without an instruction. */
export function labelStyle(at: RowPlace): LearnerStyle {
  const { labels = "natural", instructed } = at;
  const label = labelName(at);
  return {
    ...learnerStyle("transformer"),
    ...{ name: `transformer, labels ${label}`, label, width: 2, marker: KINDS[labels].marker },
    dash: instructed ? "" : "6 3",
    labels: labels === "natural" || labels === "flipped" ? labels : "arbitrary",
  };
}
