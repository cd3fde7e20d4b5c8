import * as tf from "@tensorflow/tfjs-core";
import { activate, type Engine } from "./engine.ts";
import { linear } from "./linear.ts";
import { readback } from "./readback.ts";

const SIZE = 64;
const ROWS = 512;
const MS = 300;
const PRODUCTS = 16; // for each reading, which takes as long as a third of a product

/**
 * Peak billions of floating-point operations per second of an engine's matrix products on this machine, on one thread:
 * 64 × 64 matrices, all in the cache. `now` returns milliseconds. Products end when a number of the last one is read, so
 * that an engine that computes asynchronously is measured too.
 */
export async function peakGflops(engine: Engine, now: () => number): Promise<number> {
  activate(engine);
  const x = tf.fill<tf.Rank.R2>([ROWS, SIZE], 0.5);
  const w = tf.fill<tf.Rank.R2>([SIZE, SIZE], 0.5);
  try {
    let best = Number.POSITIVE_INFINITY;
    const until = now() + MS;
    do {
      const start = now();
      await readback(() => {
        for (let k = 1; k < PRODUCTS; k++) tf.dispose(linear(x, w));
        return tf.slice(linear(x, w), [0, 0], [1, 1]);
      }, engine);
      best = Math.min(best, now() - start);
    } while (now() < until);
    return (PRODUCTS * 2 * ROWS * SIZE * SIZE) / best / 1e6;
  } finally {
    tf.dispose([x, w]);
  }
}
