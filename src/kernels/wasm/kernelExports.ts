import { kernelBytes } from "./kernelBytes.ts";

type At = number; // an address: bytes from the beginning of the memory
type Size = number;

/** The functions of assembly/kernels.ts, described there. */
export interface KernelExports {
  useTilesOfFour(use: boolean): void;
  linear(x: At, w: At, b: At, y: At, slope: At, scratch: At, R: Size, I: Size, O: Size, activation: number): void;
  linearScratch(I: Size, O: Size): number;
  linearGradient(x: At, w: At, slope: At, dy: At, dx: At, dw: At, db: At, scratch: At, R: Size, I: Size, O: Size): void;
  linearGradientScratch(I: Size, O: Size): number;
  layerNorm(x: At, scale: At, shift: At, y: At, stats: At, R: Size, H: Size, epsilon: number): void;
  layerNormGradient(
    x: At,
    scale: At,
    stats: At,
    dy: At,
    dx: At,
    dScale: At,
    dShift: At,
    scratch: At,
    R: Size,
    H: Size,
  ): void;
  attention(
    qkv: At,
    out: At,
    weights: At,
    scratch: At,
    B: Size,
    T: Size,
    K: Size,
    D: Size,
    prefix: Size,
    linear: boolean,
    mutual: boolean,
  ): void;
  attentionScratch(T: Size, D: Size): number;
  padded(T: Size): number;
  attentionGradient(
    qkv: At,
    weights: At,
    dOut: At,
    dqkv: At,
    scratch: At,
    B: Size,
    T: Size,
    K: Size,
    D: Size,
    prefix: Size,
    linear: boolean,
    mutual: boolean,
  ): void;
  attentionGradientScratch(T: Size, D: Size): number;
  add(a: At, b: At, c: At, n: Size): void;
  addPositions(h: At, wpe: At, out: At, B: Size, T: Size, H: Size): void;
  addPositionsGradient(dy: At, dwpe: At, B: Size, T: Size, H: Size, P: Size): void;
  squaredError(output: At, answers: At, weights: At, loss: At, errors: At, B: Size, P: Size): void;
  squaredErrorGradient(dy: At, a: At, b: At, n: Size): void;
  readAt(h: At, out: At, B: Size, T: Size, stride: Size, rowBytes: Size): void;
  readAtGradient(dOut: At, dh: At, B: Size, T: Size, stride: Size, rowBytes: Size): void;
  orthogonalize(g: At, out: At, scratch: At, rows: Size, columns: Size, a: number, b: number, c: number): void;
  orthogonalizeScratch(rows: Size, columns: Size): number;
}

const bytes = () => Uint8Array.from(atob(kernelBytes), (letter) => letter.charCodeAt(0));

/** Whether WebAssembly on this machine supports what the kernels need: 128-bit SIMD. */
export const kernelsRunHere = (): boolean => WebAssembly.validate(bytes());

/**
 * The kernels over a memory. They have no data of their own but the tile of `useTilesOfFour`: the caller passes all
 * addresses. V8 keeps what it compiled from the same bytes; each `copy` has bytes of its own, so it is compiled by itself.
 */
export async function instantiateKernels(memory: WebAssembly.Memory, copy = 0): Promise<KernelExports> {
  const sections = Array.from({ length: copy }, () => EMPTY_SECTION).flat();
  const code = Uint8Array.from([...bytes(), ...sections]);
  const { instance } = await WebAssembly.instantiate(code, { env: { memory } });
  return instance.exports as unknown as KernelExports;
}

/** A custom section with the name "copy" and nothing in it. */
const EMPTY_SECTION = [0, 5, 4, ...new TextEncoder().encode("copy")];
