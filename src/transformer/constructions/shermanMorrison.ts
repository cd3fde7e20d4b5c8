import { checkRoom } from "../../numerics/checks.ts";
import type { ConstructedLayer, Construction, Coordinates } from "./construction.ts";
import { begin, carryAll, checkConstruction, fromPrevious, multiplyAll, only } from "./parts.ts";

const FIRM = 2 ** 21; // still large enough between tokens whose streams are divided by large numbers
const IDLE = 2 ** 13;

/**
 * Ridge regression by Sherman and Morrison's update, one exemplar per three layers (Akyürek et al. 2022, Theorem 2).
 * The y token of exemplar k reads x, and P = (XᵀX + λI)⁻¹ and w from the previous y token, and computes
 * P − u uᵀ / c and w + u (y − xᵀw) / c, with u = P x and c = 1 + xᵀu: it writes both times c, and its stream is divided
 * by c, so that tokens that read it read the quotient.
 */
export function shermanMorrison(dim: number, exemplars: number, lambda: number): Construction {
  checkConstruction(dim, exemplars);
  checkRoom("construction", 256 * exemplars, dim, dim); // several objects of 100 bytes or more for each of D² in a layer
  const extra = { isX: 1, xNow: dim, inverse: dim ** 2, w: dim, u: dim, xu: 1, xw: 1, wBefore: dim };
  const { slots, places, ...rest } = begin(dim, exemplars, extra);
  const { y, x, token, isY, answer, isX, xNow, inverse, w, u, xu, xw, wBefore } = slots;
  const rows: Coordinates[] = u.map((_, d) => inverse.slice(d * dim, (d + 1) * dim)); // of P
  const start = u.map((_, d) => ({ token: 1, at: rows[d]?.[d] as number, value: 1 / lambda }));
  const xs = token.map((_, t) => ({ token: t, at: only(isX), value: 1 - (t % 2) }));

  const update = (k: number): ConstructedLayer[] => {
    const current = token.slice(2 * k - 1, 2 * k);
    const currentX = token.slice(2 * k - 2, 2 * k - 1);
    const before = token.slice(2 * k - 3, 2 * k - 2);
    const takeX = {
      // All other tokens read y tokens, which contain no x.
      scores: [
        { query: current, key: currentX, weight: 2 * FIRM },
        { query: token, key: isY, weight: FIRM },
      ],
      carries: carryAll(x, xNow),
    };
    const takeState = {
      // All other tokens read x tokens, which contain no state.
      scores: [
        { query: current, key: before, weight: FIRM },
        { query: token, key: isX, weight: IDLE },
      ],
      carries: [...carryAll(inverse, inverse), ...carryAll(w, w)],
    };
    return [
      {
        heads: k === 1 ? [takeX] : [takeX, takeState],
        products: [...rows.flatMap((row, d) => multiplyAll(row, xNow, u.slice(d, d + 1))), ...multiplyAll(w, xNow, xw)],
      },
      { products: multiplyAll(u, xNow, xu), sums: [...carryAll(xw, y, -1), ...carryAll(xw, xw, -1)] },
      {
        products: [
          ...multiplyAll(xu, inverse, inverse),
          ...rows.flatMap((row, d) => multiplyAll(u.slice(d, d + 1), u, row, -1)),
          ...multiplyAll(xu, w, w),
          ...multiplyAll(y, u, w), // y is now the residual y − xᵀw
        ],
        sums: [xNow, u, xu].flatMap((slot) => carryAll(slot, slot, -1)),
        divideBy: only(xu),
      },
    ];
  };

  return {
    ...rest,
    slots,
    places: [...places, ...xs, ...start],
    layers: [
      ...Array.from({ length: exemplars }, (_, k) => update(k + 1)).flat(),
      { heads: [fromPrevious(token, carryAll(w, wBefore), FIRM)], products: multiplyAll(wBefore, x, answer) },
    ],
    scales: { product: 2 ** -11, bypass: 2 ** 12 },
  };
}
