import { beforeAll, describe, expect, it } from "vitest";
import { defaults } from "../../src/config/schema.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { gradient } from "../../src/training/gradient.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { transformer } from "../../src/transformer/model.ts";
import type { ModelConfig } from "../../src/transformer/modelConfig.ts";
import { startHere } from "../kernels/startHere.ts";
import reference from "../reference/fieldModels.json" with { type: "json" };

const { prompts, exemplars, dim } = reference.shape;

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, k) => Math.abs(value - (b[k] as number))));

describe.each(reference.cases)("the block of $name", ({ model: settings, names, x, y, parameters, ...wanted }) => {
  const model = transformer({ ...defaults.model, ...(settings as Partial<ModelConfig>) }, dim, exemplars);
  const batch = { prompts, exemplars, dim, x: Float32Array.from(x), y: Float32Array.from(y) };

  describe.each(["wasm", "cpu"] as const)("on tfjs's %s backend", (backend) => {
    beforeAll(async () => {
      expect((await startHere(backend)).name).toBe(backend);
    });

    it("has the parameters of a program in PyTorch, by name and in order", () => {
      expect(model.specs.map((spec) => spec.name)).toEqual(names);
    });

    it("answers as that program does", async () => {
      const learner = inContextLearner(model, Float32Array.from(parameters), {});
      expect(farthest(await learner.predict(batch), wanted.answers)).toBeLessThan(2e-6);
      learner.dispose?.();
    });

    it("has the loss and the gradient of that program", async () => {
      const given = { tokens: interleave(batch), stride: 2, answers: batch.y, loss: "all" } as const;
      const result = await gradient(model, Float32Array.from(parameters), given);
      expect(result.loss).toBeCloseTo(wanted.loss, 5);
      expect(farthest(result.gradient, wanted.gradient)).toBeLessThan(1e-5);
    });
  });
});

describe("the initial parameters", () => {
  const partsOf = (settings: Partial<ModelConfig>) => {
    const config = { ...defaults.model, attentionBias: "on", layers: 2, hiddenSize: 64, ...settings } as const;
    const model = transformer(config, 7, 10);
    const flat = model.init(1);
    const parts = new Map<string, Float32Array>();
    let from = 0;
    for (const { name, shape } of model.specs) {
      const size = shape.reduce((product, n) => product * n, 1);
      parts.set(name, flat.subarray(from, from + size));
      from += size;
    }
    return (name: string) => parts.get(name) as Float32Array;
  };
  const deviation = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  const largest = (values: Float32Array) => Math.max(...values.map(Math.abs));

  it.each([
    ["read_in.weight", 8],
    ["h.1.attn.c_attn.weight", 64],
    ["h.1.mlp.c_proj.weight", 256],
    ["h.0.mlp.c_fc.bias", 256],
    ["h.0.attn.c_attn.bias", 192],
    ["wpe.weight", 21],
  ] as const)("of Akyürek et al. are uniform: %s, with %d inputs", (name, inputs) => {
    const values = partsOf({ init: "uniform" })(name);
    const bound = 1 / Math.sqrt(inputs);
    expect(largest(values)).toBeLessThanOrEqual(bound);
    expect(largest(values)).toBeGreaterThan(0.95 * bound);
    const four = 4 / Math.sqrt(values.length); // standard errors of a variance, at most
    expect(Math.abs(3 * (deviation(values) / bound) ** 2 - 1)).toBeLessThan(four);
  });

  it.each([
    ["h.1.attn.c_attn.weight", 0.02],
    ["h.1.attn.c_proj.weight", 0.01],
    ["h.0.mlp.c_fc.weight", 0.02],
    ["h.0.mlp.c_proj.weight", 0.01],
    ["wpe.weight", 0.02],
  ] as const)("of GPT-2 are normal: %s, of deviation %d", (name, wanted) => {
    const values = partsOf({ init: "gpt2" })(name);
    expect(Math.abs(deviation(values) / wanted - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
    expect(largest(values)).toBeGreaterThan(2.5 * wanted); // not uniform
  });

  it("of GPT-2 have no biases in the blocks, and read in and out as a linear layer of PyTorch", () => {
    const part = partsOf({ init: "gpt2" });
    expect(largest(part("h.0.attn.c_attn.bias"))).toBe(0);
    expect(largest(part("h.0.mlp.c_proj.bias"))).toBe(0);
    for (const [name, inputs] of [
      ["read_in.weight", 8],
      ["read_in.bias", 8],
      ["read_out.weight", 64],
    ] as const) {
      const bound = 1 / Math.sqrt(inputs);
      expect(largest(part(name))).toBeLessThanOrEqual(bound);
      expect(largest(part(name))).toBeGreaterThan(0.9 * bound);
    }
  });
});
