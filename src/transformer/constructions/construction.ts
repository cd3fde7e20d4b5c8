/** Coordinates of the stream, by their numbers. The first two are reserved for its size: see parametersOf. */
export type Coordinates = readonly number[];

/** The accuracy of the approximations: both errors vanish in the limit, until rounding dominates. */
export interface Approximation {
  readonly product: number; // ε: factors of a product are scaled by ε before GELU; relative error about ε²
  readonly bypass: number; // N: the value that dominates all others in a LayerNorm; relative error about 1 / N²
}

/** One attention head: which token reads which, by linear scores of the stream, and what it copies where. */
export interface HeadSpec {
  readonly scores: readonly ScoreTerm[]; // their sum is the score of a pair of tokens
  readonly carries: readonly CopyTerm[];
}

/** Adds weight · (Σ query coordinates of the reading token) · (Σ key coordinates of the token read) to the score. */
export interface ScoreTerm {
  readonly query: Coordinates;
  readonly key: Coordinates;
  readonly weight: number;
}

/** Adds factor · from to the coordinate `to`. */
export interface CopyTerm {
  readonly from: number;
  readonly to: number;
  readonly factor?: number; // default 1
}

/** Adds factor · a · b to the coordinate `to`, within one token. */
export interface ProductTerm {
  readonly of: readonly [number, number];
  readonly to: number;
  readonly factor?: number; // default 1
}

/** One layer: attention, then the MLP, which multiplies, adds up, and divides. */
export interface ConstructedLayer {
  readonly heads?: readonly HeadSpec[];
  readonly products?: readonly ProductTerm[];
  readonly sums?: readonly CopyTerm[];
  /** From here on, the stream is divided by 1 + this coordinate when it is read. */
  readonly divideBy?: number;
}

/** A transformer set by hand: what its layers do with named slots of the stream. */
export interface Construction {
  readonly slots: Readonly<Record<string, Coordinates>>;
  /** Initial values of coordinates at each token, in addition to its x or y. */
  readonly places: readonly Position[];
  readonly y: number; // the coordinate for the y of a y token
  readonly x: Coordinates; // the coordinates for the x of an x token
  readonly layers: readonly ConstructedLayer[];
  readonly answer: number; // the coordinate that is read out
  readonly scales: Approximation;
}

export interface Position {
  readonly token: number;
  readonly at: number;
  readonly value: number;
}

/** The coordinates with the values N and −N, which dominate all others in a LayerNorm. */
export const SIZE: Coordinates = [0, 1];

/** Assigns the stream's coordinates to names, in order. */
export function coordinatesOf<const Name extends string>(
  sizes: Readonly<Record<Name, number>>,
): Record<Name, Coordinates> {
  let next = SIZE.length;
  const slots = {} as Record<Name, Coordinates>;
  for (const name of Object.keys(sizes) as Name[]) {
    slots[name] = Array.from({ length: sizes[name] }, () => next++);
  }
  return slots;
}
