/**
 * B prompts x₁ y₁ x₂ y₂ … x. Position i is a query answered from the i exemplars before it, i = 0…N, so one prompt of
 * N exemplars has N + 1 queries.
 */
export interface PromptBatch {
  readonly prompts: number; // B
  readonly exemplars: number; // N
  readonly dim: number; // D
  readonly x: Float32Array; // [B, N + 1, D]
  readonly y: Float32Array; // [B, N + 1], as shown in the prompt (classification: class index)
  readonly queryX?: Float32Array; // [B, N + 1, D] if the query at a position differs from the exemplar there
  readonly queryY?: Float32Array; // [B, N + 1] the target of a query, if it differs from y (flipped labels)
  readonly lengths?: Int32Array; // [B] number of exemplars, if prompts have different lengths
  readonly symbols?: Float32Array; // [B, 2, M] the vectors written for y = −1 and for y = 1, if labels are symbols
  readonly context?: PromptContext; // an instruction put before the prompt
  readonly task?: Task; // only oracle learners read it; absent for tables
}

/** Context before the first exemplar: a vector that the model reads as a separate token. */
export interface PromptContext {
  readonly instruction?: Float32Array; // [B, M]
}

/** How y was generated, one entry per prompt. */
export type Task = LinearTask | HalfspaceTask;

/** y = wᵀx + noise. */
export interface LinearTask {
  readonly kind: "linear";
  readonly w: Float32Array; // [B, D]
}

/** y = 1 if ⟨a, x⟩ > t, otherwise −1, for x before it is standardised. */
export interface HalfspaceTask {
  readonly kind: "halfspace";
  readonly w: Float32Array; // a, [B, D]
  readonly threshold: Float32Array; // t, [B]
}
