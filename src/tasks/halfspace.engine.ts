import { checkOneOf } from "../numerics/checks.ts";
import { dot } from "../numerics/dot.ts";
import { type Random, randomAt } from "../numerics/random.ts";
import { checkSizes } from "../prompts/checkPrompts.ts";
import { checkStream, type PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";

/** Linear classification as Algorithm 1 of Wei et al. 2023 makes it. */
export interface HalfspacePrompts {
  readonly dim: number; // D, the paper's N
  readonly exemplars: number; // N; if balanced, N = 2k, k of each class
  readonly coefficients: "positive" | "signed"; // as printed; or each with a random sign, so that Σ x has no information
  /** Default balanced, as in the paper: the labels so far then tell of the next one, and the last follows from them. */
  readonly classes?: "balanced" | "independent";
}

const MAX = 1000; // coordinates are whole numbers 1…1000
export const MIDDLE = (MAX + 1) / 2; // their mean
export const DEVIATION = Math.sqrt((MAX ** 2 - 1) / 12); // their standard deviation
const CANDIDATES = 4096; // max number of x drawn for one prompt; if a class is too rare, a and p are drawn again

/**
 * Prompts first…first + prompts − 1 of a stream: a, p ~ {1…1000}^D, t = ⟨a, p⟩; k exemplars with ⟨x, a⟩ > t (y = 1) and
 * k with ⟨x, a⟩ ≤ t (y = −1), by rejection from x ~ {1…1000}^D, in random order; the query's x is not conditioned on its
 * class. x is given as (x − 500.5) / 288.7. If classes are independent, a fair coin is thrown for each exemplar's class. If
 * 4,096 candidates contain too few of a class (for example if p leaves none), a and p are drawn again.
 */
export function sampleHalfspace(settings: HalfspacePrompts, stream: PromptStream, prompts: number): PromptBatch {
  const { dim, exemplars, coefficients, classes = "balanced" } = settings;
  checkSizes(settings, prompts);
  checkStream(stream);
  checkOneOf("coefficients", coefficients, ["positive", "signed"]);
  checkOneOf("classes", classes, ["balanced", "independent"]);
  const balanced = classes === "balanced";
  if ((balanced && exemplars % 2 !== 0) || exemplars > CANDIDATES / 2) {
    const expected = `${balanced ? "an even number" : "a number"} up to ${CANDIDATES / 2}`;
    throw new RangeError(`invalid exemplars: expected ${expected}, got ${exemplars}`);
  }
  const positions = exemplars + 1;
  const x = new Float32Array(prompts * positions * dim);
  const y = new Float32Array(prompts * positions);
  const w = new Float32Array(prompts * dim);
  const threshold = new Float32Array(prompts);
  const candidate = new Float64Array(dim);
  for (let b = 0; b < prompts; b++) {
    const data = randomAt(stream.seed, stream.label, stream.first + b);
    let drawn = drawOne(data, settings, candidate);
    while (!drawn) drawn = drawOne(data, settings, candidate);
    const { a, t, xs } = drawn;
    w.set(a, b * dim);
    threshold[b] = t;
    xs.forEach((values, i) => {
      y[b * positions + i] = dot(a, 0, values, 0, dim) > t ? 1 : -1;
      values.forEach((value, d) => {
        x[(b * positions + i) * dim + d] = (value - MIDDLE) / DEVIATION;
      });
    });
  }
  return { prompts, exemplars, dim, x, y, task: { kind: "halfspace", w, threshold } };
}

interface Drawn {
  readonly a: Float64Array; // [D]
  readonly t: number;
  readonly xs: readonly Float64Array[]; // N exemplars, then the query, [D] each
}

function drawOne(
  data: Random,
  { dim, exemplars, coefficients, classes }: HalfspacePrompts,
  candidate: Float64Array, // [D], to work in
): Drawn | undefined {
  const draw = (into: Float64Array) => {
    for (let d = 0; d < dim; d++) into[d] = 1 + data.integer(MAX);
    return into;
  };
  const a = draw(new Float64Array(dim));
  if (coefficients === "signed") for (let d = 0; d < dim; d++) if (data.uniform() < 0.5) a[d] = -(a[d] as number);
  const t = dot(a, 0, draw(candidate), 0, dim); // exact: sums of whole numbers of at most 10⁶ each
  const query = draw(new Float64Array(dim));
  let above = exemplars / 2; // exemplars of y = 1
  if (classes === "independent") {
    above = 0;
    for (let i = 0; i < exemplars; i++) if (data.uniform() < 0.5) above += 1;
  }
  const left = [exemplars - above, above]; // missing exemplars of y = −1, of y = 1
  const xs: Float64Array[] = [];
  for (let k = 0; k < CANDIDATES && xs.length < exemplars; k++) {
    const side = dot(a, 0, draw(candidate), 0, dim) > t ? 1 : 0;
    if (left[side] === 0) continue;
    left[side] = (left[side] as number) - 1;
    xs.push(candidate.slice());
  }
  if (xs.length < exemplars) return undefined;
  for (let k = exemplars - 1; k > 0; k--) {
    const other = data.integer(k + 1);
    [xs[k], xs[other]] = [xs[other] as Float64Array, xs[k] as Float64Array];
  }
  return { a, t, xs: [...xs, query] };
}
