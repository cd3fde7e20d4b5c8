import { setFlagsFromString } from "node:v8";

/** Whether this Node can fuse: 20 and 22 do not know the flag, and would print that. */
const canFuse = Number.parseInt(process.versions.node, 10) >= 24;

/** What a host has to stop fusing; nothing if this Node does not fuse. */
export const stopFusing = canFuse ? { stopFusing: () => fuseSimd(false) } : {};

/**
 * Sets whether V8 fuses pairs of 128-bit SIMD operations into 256-bit ones, in what this process compiles from now on. The
 * bits stay the same, and products become almost twice as fast on most processors. Before Node 24 this does nothing.
 */
export function fuseSimd(fuse: boolean): void {
  if (canFuse) setFlagsFromString(`--${fuse ? "" : "no-"}experimental-wasm-revectorize`);
}
