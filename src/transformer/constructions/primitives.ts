import type { Approximation, Construction } from "./construction.ts";
import { begin, carryAll, fromPrevious, fromYs, multiplyAll, only } from "./parts.ts";

const scales: Approximation = { product: 2 ** -9, bypass: 2 ** 11 };
const FIRM = 64; // a score this much above the others leaves them a weight of e^−64

/** mov (Akyürek et al. 2022, §3.1): between tokens. The answer is the y of the exemplar before. */
export function mov(dim: number, exemplars: number): Construction {
  const { slots, ...rest } = begin(dim, exemplars, {});
  const { y, token, answer } = slots;
  return { ...rest, slots, scales, layers: [{ heads: [fromPrevious(token, carryAll(y, answer), FIRM)] }] };
}

/** mul: within a token. The answer is xᵀx. */
export function mul(dim: number, exemplars: number): Construction {
  const { slots, ...rest } = begin(dim, exemplars, {});
  const { x, answer } = slots;
  return { ...rest, slots, scales, layers: [{ products: multiplyAll(x, x, answer) }] };
}

/** aff: within a token. The answer is 1 + Σ x_d. */
export function aff(dim: number, exemplars: number): Construction {
  const { slots, ...rest } = begin(dim, exemplars, {});
  const { x, token, answer } = slots;
  const sums = [...x, ...token].map((from) => ({ from, to: only(answer) })); // a token's marks sum to one
  return { ...rest, slots, scales, layers: [{ sums }] };
}

/** div: within a token, by a LayerNorm. The answer is x₁ / (1 + xᵀx). */
export function div(dim: number, exemplars: number): Construction {
  const { slots, ...rest } = begin(dim, exemplars, { square: 1 });
  const { x, square, answer } = slots;
  return {
    ...{ ...rest, slots, scales },
    layers: [
      { products: multiplyAll(x, x, square), sums: [{ from: only(x), to: only(answer) }] },
      { divideBy: only(square) },
    ],
  };
}

/** RAW (App. C): read, combine, write. The answer is the mean of the ys before, times Σ x_d. */
export function raw(dim: number, exemplars: number): Construction {
  const { slots, ...rest } = begin(dim, exemplars, { mean: 1 });
  const { y, x, token, isY, mean, answer } = slots;
  const heads = [fromYs(token, isY, carryAll(y, mean), FIRM)];
  return { ...rest, slots, scales, layers: [{ heads, products: multiplyAll(mean, x, answer) }] };
}
