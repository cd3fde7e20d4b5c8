import type { Learner } from "./learner.ts";

/** What an algorithm may know of the prompts. */
export interface AlgorithmTask {
  readonly tau?: number; // the standard deviation of the task weights, if they are drawn so
  /** The Bayes predictor of the prompts, if there is one in closed form. */
  bayes?(): Learner;
}
