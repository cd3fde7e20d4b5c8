import { setFlagsFromString } from "node:v8";

const FIRST_NODE = 24; // Node 20 and 22 do not know the flag, and would print that

/**
 * Sets whether V8 fuses pairs of 128-bit SIMD operations into 256-bit ones, in what this process compiles from now on. The
 * bits stay the same, and products become almost twice as fast. Before Node 24 this does nothing.
 */
export function fuseSimd(fuse: boolean): void {
  if (Number.parseInt(process.versions.node, 10) < FIRST_NODE) return;
  setFlagsFromString(`--${fuse ? "" : "no-"}experimental-wasm-revectorize`);
}
