import type { Learner } from "../algorithms/learner.ts";
import { currentEngine } from "../kernels/engine.ts";
import { checkPrompts, checkQueries } from "../prompts/checkPrompts.ts";
import { type PromptBatch, queriesOf, sliceBatch } from "../prompts/prompt.ts";
import { interleave, withQueries } from "../prompts/tokens.ts";
import { readSymbols } from "../prompts/writtenLabels.ts";
import { type ForwardPass, type ForwardPasses, forwardPasses } from "./forwardPass.ts";
import type { Model } from "./model.ts";
import { promptsAtOnce } from "./promptsAtOnce.ts";

const STRIDE = 2; // interleaved tokens: every x token is read, including the last token

const PASSES_AT_ONCE = 64; // handed to the threads together, to limit memory

/**
 * A model with parameters as a learner. Dispose of it, because it has tensors. It throws one sentence for prompts that
 * the model cannot read (checkReadable), on every backend.
 */
export function inContextLearner(
  model: Model,
  parameters: Float32Array,
  settings: Readonly<Record<string, number | string>>,
  engine = currentEngine(),
): Learner {
  return learnerOfPasses(model, settings, forwardPasses(model, parameters, engine));
}

/** The learner of a model whose forward passes run elsewhere, for example shared by threads. Its answers have the same bits. */
export function learnerOfPasses(
  model: Model,
  settings: Readonly<Record<string, number | string>>,
  forward: ForwardPasses,
): Learner {
  const answersIn = (numbers: Float32Array, batch: PromptBatch): Float32Array =>
    batch.symbols ? readSymbols(numbers, batch, batch.symbols) : numbers;

  return {
    id: "transformer",
    family: "transformer",
    settings,
    laws: [],
    async predict(batch, signal) {
      checkPrompts(batch);
      checkReadable(model, batch, batch.exemplars);
      const { prompts, exemplars } = batch;
      const positions = exemplars + 1;
      // If exemplars attend to one another, each position needs its own pass; otherwise one pass reads all positions.
      if (batch.queryX || model.tokens === "paired") return predictOneByOne(this, batch, signal);
      const answers = new Float32Array(prompts * positions);
      for (const parts of chunksOf(batch, promptsAtOnce(exemplars, 1))) {
        signal?.throwIfAborted();
        const outputs = await forward.run(parts.map(({ part }) => ({ tokens: interleave(part), stride: STRIDE })));
        for (const [k, { part, first }] of parts.entries()) {
          answers.set(answersIn(outputs[k] as Float32Array, part), first * positions);
        }
      }
      return answers;
    },
    async predictQueries(batch, queries, exemplars) {
      const perPrompt = checkQueries(batch, queries, exemplars); // M
      checkReadable(model, batch, exemplars);
      const { prompts, dim } = batch;
      const answers = new Float32Array(prompts * perPrompt);
      for (const parts of chunksOf(batch, promptsAtOnce(exemplars, perPrompt))) {
        const passes = parts.map(({ part, first }) => {
          const partQueries = queries.subarray(first * perPrompt * dim, (first + part.prompts) * perPrompt * dim);
          return { tokens: withQueries(part, partQueries, exemplars, model.tokens), stride: 1 };
        });
        const outputs = await forward.run(passes);
        for (const [k, { part, first }] of parts.entries()) {
          const { length, prefix } = (passes[k] as ForwardPass).tokens;
          const all = answersIn(outputs[k] as Float32Array, part); // [b, T]
          for (let b = 0; b < part.prompts; b++) {
            const from = b * length + prefix;
            answers.set(all.subarray(from, from + perPrompt), (first + b) * perPrompt);
          }
        }
      }
      return answers;
    },
    dispose: forward.dispose,
  };
}

/** Part of a batch, from prompt `first` on. */
interface Chunk {
  readonly part: PromptBatch;
  readonly first: number;
}

/** A batch in chunks of so many prompts, some chunks at a time. */
function* chunksOf(batch: PromptBatch, size: number): Generator<readonly Chunk[]> {
  const { prompts } = batch;
  let chunks: Chunk[] = [];
  for (let first = 0; first < prompts; first += size) {
    chunks.push({ part: sliceBatch(batch, first, Math.min(prompts, first + size)), first });
    if (chunks.length < PASSES_AT_ONCE && first + size < prompts) continue;
    yield chunks;
    chunks = [];
  }
}

/**
 * Throws one sentence if a model cannot read prompts up to so many exemplars: because of another D, too many exemplars,
 * ragged prompts, or other labels than it was made for.
 */
function checkReadable({ limits }: Model, batch: PromptBatch, exemplars: number): void {
  const reject = (expected: string, got: string | number) => {
    throw new RangeError(`invalid prompts: expected ${expected}, got ${got}`);
  };
  if (batch.dim !== limits.dim) reject(`${limits.dim} dimensions`, batch.dim);
  if (exemplars > limits.exemplars) reject(`at most ${limits.exemplars} exemplars`, exemplars);
  if (batch.lengths?.some((length) => length < exemplars)) reject("prompts of one length", "shorter ones too");
  const size = batch.symbols ? batch.symbols.length / batch.prompts / 2 : undefined;
  if (limits.ahead > 0) {
    if (size !== limits.labelSize) reject(`labels that are symbols of ${limits.labelSize} numbers`, size ?? "numbers");
    if (!batch.context?.instruction) reject("an instruction before each", "none");
    return;
  }
  if (size !== undefined) reject("labels that are numbers", `symbols of ${size} numbers`);
  if (batch.context?.instruction) reject("no instruction before them", "one");
}

/** Predicts each position as a separate query after its own prefix. */
async function predictOneByOne(learner: Learner, batch: PromptBatch, signal?: AbortSignal): Promise<Float32Array> {
  const { prompts, exemplars, dim } = batch;
  const positions = exemplars + 1;
  const queries = queriesOf(batch);
  const answers = new Float32Array(prompts * positions);
  for (let i = 0; i < positions; i++) {
    signal?.throwIfAborted();
    const at = new Float32Array(prompts * dim);
    for (let b = 0; b < prompts; b++) {
      const from = (b * positions + i) * dim;
      at.set(queries.subarray(from, from + dim), b * dim);
    }
    const answer = await learner.predictQueries(batch, at, i);
    for (let b = 0; b < prompts; b++) answers[b * positions + i] = answer[b] as number;
  }
  return answers;
}
