/** Coordinates of the stream, by their numbers. The first two are kept for its size: see parametersOf. */
export type Coordinates = readonly number[];

/** How far the approximations go: both errors vanish in the limit, until rounding takes over. */
export interface Approximation {
  readonly product: number; // ε: factors of a product enter GELU so much smaller; relative error about ε²
  readonly bypass: number; // N: the size that outweighs all else in a LayerNorm; relative error about 1 / N²
}

/** One attention head: who reads whom, by linear scores of the stream, and what is carried where. */
export interface HeadSpec {
  readonly scores: readonly ScoreTerm[]; // their sum is the score of a pair of tokens
  readonly carries: readonly CopyTerm[];
}

/** Adds weight · (Σ query coordinates of the reader) · (Σ key coordinates of the read) to the score. */
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
  /** All that is read of the stream from here on is divided by 1 + this coordinate. */
  readonly divideBy?: number;
}

/** A transformer set by hand, as what its layers do to named slots of the stream. */
export interface Construction {
  readonly slots: Readonly<Record<string, Coordinates>>;
  /** What a token begins with besides what it holds: value of a coordinate at each token. */
  readonly places: readonly Position[];
  readonly y: number; // where a y token's y is put
  readonly x: Coordinates; // where an x token's x is put
  readonly layers: readonly ConstructedLayer[];
  readonly answer: number; // the coordinate that is read out
  readonly scales: Approximation;
}

export interface Position {
  readonly token: number;
  readonly at: number;
  readonly value: number;
}

/** The coordinates whose size, N and −N, outweighs all else in a LayerNorm. */
export const SIZE: Coordinates = [0, 1];

/** Gives out the stream's coordinates by name, in turn. */
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
