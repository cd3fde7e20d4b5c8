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
  readonly context?: PromptContext; // instruction, documents put before the prompt
  readonly task?: Task; // only oracle learners read it; absent for tables
}

/** What stands before the first exemplar: vectors the model reads as tokens of their own. */
export interface PromptContext {
  readonly instruction?: Float32Array; // [B, M]
  readonly documents?: { readonly exemplars: number; readonly x: Float32Array; readonly y: Float32Array }; // [B, N', D], [B, N']
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

/** The x asked about at every position, [B, N + 1, D]. */
export const queriesOf = (batch: PromptBatch): Float32Array => batch.queryX ?? batch.x;

/** The y each position is scored on, [B, N + 1]. */
export const answersOf = (batch: PromptBatch): Float32Array => batch.queryY ?? batch.y;

/** The x asked about after all exemplars, [B, D], and the y it is scored on, [B]. */
export function lastOf(batch: PromptBatch): { readonly x: Float32Array; readonly y: Float32Array } {
  const { prompts, exemplars, dim } = batch;
  const [queries, answers] = [queriesOf(batch), answersOf(batch)];
  const x = new Float32Array(prompts * dim);
  const y = new Float32Array(prompts);
  for (let b = 0; b < prompts; b++) {
    const at = b * (exemplars + 1) + exemplars;
    x.set(queries.subarray(at * dim, (at + 1) * dim), b * dim);
    y[b] = answers[at] as number;
  }
  return { x, y };
}

/** Prompts first…last − 1 of a batch, as views of the same memory. */
export function sliceBatch(batch: PromptBatch, first: number, last: number): PromptBatch {
  const { prompts, exemplars, dim, task, context, ...rest } = batch;
  const cut = <A extends Float32Array | Int32Array>(array: A): A => {
    const row = array.length / prompts;
    return array.subarray(first * row, last * row) as A;
  };
  const arrays = Object.fromEntries(
    Object.entries(rest).map(([name, array]) => [name, cut(array)]),
  ) as unknown as typeof rest;
  return {
    ...arrays,
    prompts: last - first,
    exemplars,
    dim,
    ...(task && {
      task: {
        ...task,
        w: cut(task.w),
        ...(task.kind === "halfspace" && { threshold: cut(task.threshold) }),
      } as Task,
    }),
    ...(context && {
      context: {
        ...(context.instruction && { instruction: cut(context.instruction) }),
        ...(context.documents && {
          documents: { ...context.documents, x: cut(context.documents.x), y: cut(context.documents.y) },
        }),
      },
    }),
  };
}
