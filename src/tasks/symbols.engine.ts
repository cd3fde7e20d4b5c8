import { checkBetween, checkInteger, checkOneOf } from "../numerics/checks.ts";
import { type Random, randomAt } from "../numerics/random.ts";
import { checkPrompts } from "../prompts/checkPrompts.ts";
import { drawPrompts, type PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { LinearPrompts } from "./linear.engine.ts";

/** How the vectors of arbitrary symbols are made: N(0, I); the corners of a cube; sums of two signed unit vectors. */
export type SymbolKind = "gaussian" | "cube" | "pairs";

/** The boundary between the two classes: u = wᵀx; or, v along another direction, at right angles to w, u + v² − 1, or u v. */
export type Boundary = "line" | "bend" | "cross";

/**
 * Two classes whose labels are vectors that may have a meaning: y = sign(wᵀx + noise), |w| = 1, x ~ N(0, I), and y is
 * written as one of two symbols of length √M. A natural pair is ±Aw, the task in a language that all prompts share (A is
 * fixed); the others are arbitrary. Some prompts begin with an instruction, the task in another such language, Iw.
 */
export interface SymbolPrompts extends Pick<LinearPrompts, "dim" | "exemplars" | "sigma"> {
  readonly natural: number; // share of prompts whose labels are natural
  readonly instructed: number; // share of prompts with an instruction; the others begin with a token of zeros
  readonly symbolSize: number; // M
  readonly symbols: SymbolKind; // kind of those that are not natural
  readonly boundary?: Boundary; // default line. No config sets it: the others are only for evaluation, not for training
}

const MAX_SYMBOL_SIZE = 2 ** 16;

/**
 * Prompts first…first + prompts − 1 of a stream, each depends on (seed, label, number) alone; other shares or symbols do
 * not change w and x.
 */
export function sampleSymbols(settings: SymbolPrompts, stream: PromptStream, prompts: number): PromptBatch {
  const { dim, natural, instructed, symbolSize: size, symbols: kind, boundary = "line" } = settings;
  checkBetween("natural", natural, 0, 1);
  checkBetween("instructed", instructed, 0, 1);
  checkInteger("symbolSize", size, 2, MAX_SYMBOL_SIZE);
  checkOneOf("symbols", kind, ["gaussian", "cube", "pairs"]);
  checkOneOf("boundary", boundary, ["line", "bend", "cross"]);
  if (boundary !== "line") checkInteger("dim", dim, 2); // there is no direction at right angles to w in one dimension
  const batch = drawPrompts(settings, stream, prompts, (data, w) => {
    for (let d = 0; d < dim; d++) w[d] = data.normal();
    lengthen(w, 1);
  });
  const w = batch.task?.w as Float32Array;
  const symbols = new Float32Array(prompts * 2 * size);
  const instruction = new Float32Array(prompts * size);
  const meaning = language("label", dim, size);
  const instructing = language("instruction", dim, size);
  for (let b = 0; b < prompts; b++) {
    const random = randomAt(stream.seed, `${stream.label}/symbols`, stream.first + b);
    const [isNatural, isInstructed] = [random.uniform() < natural, random.uniform() < instructed];
    const task = w.subarray(b * dim, (b + 1) * dim);
    const [below, above] = [0, 1].map((c) => symbols.subarray((2 * b + c) * size, (2 * b + c + 1) * size)) as [
      Float32Array,
      Float32Array,
    ];
    if (isNatural) {
      above.set(expressIn(task, meaning, size));
      below.set(above.map((value) => -value));
    } else {
      drawSymbol(random, kind, below);
      do drawSymbol(random, kind, above);
      while (above.every((value, m) => value === below[m]));
    }
    if (isInstructed) instruction.set(expressIn(task, instructing, size), b * size);
  }
  const sides = boundary === "line" ? batch.y : bent(batch, w, boundary, stream);
  return { ...batch, y: sides.map((side) => (side > 0 ? 1 : -1)), symbols, context: { instruction } };
}

/** A function that is above 0 on one side of a boundary other than a line, [B, N + 1]. */
function bent({ prompts, dim, x, y }: PromptBatch, w: Float32Array, boundary: Boundary, stream: PromptStream) {
  const positions = y.length / prompts;
  return y.map((u, k) => {
    const b = Math.floor(k / positions);
    const across = acrossFrom(
      w.subarray(b * dim, (b + 1) * dim),
      randomAt(stream.seed, `${stream.label}/boundary`, stream.first + b),
    );
    let v = 0;
    for (let d = 0; d < dim; d++) v += (across[d] as number) * (x[k * dim + d] as number);
    return boundary === "bend" ? u + v * v - 1 : u * v;
  });
}

/** A direction of length one at right angles to w, which has length one. */
function acrossFrom(w: Float32Array, random: Random): Float32Array {
  const drawn = w.map(() => random.normal());
  const along = drawn.reduce((sum, value, d) => sum + value * (w[d] as number), 0);
  return lengthen(
    drawn.map((value, d) => value - along * (w[d] as number)),
    1,
  );
}

/** The same prompts with the two symbols of each exchanged: a natural label then means the opposite class. */
export function exchangeSymbols(batch: PromptBatch): PromptBatch {
  if (!batch.symbols) throw new Error("invalid prompts: expected labels that are symbols");
  checkPrompts(batch);
  const size = batch.symbols.length / batch.prompts / 2;
  const symbols = new Float32Array(batch.symbols.length);
  for (let k = 0; k < 2 * batch.prompts; k++) {
    const from = k ^ 1;
    symbols.set(batch.symbols.subarray(from * size, (from + 1) * size), k * size);
  }
  return { ...batch, symbols };
}

/** A fixed map from tasks to vectors, [D, M]. */
function language(name: string, dim: number, size: number): Float64Array {
  const random = randomAt(0, `language/${name}`, dim);
  return Float64Array.from({ length: dim * size }, () => random.normal());
}

/** A task in a language, scaled to length √M. */
function expressIn(task: Float32Array, map: Float64Array, size: number): Float32Array {
  const vector = new Float32Array(size);
  for (let m = 0; m < size; m++) {
    let sum = 0;
    for (let d = 0; d < task.length; d++) sum += (task[d] as number) * (map[d * size + m] as number);
    vector[m] = sum;
  }
  return lengthen(vector, Math.sqrt(size));
}

function drawSymbol(random: Random, kind: SymbolKind, into: Float32Array): void {
  const size = into.length;
  if (kind === "gaussian") for (let m = 0; m < size; m++) into[m] = random.normal();
  if (kind === "cube") for (let m = 0; m < size; m++) into[m] = sign(random);
  if (kind === "pairs") {
    const [one, other] = [random.integer(size), random.integer(size - 1)];
    into.fill(0);
    into[one] = sign(random);
    into[other < one ? other : other + 1] = sign(random);
  }
  lengthen(into, Math.sqrt(size));
}

const sign = (random: Random) => (random.uniform() < 0.5 ? -1 : 1);

/** Scales a vector to a length, in place. */
function lengthen(vector: Float32Array, length: number): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  const scale = length / Math.sqrt(square);
  for (let k = 0; k < vector.length; k++) vector[k] = (vector[k] as number) * scale;
  return vector;
}
