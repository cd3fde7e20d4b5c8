import type { EngineHost } from "../engineHost.ts";
import type { KernelExports } from "./kernelExports.ts";
import { haveSameBits } from "./sameBits.ts";
import { type WasmBackend, withScratch } from "./wasmMemory.ts";

type TileHost = Pick<EngineHost, "now" | "warn" | "stopFusing">;

const SIZE = 64; // of the matrices to time: all in the cache
const PRODUCTS = 100; // in one measurement: about a millisecond, which the clock of every browser can see
const ROUNDS = 6; // V8 has optimised both tiles after one or two
const GAIN = 1.3; // if V8 fuses, four rows are 1.8 times as fast; if not, 0.75 times

/**
 * Kernels that compute right here, set to the faster of their two tiles. Both are timed in turn, about 30 milliseconds in
 * all, and then checked against the same products in JavaScript, bit by bit. Unless V8 surely does not fuse, the other kernels
 * are checked too. If tiles of four gain nothing (a processor that halves 256-bit operations), the rest of a fused module is
 * slower: V8 is told not to fuse, and `instantiate` makes a new module; each `copy` is compiled by itself. The same happens
 * with a warning if a kernel is wrong. Undefined if one is wrong in the new module too.
 */
export async function chooseTiles(
  backend: WasmBackend,
  instantiate: (copy: number) => Promise<KernelExports>,
  host: TileHost,
): Promise<KernelExports | undefined> {
  const kernels = await instantiate(0);
  const four = fourIsFaster(backend, kernels, host);
  const slowed = !four && host.stopFusing !== undefined;
  const right =
    isRight(backend, kernels, true) &&
    isRight(backend, kernels, false) &&
    (slowed || haveSameBits(backend, kernels, await instantiate(1)));
  if (right && !slowed) {
    kernels.useTilesOfFour(four);
    return kernels;
  }
  host.stopFusing?.();
  const plain = await instantiate(2);
  fourIsFaster(backend, plain, host); // until V8 has optimised them
  const stillFused = host.stopFusing === undefined;
  if (stillFused && !haveSameBits(backend, plain, await instantiate(3))) return undefined;
  if (!isRight(backend, plain, false)) return undefined; // which also sets tiles of two
  if (!right)
    host.warn("the engine's kernels failed their check on this machine: it continues with slower ones, which passed");
  return plain;
}

/** Whether products are faster in tiles of four rows: the best times of both, measured in turn. */
function fourIsFaster(backend: WasmBackend, kernels: KernelExports, { now }: Pick<TileHost, "now">): boolean {
  const best = { two: Number.POSITIVE_INFINITY, four: Number.POSITIVE_INFINITY };
  onProduct(backend, kernels, [SIZE, SIZE, SIZE], (multiply) => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const tile of ["two", "four"] as const) {
        kernels.useTilesOfFour(tile === "four");
        const start = now();
        for (let k = 0; k < PRODUCTS; k++) multiply();
        best[tile] = Math.min(best[tile], now() - start);
      }
    }
  });
  return best.two > GAIN * best.four;
}

const CHECKED = [7, 37, 40] as const; // full tiles of four and of two rows, and rows and columns left over

/** Whether a product in tiles of four rows, or of two, has the bits of the same sums in JavaScript. */
function isRight(backend: WasmBackend, kernels: KernelExports, four: boolean): boolean {
  kernels.useTilesOfFour(four);
  const [R, I, O] = CHECKED;
  return onProduct(backend, kernels, CHECKED, (multiply, { x, w, y }) => {
    multiply();
    for (let r = 0; r < R; r++) {
      for (let o = 0; o < O; o++) {
        let sum = 0;
        for (let i = 0; i < I; i++) {
          sum = Math.fround(sum + Math.fround((x[r * I + i] as number) * (w[i * O + o] as number)));
        }
        if (y[r * O + o] !== sum) return false;
      }
    }
    return true;
  });
}

/** Calls `use` with a product y [R, O] = x [R, I] w [I, O] over numbers of all signs and sizes, and its three matrices. */
function onProduct<T>(
  backend: WasmBackend,
  kernels: KernelExports,
  [R, I, O]: readonly [number, number, number],
  use: (multiply: () => void, matrices: { x: Float32Array; w: Float32Array; y: Float32Array }) => T,
): T {
  const floats = [R * I, I * O, R * O] as const;
  const bytes = 4 * (floats[0] + floats[1] + floats[2]) + kernels.linearScratch(I, O);
  return withScratch(backend, bytes, (at) => {
    const [w, y, scratch] = [
      at + 4 * floats[0],
      at + 4 * (floats[0] + floats[1]),
      at + bytes - kernels.linearScratch(I, O),
    ];
    const { buffer } = backend.wasm.asm.memory;
    const matrices = {
      x: new Float32Array(buffer, at, floats[0]),
      w: new Float32Array(buffer, w, floats[1]),
      y: new Float32Array(buffer, y, floats[2]),
    };
    for (const [step, matrix] of [matrices.x, matrices.w].entries()) {
      for (let k = 0; k < matrix.length; k++) matrix[k] = ((k * (7 + step)) % 23) / 7 - 1.5;
    }
    return use(() => kernels.linear(at, w, 0, y, 0, scratch, R, I, O, 0), matrices);
  });
}
