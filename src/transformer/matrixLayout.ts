import { listSome } from "../text/describe.ts";
import type { ParameterSpec } from "./parameters.ts";

/** Which matrices of a file must be transposed to be [in, out]. */
export interface MatrixLayout {
  readonly transposed: ReadonlySet<string>; // names
  /** Square matrices, whose shape does not show their layout; they are read like those that are not square. */
  readonly squares: readonly string[];
  readonly squaresTransposed: boolean;
}

/** Weight matrices that an nn.Linear would store as [out, in]; learned positions are a table in every program. */
export const isMatrix = ({ name, shape }: ParameterSpec): boolean => shape.length === 2 && name !== "wpe.weight";

/** Whether the shape of a matrix cannot distinguish it from its transpose. */
export const isSquare = (spec: ParameterSpec): boolean =>
  isMatrix(spec) && spec.shape[0] === spec.shape[1] && spec.shape[0] !== 1;

const isBlock = ({ name }: ParameterSpec): boolean => name.startsWith("h.");

/**
 * How the matrices of a file are stored, from the shapes of those that are not square. All matrices of the blocks must
 * have one layout; the read-in and the read-out may have another. Shapes must be those of the specs, or reversed.
 * Throws one sentence if the matrices of the blocks have both layouts.
 */
export function matrixLayout(
  specs: readonly ParameterSpec[],
  shapeOf: (spec: ParameterSpec) => readonly number[],
): MatrixLayout {
  const matrices = specs.filter(isMatrix);
  const isTransposed = (spec: ParameterSpec) => shapeOf(spec).join() !== spec.shape.join();
  const rectangular = matrices.filter((spec) => spec.shape[0] !== spec.shape[1]);
  const blocks = rectangular.filter(isBlock);
  const transposedBlocks = blocks.filter(isTransposed);
  if (transposedBlocks.length > 0 && transposedBlocks.length < blocks.length) {
    const straight = blocks.filter((spec) => !isTransposed(spec));
    const names = (some: readonly ParameterSpec[]) => listSome(some.map(({ name }) => name));
    throw new Error(
      `invalid checkpoint: expected all matrices of the blocks stored one way, got ${names(straight)} as [in, out] ` +
        `and ${names(transposedBlocks)} as [out, in]`,
    );
  }
  const blocksTransposed = transposedBlocks.length > 0;
  const readInAndOut = rectangular.filter((spec) => !isBlock(spec));
  const readInAndOutTransposed = readInAndOut.length > 0 ? readInAndOut.some(isTransposed) : blocksTransposed;
  const squares = matrices.filter(isSquare);
  const read = [
    ...rectangular.filter(isTransposed),
    ...squares.filter((spec) => (isBlock(spec) ? blocksTransposed : readInAndOutTransposed)),
  ];
  return {
    transposed: new Set(read.map(({ name }) => name)),
    squares: squares.map(({ name }) => name),
    squaresTransposed: squares.some(isBlock) ? blocksTransposed : readInAndOutTransposed,
  };
}

/** The transpose of a matrix [rows, columns], as [columns, rows]. */
export function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j] as number;
  }
  return out;
}
