/**
 * B prompts x₁ y₁ x₂ y₂ … x. Position i is a query answered from the i exemplars before it, i = 0…N, so one prompt of
 * N exemplars is N + 1 questions.
 */
export interface PromptBatch {
  readonly prompts: number; // B
  readonly exemplars: number; // N
  readonly dim: number; // D
  readonly x: Float32Array; // [B, N + 1, D]
  readonly y: Float32Array; // [B, N + 1], as shown in the prompt (classification: class index)
  readonly queryX?: Float32Array; // [B, N + 1, D] where the query at a position differs from the exemplar shown there
  readonly queryY?: Float32Array; // [B, N + 1] what a query is scored on where that differs (flipped labels)
  readonly lengths?: Int32Array; // [B] exemplars really there, where prompts are ragged
  readonly symbols?: Float32Array; // [B, 2, M] what is written for y = −1 and for y = 1, where that is a vector
  readonly context?: PromptContext; // an instruction put before the prompt
  readonly task?: Task; // only oracle learners read it; absent for tables
}

/** What stands before the first exemplar: a vector the model reads as a token of its own. */
export interface PromptContext {
  readonly instruction?: Float32Array; // [B, M]
}

/** What made y, one entry a prompt. */
export type Task = LinearTask | HalfspaceTask;

/** y = wᵀx + noise. */
export interface LinearTask {
  readonly kind: "linear";
  readonly w: Float32Array; // [B, D]
}

/** y = 1 where ⟨a, x⟩ > t and −1 elsewhere, of x before it is standardised. */
export interface HalfspaceTask {
  readonly kind: "halfspace";
  readonly w: Float32Array; // a, [B, D]
  readonly threshold: Float32Array; // t, [B]
}
