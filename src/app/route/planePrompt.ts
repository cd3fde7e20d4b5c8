import { clamp, MAX_EXEMPLARS, X_DOMAIN, Y_DOMAIN } from "./linePrompt.ts";

/** One exemplar of two dimensions. */
export interface PlaneExemplar {
  readonly x: readonly [number, number];
  readonly y: number;
}

/** Cells to a side of the maps. */
export const SIDE = 32;

/** The algorithms that may be shown beside the transformer's map. */
export const comparisonLearners = ["ridge", "ols", "gd", "knn", "transformer"] as const; // the last: itself at another step
export type ComparisonLearner = (typeof comparisonLearners)[number];

/** What the plane opens on: near y = x₁ − x₂ / 2. */
export const firstPlane: readonly PlaneExemplar[] = [
  { x: [-1.5, 0.5], y: -1.9 },
  { x: [0.5, -1.5], y: 1.4 },
  { x: [1.5, 1.2], y: 0.8 },
];

/** An exemplar inside the figure, in hundredths. */
export const clampToPlane = ({ x, y }: PlaneExemplar): PlaneExemplar => ({
  x: [clamp(x[0], X_DOMAIN), clamp(x[1], X_DOMAIN)],
  y: clamp(y, Y_DOMAIN),
});

/** The queries at the middles of the maps' cells, rows from the top: [SIDE², 2]. */
export const planeQueries = Float32Array.from({ length: 2 * SIDE ** 2 }, (_, k) => {
  const cell = Math.floor(k / 2);
  const along = k % 2 === 0 ? cell % SIDE : SIDE - 1 - Math.floor(cell / SIDE);
  return X_DOMAIN[0] + ((along + 0.5) / SIDE) * (X_DOMAIN[1] - X_DOMAIN[0]);
});

const COORDINATES = [1, -1, 2, -2, 0.5, -0.5, 1.5, -1.5];

/** The x of another exemplar, far from the others. */
export function suggestPositionOnPlane(plane: readonly PlaneExemplar[]): readonly [number, number] {
  const all = COORDINATES.flatMap((first) => COORDINATES.map((second) => [first, second] as const));
  const gap = ([first, second]: readonly [number, number]) =>
    Math.min(4, ...plane.map(({ x }) => Math.hypot(x[0] - first, x[1] - second)));
  return all.reduce((best, place) => (gap(place) > gap(best) ? place : best));
}

/** "0.5,1,-0.2_-1,0,2": how a link writes exemplars x₁,x₂,y. */
export const formatPlane = (plane: readonly PlaneExemplar[]): string =>
  plane.map(({ x, y }) => `${x[0]},${x[1]},${y}`).join("_");

/** Parses what writePlane wrote; undefined for any other text, or for exemplars outside the figure. */
export function parsePlane(text: string): readonly PlaneExemplar[] | undefined {
  if (text === "") return [];
  const all = text.split("_").map((part) => part.split(","));
  const isTriple = (parts: readonly string[]) =>
    parts.length === 3 && parts.every((part) => /^-?\d+(\.\d+)?$/.test(part));
  if (all.length > MAX_EXEMPLARS || !all.every(isTriple)) return undefined;
  const plane = all.map((parts): PlaneExemplar => {
    const [first, second, y] = parts.map(Number) as [number, number, number];
    return { x: [first, second], y };
  });
  const inside = (value: number, [min, max]: readonly [number, number]) => value >= min && value <= max;
  const isInside = ({ x, y }: PlaneExemplar) => x.every((each) => inside(each, X_DOMAIN)) && inside(y, Y_DOMAIN);
  return plane.every(isInside) ? plane.map(clampToPlane) : undefined;
}
