import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

/** Always answers 0. */
export const zero = (): Learner =>
  onlineLearner(
    { id: "zero", family: "zero", settings: {}, laws: ["zeroWithNone", "exchangeable", "homogeneous"] },
    () => ({
      reset() {},
      observe() {},
      answer: () => 0,
    }),
  );
