import { setFlagsFromString } from "node:v8";

/** Whether this Node knows the flags below: 20 and 22 do not, and would print that. */
const knowsFlags = Number.parseInt(process.versions.node, 10) >= 24;

/** What a host has to stop fusing; nothing if this Node does not fuse. */
export const stopFusing = knowsFlags ? { stopFusing: () => fuseSimd(false) } : {};

/**
 * Sets whether V8 fuses pairs of 128-bit SIMD operations into 256-bit ones, in what this process compiles from now on. The
 * bits stay the same, and products become almost twice as fast on most processors. Before Node 24 this does nothing.
 */
export function fuseSimd(fuse: boolean): void {
  if (knowsFlags) setFlagsFromString(`--${fuse ? "" : "no-"}experimental-wasm-revectorize`);
}

/**
 * Lets V8 wait with its large collections of garbage until the heap and its arrays together have grown. Else every few
 * steps of new arrays cause one, which takes a tenth of the time of a training. Before Node 24 this does nothing.
 */
export function collectByWholeHeap(): void {
  if (knowsFlags) setFlagsFromString("--external-memory-accounted-in-global-limit");
}
