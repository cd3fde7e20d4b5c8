import { formatLambda } from "../../plots/parts/format.ts";
import type { Evaluation } from "../runData/evaluations.ts";
import { nearest, whole } from "./format.ts";

/** Words of between. */
export const between = {
  heading: "Compare with another evaluation",
  figure: "What changed between two evaluations",
  with: (step: number) => `Compare step ${whole(step)} with`,
  step: (step: number) => `step ${whole(step)}`,
  summary: (from: Evaluation, to: Evaluation) =>
    `From step ${whole(from.step)} to step ${whole(to.step)}: nearest ${nearest(from)}, then ${nearest(to)}; effective λ ${formatLambda(from.effectiveLambda)}, then ${formatLambda(to.effectiveLambda)}.`,
} as const;
