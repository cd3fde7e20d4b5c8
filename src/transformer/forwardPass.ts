import * as tf from "@tensorflow/tfjs-core";
import { activate, type Engine } from "../kernels/engine.ts";
import { readback } from "../kernels/readback.ts";
import type { TokenBatch } from "../prompts/tokens.ts";
import type { Model } from "./model.ts";
import { toTensors } from "./parameters.ts";

/** Tokens for a model to read, and which tokens it is read at: every stride-th one up to the last. */
export interface ForwardPass {
  readonly tokens: TokenBatch;
  readonly stride: number;
}

/** What a model with parameters reads in some passes. Dispose of it, because it may have tensors. */
export interface ForwardPasses {
  run(passes: readonly ForwardPass[]): Promise<readonly Float32Array[]>;
  dispose(): void;
}

/** Forward passes in this thread, one after another. */
export function forwardPasses(model: Model, parameters: Float32Array, engine: Engine): ForwardPasses {
  activate(engine); // the parameters are tensors of this engine
  const tensors = toTensors(model.specs, parameters);
  return {
    async run(passes) {
      const outputs: Float32Array[] = [];
      for (const { tokens, stride } of passes) {
        const { values, prompts, length, width, prefix } = tokens;
        const read = () => {
          const batch = { tokens: tf.tensor3d(values, [prompts, length, width]), prefix };
          return model.forward(tensors, batch, stride);
        };
        outputs.push(await readback(read, engine));
      }
      return outputs;
    },
    dispose: () => tf.dispose(tensors),
  };
}
