import * as tf from "@tensorflow/tfjs-core";
import { linear } from "./linear.ts";

const SIZE = 64;
const ROWS = 512;
const MS = 300;

/**
 * Peak billions of floating-point operations per second of one thread's matrix products on this machine: 64 × 64
 * matrices, all in the cache. `now` returns milliseconds.
 */
export function peakGflops(now: () => number): number {
  return tf.tidy(() => {
    const x = tf.fill<tf.Rank.R2>([ROWS, SIZE], 0.5);
    const w = tf.fill<tf.Rank.R2>([SIZE, SIZE], 0.5);
    let best = Number.POSITIVE_INFINITY;
    const until = now() + MS;
    do {
      const start = now();
      tf.dispose(linear(x, w));
      best = Math.min(best, now() - start);
    } while (now() < until);
    return (2 * ROWS * SIZE * SIZE) / best / 1e6;
  });
}
