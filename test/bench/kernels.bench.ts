import * as tf from "@tensorflow/tfjs-core";
import { bench, describe } from "vitest";
import type { ActivationId } from "../../src/kernels/activations.ts";
import { attention } from "../../src/kernels/attention.ts";
import { activate } from "../../src/kernels/engine.ts";
import { layerNorm } from "../../src/kernels/layerNorm.ts";
import { linear } from "../../src/kernels/linear.ts";
import { orthogonalize } from "../../src/kernels/orthogonalize.ts";
import { readAt } from "../../src/kernels/readAt.ts";
import { tfjsEngine } from "../../src/kernels/tfjs/tfjsEngine.ts";
import { normals } from "../kernels/operations.ts";
import { startHere } from "../kernels/startHere.ts";

// Each operation at the medium size (64 prompts of 41 tokens, H 64, 4 heads), forward and backward: by its fused kernels
// and as the composition of tfjs operations, both on tfjs's WASM backend and one thread.

const fused = await startHere("wasm");
const composed = tfjsEngine("wasm");

const TOKENS = 64 * 41;

function tensor(...shape: number[]): tf.Tensor {
  const { values } = normals(1, shape.length, ...shape);
  return tf.tensor(values, shape);
}

function compare(name: string, run: () => void): void {
  describe(name, () => {
    bench("fused", run, { setup: () => activate(fused) });
    bench("tfjs operations", run, { setup: () => activate(composed) });
  });
}

function compareGradients(name: string, operation: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): void {
  const dy = tf.tidy(() => tf.onesLike(operation(...inputs)));
  compare(name, () => {
    const { value, grads } = tf.valueAndGrads(operation)(inputs, dy);
    tf.dispose([value, ...grads]);
  });
}

const apply = (activation?: ActivationId) => (x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor) =>
  linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D | undefined, activation);

compareGradients("linear 64 → 192", apply(), [tensor(TOKENS, 64), tensor(64, 192)]);
compareGradients("linear 64 → 256 with bias and GELU", apply("gelu"), [
  tensor(TOKENS, 64),
  tensor(64, 256),
  tensor(256),
]);
compareGradients("linear 256 → 64 with bias", apply(), [tensor(TOKENS, 256), tensor(256, 64), tensor(64)]);
compareGradients(
  "layerNorm",
  (x, scale, shift) => layerNorm(x as tf.Tensor2D, scale as tf.Tensor1D, shift as tf.Tensor1D),
  [tensor(TOKENS, 64), tensor(64), tensor(64)],
);
compareGradients(
  "attention",
  (qkv) =>
    attention(qkv as tf.Tensor2D, { batch: 64, tokens: 41, heads: 4, prefix: 41, kind: "softmax", mutual: false }),
  [tensor(TOKENS, 192)],
);
compareGradients("readAt", (h) => readAt(h as tf.Tensor2D, 41, 2), [tensor(TOKENS, 64)]);

const matrix = tensor(64, 256) as tf.Tensor2D;
compare("orthogonalize 64 × 256", () => orthogonalize(matrix).dispose());
