import { checkInteger, checkLength } from "../numerics/checks.ts";
import { randomAt } from "../numerics/random.ts";
import { checkDrift, type Drift } from "./drift.ts";
import { similarities, topK } from "./similarity.ts";

/** The input of a retriever: a stream with its corpus, and the answers of the reader. */
export interface RetrieverInput {
  readonly drift: Drift;
  readonly answers: readonly Float32Array[]; // [documents] of [T]: the reader's, with that document put before its window
}

/** Chooses the document, by its number, that is read from pair `at` until `until` − 1; all except the oracle use only earlier pairs. */
export type Retriever = (library: RetrieverInput, at: number, until: number) => number;

/** How candidates are found: those whose bag statistic is most similar to that of the last ℓ pairs. */
export interface CandidateSettings {
  readonly queryLength: number; // ℓ
  readonly candidates: number; // k
}

/** Throws if the arrays of a stream do not fit, or its answers are not [T] for each document. */
export function checkRetrieverInput({ drift, answers }: RetrieverInput): void {
  checkDrift(drift);
  const { documents, pairs } = drift;
  if (answers.length !== documents.length) {
    throw new RangeError(`invalid answers: expected those of ${documents.length} documents, got ${answers.length}`);
  }
  for (const each of answers) checkLength("answers", each, pairs, "[T]");
}

/** Any document with equal probability, from (seed, pair) alone. */
export const randomRetriever = (seed: number): Retriever => {
  checkInteger("seed", seed, 0);
  return ({ drift }, at) => {
    checkInteger("documents", drift.documents.length, 1);
    return randomAt(seed, "retrieval", at).integer(drift.documents.length);
  };
};

/** The most similar document by the bag statistic, like BM25 for words (Ram et al. 2023, §5). */
export const similarityRetriever =
  (queryLength: number): Retriever =>
  ({ drift }, at) =>
    topK(similarities(drift, at, queryLength), 1)[0] as number;

/** The candidate with the smallest error of the reader on the last s′ pairs (Ram et al. 2023, §6.1). */
export const zeroShotReranker = (settings: CandidateSettings, recent: number): Retriever => {
  checkInteger("recent", recent, 1);
  return (library, at) => smallestError(library, candidatesAt(library, at, settings), Math.max(0, at - recent), at);
};

/** The candidate with the smallest error of the reader on the next pairs: a bound, not a method (§7). */
export const oracleRetriever =
  (settings: CandidateSettings): Retriever =>
  (library, at, until) =>
    smallestError(library, candidatesAt(library, at, settings), at, until);

/** The candidates at a pair, the most similar first. */
export function candidatesAt({ drift }: RetrieverInput, at: number, settings: CandidateSettings): number[] {
  checkInteger("candidates", settings.candidates, 1);
  return topK(similarities(drift, at, settings.queryLength), settings.candidates);
}

/** Σ (ŷ − y)² of the reader with a document before it, over pairs first…last − 1. */
export function errorOf({ drift, answers }: RetrieverInput, document: number, first: number, last: number): number {
  checkInteger("document", document, 0, answers.length - 1);
  checkInteger("last", last, 0, drift.pairs);
  checkInteger("first", first, 0, last);
  const read = answers[document] as Float32Array;
  checkLength("answers", read, drift.pairs, "[T]");
  let sum = 0;
  for (let t = first; t < last; t++) sum += ((read[t] as number) - (drift.y[t] as number)) ** 2;
  return sum;
}

function smallestError(library: RetrieverInput, candidates: readonly number[], first: number, last: number): number {
  const errors = candidates.map((document) => -errorOf(library, document, first, last));
  return candidates[topK(errors, 1)[0] as number] as number;
}

/** Reads a stream with the document that a retriever puts before its window every s pairs, from pair `from` on: ŷ, [T − from]. */
export function readWithRetriever(
  retriever: Retriever,
  library: RetrieverInput,
  stride: number,
  from: number,
): Float32Array {
  checkRetrieverInput(library);
  const { pairs } = library.drift;
  checkInteger("stride", stride, 1);
  checkInteger("from", from, 0, pairs);
  const read = new Float32Array(pairs - from);
  for (let at = from; at < pairs; at += stride) {
    const until = Math.min(pairs, at + stride);
    const chosen = retriever(library, at, until);
    checkInteger("document", chosen, 0, library.answers.length - 1);
    const document = library.answers[chosen] as Float32Array;
    read.set(document.subarray(at, until), at - from);
  }
  return read;
}
