import { checkBetween, checkInteger, checkLength, checkPositive, checkRoom } from "../numerics/checks.ts";
import { dot } from "../numerics/dot.ts";
import { type Random, randomAt } from "../numerics/random.ts";
import { checkStream, type PromptStream } from "../prompts/drawPrompts.ts";

/** A world whose topic drifts: a long stream of pairs, and a corpus of documents about its topics. */
export interface DriftSettings {
  readonly dim: number; // D
  readonly tau: number; // standard deviation of a topic's task weights
  readonly sigma: number; // standard deviation of the noise on y
  readonly topics: number; // M tasks w ~ N(0, τ² I)
  readonly copies: number; // documents per topic
  readonly document: number; // exemplars of a document
  readonly hazard: number; // h: probability that the topic changes before a pair
  readonly pairs: number; // T, of the stream
}

/** Exemplars one after another, [n, D] and [n]. */
export interface LabelledPairs {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** A stream and its corpus. */
export interface Drift extends LabelledPairs {
  readonly dim: number;
  readonly pairs: number; // T
  readonly clean: Float32Array; // wᵀx of the topic there, [T]
  readonly topic: Int32Array; // [T]
  readonly documents: readonly (LabelledPairs & { readonly topic: number })[]; // M × copies, those of one topic side by side
}

/** Number `first` of the worlds of (seed, label): y = wᵀx + N(0, σ²), x ~ N(0, I), in the stream and in the documents. */
export function sampleDrift(settings: DriftSettings, stream: PromptStream): Drift {
  checkSettings(settings);
  checkStream(stream);
  const { seed, label, first } = stream;
  const { dim, tau, topics, copies, document, hazard, pairs } = settings;
  const random = randomAt(seed, label, first);
  const w = Float64Array.from({ length: topics * dim }, () => tau * random.normal()); // [M, D]
  const documents = Array.from({ length: topics * copies }, (_, k) => {
    const topic = Math.floor(k / copies);
    const drawn = Array.from({ length: document }, () => drawPair(settings, random, w, topic));
    return { ...joined(drawn, dim), topic };
  });
  const topic = new Int32Array(pairs);
  let now = random.integer(topics);
  const drawn = Array.from(topic, (_, t) => {
    if (t > 0 && random.uniform() < hazard) now = (now + 1 + random.integer(topics - 1)) % topics;
    topic[t] = now;
    return drawPair(settings, random, w, now);
  });
  const clean = Float32Array.from(drawn, (pair) => pair.clean);
  return { ...joined(drawn, dim), dim, pairs, clean, topic, documents };
}

function checkSettings(settings: DriftSettings): void {
  const { dim, tau, sigma, topics, copies, document, hazard, pairs } = settings;
  for (const [name, size] of Object.entries({ dim, topics, copies, pairs })) checkInteger(name, size, 1);
  checkInteger("document", document, 0);
  checkRoom("documents", topics, copies, document, dim);
  checkRoom("pairs", pairs, dim);
  checkPositive("tau", tau);
  checkBetween("sigma", sigma, 0);
  checkBetween("hazard", hazard, 0, 1);
  if (hazard > 0) checkInteger("topics", topics, 2); // a change needs another topic
}

/** Throws if the arrays of a stream do not match its T pairs of D dimensions, or those of a document do not match each other. */
export function checkDrift({ dim, pairs, x, y, documents }: Drift): void {
  checkInteger("dim", dim, 1);
  checkInteger("pairs", pairs, 1);
  checkLength("y of the stream", y, pairs, "[T]");
  checkLength("x of the stream", x, pairs * dim, "[T, D]");
  for (const document of documents) checkDocument(document, dim);
}

/** Throws if a document's x is not [n, D] for its y [n]. */
export const checkDocument = ({ x, y }: LabelledPairs, dim: number): void =>
  checkLength("x of a document", x, y.length * dim, "[n, D]");

interface DrawnPair {
  readonly x: Float64Array; // [D]
  readonly clean: number;
  readonly y: number;
}

function drawPair({ dim, sigma }: DriftSettings, random: Random, w: Float64Array, topic: number): DrawnPair {
  const x = Float64Array.from({ length: dim }, () => random.normal());
  const clean = dot(w, topic * dim, x, 0, dim);
  return { x, clean, y: clean + sigma * random.normal() };
}

function joined(drawn: readonly DrawnPair[], dim: number): LabelledPairs {
  const x = new Float32Array(drawn.length * dim);
  drawn.forEach((pair, k) => {
    x.set(pair.x, k * dim);
  });
  return { x, y: Float32Array.from(drawn, ({ y }) => y) };
}
