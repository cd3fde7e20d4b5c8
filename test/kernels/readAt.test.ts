import type * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { currentEngine } from "../../src/kernels/engine.ts";
import { fusedOperations } from "../../src/kernels/fused/fusedOperations.ts";
import { readAt } from "../../src/kernels/readAt.ts";
import { composedOperations } from "../../src/kernels/tfjs/composedOperations.ts";
import { normals, start, valueAndGradients } from "./operations.ts";

const forms = fc.record({
  batch: fc.integer({ min: 1, max: 4 }),
  tokens: fc.integer({ min: 1, max: 12 }),
  stride: fc.integer({ min: 1, max: 4 }),
  hidden: fc.integer({ min: 1, max: 9 }),
});

test.each(["wasm", "cpu"] as const)(
  "readAt takes every stride-th token up to the last, and its gradient puts it back, on %s",
  async (name) => {
    await start(name);
    expect(currentEngine().operations).toBe(name === "wasm" ? fusedOperations : composedOperations);
    fc.assert(
      fc.property(forms, ({ batch, tokens, stride, hidden }) => {
        const read = Math.ceil(tokens / stride);
        const h = normals(1, 0, batch * tokens, hidden);
        const dy = normals(1, 1, batch * read, hidden);
        const operation = (input: tf.Tensor) => readAt(input as tf.Tensor2D, tokens, stride);
        const { value, gradients } = valueAndGradients(operation, [h], dy);
        const wanted = new Float32Array(value.length);
        const back = new Float32Array(h.values.length);
        for (let k = 0; k < wanted.length; k++) {
          const [row, j] = [Math.floor(k / hidden), k % hidden];
          const behind = (read - 1 - (row % read)) * stride; // tokens between it and the last
          const from = ((Math.floor(row / read) + 1) * tokens - 1 - behind) * hidden + j;
          wanted[k] = h.values[from] as number;
          back[from] = dy.values[k] as number;
        }
        expect(value).toEqual(wanted);
        expect(gradients[0]).toEqual(back);
      }),
    );
  },
);
