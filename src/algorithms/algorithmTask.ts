import type { Learner } from "./learner.ts";

/** What an algorithm may know about the prompts. */
export interface AlgorithmTask {
  readonly tau?: number; // the standard deviation of the task weights, if they are normally distributed
  /** The Bayes predictor of the prompts, if there is one in closed form. */
  bayes?(): Learner;
}
