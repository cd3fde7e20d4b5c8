import type { PromptBatch } from "../prompts/prompt.ts";

/**
 * A property that a learner claims to have, and that is tested. Causality (nothing after a position changes its answer)
 * holds for all learners and is not listed.
 *
 * - zeroWithNone: answers 0 without exemplars
 * - exchangeable: the order of the exemplars does not matter
 * - homogeneous: scaling every y by c scales every answer by c
 * - exactWhenDetermined: without noise and with at least D exemplars in general position, answers wᵀx
 */
export type LearnerLaw = "zeroWithNone" | "exchangeable" | "homogeneous" | "exactWhenDetermined";

/**
 * Maps exemplars and a query to an answer: OLS, one step of gradient descent, a trained transformer. Each method
 * rejects with one sentence if the batch does not match its type, or the queries do not fit it (prompts/checkPrompts.ts).
 */
export interface Learner {
  readonly id: string; // "ridge(0.1)"
  readonly family: string; // its algorithm, or "transformer"
  readonly settings: Readonly<Record<string, number | string>>;
  readonly laws: readonly LearnerLaw[];
  /** ŷ at every position, each from the exemplars before it only. [B, N + 1] */
  predict(batch: PromptBatch, signal?: AbortSignal): Promise<Float32Array>;
  /** ŷ for M fresh queries after the first `exemplars` exemplars, sharing one pass over that prefix. queries [B, M, D] → [B, M] */
  predictQueries(batch: PromptBatch, queries: Float32Array, exemplars: number): Promise<Float32Array>;
  /** Predictive variance at every position, if the learner has one (Bayes). [B, N + 1] */
  variance?(batch: PromptBatch): Promise<Float32Array>;
  dispose?(): void;
}
