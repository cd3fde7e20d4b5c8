import type { Learner } from "../algorithms/learner.ts";
import { checkIndices, checkInteger } from "../numerics/checks.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { checkDocument, checkDrift, type Drift, type LabelledPairs } from "./drift.ts";

/** How a stream is read. */
export interface ReadingSettings {
  readonly windows: readonly number[]; // c: max number of exemplars of the stream before a pair; multiples of the step
  readonly step: number; // b: a window advances by b pairs at a time, so that it has c − b + 1…c exemplars
  readonly from: number; // the first pair read, at least the longest window
}

/** The answers of a reader to a stream: by window c, [documents] of [T]. Values before `from` have no meaning. */
export type WindowAnswers = ReadonlyMap<number, readonly Float32Array[]>;

/** The document before a window without a document. */
export const EMPTY_DOCUMENT: LabelledPairs = { x: new Float32Array(), y: new Float32Array() };

const PROMPTS_AT_ONCE = 4096;

/**
 * A reader's answers to the pairs of a stream with each of some documents, all of one length, put before its window: a
 * prompt is [document; window; query]. One pass over the longest window also gives the answers with shorter windows.
 * Rejects with one sentence if a size or an array does not fit, or if the prompts are too long for the reader.
 */
export async function readStream(
  reader: Learner,
  drift: Drift,
  documents: readonly LabelledPairs[],
  { windows, step, from }: ReadingSettings,
): Promise<WindowAnswers> {
  checkDrift(drift);
  checkAlike(documents, drift.dim);
  checkInteger("step", step, 1);
  checkIndices("windows", windows, drift.pairs + 1);
  checkInteger("from", from, 0, drift.pairs);
  const wrong = windows.find((c) => c < 1 || c % step !== 0);
  if (wrong !== undefined) throw new Error(`invalid window: must be a multiple of the step ${step}, got ${wrong}`);
  const longest = Math.max(...windows);
  if (from < longest) throw new Error(`invalid from: must be at least the longest window ${longest}, got ${from}`);
  const { pairs } = drift;
  const length = documents[0]?.y.length ?? 0;
  const passes: Pass[] = []; // one that starts at pair k b − 1 has j exemplars of the stream before pair k b − 1 + j
  for (let k = Math.floor(from / step) - longest / step + 1; k * step < pairs; k++)
    for (let document = 0; document < documents.length; document++) passes.push({ document, start: k * step - 1 });
  const answers = new Map(windows.map((c) => [c, documents.map(() => new Float32Array(pairs))]));
  for (let done = 0; done < passes.length; done += PROMPTS_AT_ONCE) {
    const part = passes.slice(done, done + PROMPTS_AT_ONCE);
    const read = await reader.predict(promptsOf(drift, documents, part, longest)); // [passes, N' + c + 1]
    part.forEach(({ document, start }, b) => {
      const at = b * (length + longest + 1) + length;
      for (const [c, table] of answers)
        for (let j = c - step + 1; j <= c && start + j < pairs; j++)
          (table[document] as Float32Array)[start + j] = read[at + j] as number;
    });
  }
  return answers;
}

function checkAlike(documents: readonly LabelledPairs[], dim: number): void {
  const [first] = documents;
  if (!first) throw new RangeError("invalid documents: expected at least one, got none");
  for (const document of documents) {
    checkDocument(document, dim);
    if (document.y.length !== first.y.length) {
      throw new RangeError(`invalid documents: expected all of ${first.y.length} pairs, got ${document.y.length}`);
    }
  }
}

interface Pass {
  readonly document: number;
  readonly start: number; // the window's first pair
}

/** [document; window] of each pass, the last pair of the window is the query. After the end of the stream there are zeros. */
function promptsOf(
  { dim, pairs, ...stream }: Drift,
  documents: readonly LabelledPairs[],
  passes: readonly Pass[],
  window: number,
): PromptBatch {
  const length = documents[0]?.y.length ?? 0;
  const exemplars = length + window;
  const x = new Float32Array(passes.length * (exemplars + 1) * dim);
  const y = new Float32Array(passes.length * (exemplars + 1));
  passes.forEach(({ document, start }, b) => {
    const at = b * (exemplars + 1);
    const pairsOfDocument = documents[document] as LabelledPairs;
    const end = Math.min(pairs, start + window + 1);
    x.set(pairsOfDocument.x, at * dim);
    y.set(pairsOfDocument.y, at);
    x.set(stream.x.subarray(start * dim, end * dim), (at + length) * dim);
    y.set(stream.y.subarray(start, end), at + length);
  });
  return { prompts: passes.length, exemplars, dim, x, y };
}
