import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import type { BackendName } from "../../src/kernels/backendNames.ts";
import { activate, type Engine } from "../../src/kernels/engine.ts";
import { peakGflops } from "../../src/kernels/peak.ts";
import { startHere } from "./startHere.ts";

const GFLOP = (16 * 2 * 512 * 64 * 64) / 1e9; // of the products before a reading

test.each<BackendName>(["wasm", "cpu"])(
  "the peak of %s counts the time until the numbers are read, on the engine that is given",
  async (name) => {
    const engine = await startHere(name);
    let ms = 0;
    let readings = 0;
    const slow: Engine = {
      ...engine,
      async read(tensors) {
        await Promise.resolve(); // as an engine that computes elsewhere
        ms += readings === 2 ? 50 : 100; // the fastest reading counts
        readings += 1;
        return engine.read(tensors);
      },
    };
    await startHere(name === "wasm" ? "cpu" : "wasm");
    const before = tf.memory().numTensors;
    expect(await peakGflops(slow, () => ms)).toBeCloseTo(GFLOP / 0.05, 9);
    expect([tf.getBackend(), tf.memory().numTensors]).toEqual([name, before]);
    activate(engine);
  },
);
