import { checkInteger } from "../../numerics/checks.ts";
import {
  type Construction,
  type Coordinates,
  type CopyTerm,
  coordinatesOf,
  type HeadSpec,
  type Position,
  type ProductTerm,
} from "./construction.ts";

const MAX_TOKENS = 2 ** 14;
const MAX_COORDINATES = 2 ** 14;

/** Throws if a construction of these sizes cannot be made. */
export function checkConstruction(dim: number, exemplars: number): void {
  checkInteger("dim", dim, 1, MAX_COORDINATES);
  checkInteger("exemplars", exemplars, 1, MAX_TOKENS / 2);
}

/** The slots of every construction: its x or y, its marks, and the answer; plus `extra` ones. */
export function begin<const Name extends string>(
  dim: number,
  exemplars: number,
  extra: Readonly<Record<Name, number>>,
): { readonly slots: Record<Name | "y" | "x" | "token" | "isY" | "answer", Coordinates> } & Pick<
  Construction,
  "places" | "y" | "x" | "answer"
> {
  checkConstruction(dim, exemplars);
  const slots = coordinatesOf({ y: 1, x: dim, token: 2 * exemplars + 1, isY: 1, answer: 1, ...extra });
  const { token, isY } = slots;
  return {
    slots,
    places: token.flatMap((at, t): Position[] => [
      { token: t, at, value: 1 },
      { token: t, at: only(isY), value: t % 2 },
    ]),
    y: only(slots.y),
    x: slots.x,
    answer: only(slots.answer),
  };
}

/** The coordinate of a slot with one coordinate. */
export const only = (slot: Coordinates): number => slot[0] as number;

/** Copies each coordinate of one slot to the same coordinate of another. */
export const carryAll = (from: Coordinates, to: Coordinates, factor = 1): CopyTerm[] =>
  from.map((place, k) => ({ from: place, to: to[k] as number, factor }));

/** a_k b_k for every k, added to coordinate k of `to`. A slot with one coordinate is used for every k; if `to` has one, it gets the sum. */
export const multiplyAll = (a: Coordinates, b: Coordinates, to: Coordinates, factor = 1): ProductTerm[] => {
  const of = (slot: Coordinates, k: number) => slot[slot.length === 1 ? 0 : k] as number;
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, k) => ({ of: [of(a, k), of(b, k)], to: of(to, k), factor }));
};

/** Each token reads the one before it; the first token reads itself. */
export const fromPrevious = (token: Coordinates, carries: readonly CopyTerm[], firmness: number): HeadSpec => ({
  scores: token.slice(1).map((current, t) => ({ query: [current], key: [token[t] as number], weight: firmness })),
  carries,
});

/** Each token reads the mean over the y tokens before it; the first token, which has none, reads itself. A token's marks sum to one. */
export const fromYs = (
  token: Coordinates,
  isY: Coordinates,
  carries: readonly CopyTerm[],
  firmness: number,
): HeadSpec => ({
  scores: [{ query: token, key: isY, weight: firmness }],
  carries,
});
