import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { benchSizes } from "../../src/runs/bench.ts";
import { run } from "../../src/runs/trainRun.ts";

test("10,000 steps of the small size use no more tensors and memory than the first 100", async () => {
  const config = withSettings(defaults, { ...benchSizes.small, "training.steps": 10_000, "evaluation.times": 0 });
  const memory = () => {
    const { wasm } = tf.backend() as unknown as { wasm: { asm: { memory: WebAssembly.Memory } } };
    return { tensors: tf.memory().numTensors, bytes: wasm.asm.memory.buffer.byteLength };
  };
  let early: ReturnType<typeof memory> | undefined;
  let late: ReturnType<typeof memory> | undefined;
  for await (const event of run(config, nodeHost("wasm"))) {
    if (event.type !== "step") continue;
    if (event.step === 100) early = memory();
    if (event.step === 10_000) late = memory();
  }
  expect(early?.tensors).toBeGreaterThanOrEqual(0);
  expect(late).toEqual(early);
});
