import type { Construction } from "./construction.ts";
import { begin, carryAll, fromPrevious, fromYs, multiplyAll, only } from "./parts.ts";

const FIRM = 64;
const SMALL = 1 / 8; // products are scaled by this: in a LayerNorm, N must dominate the stream

/**
 * One step of gradient descent on Σ (wᵀx − y)² from w = 0, which answers 2 α xᵀ Σ y x, at every position in two layers
 * (Akyürek et al. 2022, Theorem 1, for a whole batch).
 */
export function gradientStep(dim: number, exemplars: number, rate: number): Construction {
  const extra = { count: 1, countedX: dim, xBefore: dim, yx: dim, meanYx: dim };
  const { slots, places, ...rest } = begin(dim, exemplars, extra);
  const { y, x, token, isY, answer, count, countedX, xBefore, yx, meanYx } = slots;
  const counts = token.map((_, t) => ({ token: t, at: only(count), value: Math.floor(t / 2) / exemplars }));
  return {
    ...rest,
    slots,
    places: [...places, ...counts],
    layers: [
      // A y token reads its x and multiplies; an x token scales its own x by the number of exemplars before it.
      {
        heads: [fromPrevious(token, carryAll(x, xBefore), FIRM)],
        products: [...multiplyAll(y, xBefore, yx, SMALL), ...multiplyAll(count, x, countedX)],
      },
      {
        heads: [fromYs(token, isY, carryAll(yx, meanYx), FIRM)],
        products: multiplyAll(meanYx, countedX, answer, (2 * rate * exemplars) / SMALL),
      },
    ],
    scales: { product: 2 ** -8, bypass: 2 ** 11 },
  };
}
