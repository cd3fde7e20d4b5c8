import type { Learner } from "../algorithms/learner.ts";
import { onlineLearner } from "../algorithms/online.ts";
import { checkInteger } from "../numerics/checks.ts";
import { type Random, randomAt } from "../numerics/random.ts";

const EDGE = Math.sqrt(3); // coordinates are uniform in ±√3: mean 0, variance 1
const RARE = 1e-4; // no class is taken to be rarer
const MAX_CORRECTIONS = 1e6;

/**
 * The Bayes predictor of two classes with signed coefficients and independent classes (tasks/halfspace.engine.ts), by
 * sampling: E[y] over (a, p) uniform in cubes, each weighted by 1 / P(class) for every exemplar, as far as they agree with
 * all exemplars. A Markov chain moves one coordinate at a time, within what the exemplars leave it, and `sweeps` times
 * through all of them after half as many that are not counted. Two approximations: coordinates are continuous, and in more than
 * two dimensions P(class) is an Edgeworth expansion. So the accuracy is a lower bound of the best, and near it. Depends on the
 * exemplars alone. Throws if no plane separates them.
 */
export function halfspaceBayes(sweeps = 400): Learner {
  checkInteger("sweeps", sweeps, 1);
  return onlineLearner({ id: "bayes", family: "bayes", settings: { sweeps }, laws: ["zeroWithNone"] }, (dim) => {
    const seen: Seen = { dim, xs: [], ys: [] };
    let planes: readonly Plane[] | undefined; // draws of the last exemplars
    return {
      reset() {
        [seen.xs.length, seen.ys.length, planes] = [0, 0, undefined];
      },
      observe(x, offset, y) {
        if (Math.abs(y) !== 1) throw new Error(`invalid prompts: a classifier needs y = 1 or -1, got ${y}`);
        seen.xs.push(x.slice(offset, offset + dim));
        seen.ys.push(y);
        planes = undefined;
      },
      answer(query, offset) {
        planes ??= drawPlanes(seen, sweeps);
        let sum = 0;
        for (const { a, t } of planes) sum += sideOf(a, query, offset) > t ? 1 : -1;
        return sum / planes.length;
      },
    };
  });
}

interface Seen {
  readonly dim: number;
  readonly xs: Float64Array[]; // [n] of [D]
  readonly ys: number[]; // [n], ±1
}

/** y = 1 where ⟨a, x⟩ > t. */
interface Plane {
  readonly a: Float64Array; // [D]
  readonly t: number;
}

/** Planes of the posterior, one for each sweep. */
function drawPlanes(seen: Seen, sweeps: number): readonly Plane[] {
  const random = randomAt(0, "halfspaceBayes", 0); // the same for all prompts
  const chain = startChain(seen);
  for (let k = 0; k < sweeps / 2; k++) chain.sweep(random);
  return Array.from({ length: sweeps }, () => {
    chain.sweep(random);
    return { a: chain.a.slice(), t: chain.t() };
  });
}

/** The state of the chain: a and p, the ⟨a, xᵢ⟩, and t = ⟨a, p⟩. */
function startChain({ dim, xs, ys }: Seen) {
  const n = xs.length;
  const above = ys.filter((y) => y > 0).length;
  const { a, t: start } = separatingPlane({ dim, xs, ys });
  const length = a.reduce((sum, value) => sum + Math.abs(value), 0);
  const p = a.map((value) => (Math.sign(value) * start) / length); // ⟨a, p⟩ = t, within the cube
  const projections = Float64Array.from(xs, (x) => sideOf(a, x, 0));
  let t = start;
  let weight = logWeight(a, t, above, n);
  const accept = (random: Random, next: number) => Math.log(1 - random.uniform()) < next - weight;

  /** Moves a coordinate of a, which moves t and the projections as well. */
  function turn(d: number, random: Random): void {
    const before = a[d] as number;
    let [low, high] = [-1 - before, 1 - before];
    for (let i = 0; i < n; i++) {
      const y = ys[i] as number;
      const margin = y * ((projections[i] as number) - t);
      const slope = y * ((xs[i]?.[d] as number) - (p[d] as number));
      if (slope > 0) low = Math.max(low, -margin / slope);
      else if (slope < 0) high = Math.min(high, -margin / slope);
    }
    if (!(high > low)) return;
    const change = low + random.uniform() * (high - low);
    a[d] = before + change;
    const moved = t + change * (p[d] as number);
    const next = logWeight(a, moved, above, n);
    if (!accept(random, next)) {
      a[d] = before;
      return;
    }
    [t, weight] = [moved, next];
    for (let i = 0; i < n; i++) projections[i] = (projections[i] as number) + change * (xs[i]?.[d] as number);
  }

  /** Moves a coordinate of p, which moves t alone, between the classes. */
  function shift(d: number, random: Random, [least, most]: readonly [number, number]): void {
    const slope = a[d] as number;
    if (slope === 0) return;
    const before = p[d] as number;
    const [one, other] = [before + (least - t) / slope, before + (most - t) / slope];
    const low = Math.max(-EDGE, Math.min(one, other));
    const high = Math.min(EDGE, Math.max(one, other));
    if (!(high > low)) return;
    const value = low + random.uniform() * (high - low);
    const moved = t + slope * (value - before);
    const next = logWeight(a, moved, above, n);
    if (!accept(random, next)) return;
    p[d] = value;
    [t, weight] = [moved, next];
  }

  return {
    a,
    t: () => t,
    sweep(random: Random) {
      for (let d = 0; d < dim; d++) turn(d, random);
      const between = gap(projections, ys);
      for (let d = 0; d < dim; d++) shift(d, random, between);
    },
  };
}

/** Where t may lie: above every projection of y = −1, below every one of y = 1. */
function gap(projections: Float64Array, ys: readonly number[]): [number, number] {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  ys.forEach((y, i) => {
    const at = projections[i] as number;
    if (y > 0) most = Math.min(most, at);
    else least = Math.max(least, at);
  });
  return [least, most];
}

/** A plane that separates the exemplars, by the perceptron's rule, scaled into the cube. */
function separatingPlane({ dim, xs, ys }: Seen): Plane {
  const a = new Float64Array(dim);
  for (let d = 0; d < dim; d++) a[d] = 1e-3; // not zero: the plane of no exemplar is none
  let t = 0;
  for (let corrections = 0, wrong = true; wrong; ) {
    wrong = false;
    xs.forEach((x, i) => {
      const y = ys[i] as number;
      if (y * (sideOf(a, x, 0) - t) > 0) return;
      wrong = true;
      corrections += 1;
      for (let d = 0; d < dim; d++) a[d] = (a[d] as number) + y * (x[d] as number);
      t -= y;
    });
    if (corrections > MAX_CORRECTIONS) throw new Error("invalid prompts: no plane separates the two classes");
  }
  const scale = 1 / Math.max(...a.map(Math.abs));
  const inside = a.map((value) => value * scale);
  const [least, most] = gap(
    Float64Array.from(xs, (x) => sideOf(inside, x, 0)),
    ys,
  );
  const middle = Number.isFinite(least) && Number.isFinite(most) ? (least + most) / 2 : undefined;
  const edge = EDGE * inside.reduce((sum, value) => sum + Math.abs(value), 0);
  return { a: inside, t: middle ?? (Number.isFinite(least) ? (least + edge) / 2 : (most - edge) / 2) };
}

const sideOf = (a: Float64Array, x: Float64Array, offset: number): number => {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (x[offset + d] as number);
  return sum;
};

/** −Σ log P(class of the exemplar), where `above` of n have y = 1. */
function logWeight(a: Float64Array, t: number, above: number, n: number): number {
  const below = a.length <= 2 ? shareOfTwo(a[0] as number, a[1] ?? 0, t) : shareOfMany(a, t);
  const share = Math.min(1 - RARE, Math.max(RARE, below));
  return -above * Math.log(1 - share) - (n - above) * Math.log(share);
}

/** P(⟨a, x⟩ ≤ t) in one or two dimensions, exactly: the density is a trapezoid. */
function shareOfTwo(one: number, other: number, t: number): number {
  const [u, v] = [EDGE * Math.abs(one), EDGE * Math.abs(other)];
  const [long, short] = [Math.max(u, v), Math.min(u, v)];
  const size = Math.abs(t);
  const beyond = long + short - size; // what is left of the slope
  const tail = size <= long - short ? 0.5 - size / (2 * long) : Math.max(0, beyond) ** 2 / (8 * long * short);
  return t > 0 ? 1 - tail : tail;
}

/** P(⟨a, x⟩ ≤ t) in more dimensions: the normal distribution, and what the fourth cumulant adds (Edgeworth). */
function shareOfMany(a: Float64Array, t: number): number {
  let [squares, fourths] = [0, 0];
  for (let d = 0; d < a.length; d++) {
    const square = (a[d] as number) ** 2;
    squares += square;
    fourths += square * square;
  }
  const z = t / Math.sqrt(squares);
  const excess = (-1.2 * fourths) / squares ** 2; // of a sum of uniform numbers
  return normalShare(z) - ((normalDensity(z) * excess) / 24) * (z ** 3 - 3 * z);
}

const normalDensity = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/** Φ(z), to 10⁻⁷ (Abramowitz & Stegun 26.2.17). */
function normalShare(z: number): number {
  const k = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  const tail = normalDensity(z) * series;
  return z > 0 ? 1 - tail : tail;
}
