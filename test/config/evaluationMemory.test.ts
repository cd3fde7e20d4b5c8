import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { modelOf } from "../../src/checkpoints/checkpoint.ts";
import { prepareEvaluation } from "../../src/comparison/evaluateRun.ts";
import { parseConfig, paths, settingRange, withSettings } from "../../src/config/config.ts";
import { cost, maxPrompts } from "../../src/config/cost.ts";
import { answeringBytes, evaluationBytes, ILWD_QUERIES } from "../../src/config/evaluationMemory.ts";
import { assertFitsInMemory } from "../../src/config/memory.ts";
import { presetConfig, presets } from "../../src/config/presets.ts";
import { type Config, ConfigError, defaults, type Setting } from "../../src/config/schema.ts";
import { experiments } from "../../src/experiments/registry.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { startHere } from "../kernels/startHere.ts";
import { ofFamily } from "./ofFamily.ts";

const LIMIT = 3e9;
const huge = { dim: 256, exemplars: 1024, layers: 1, heads: 1, hiddenSize: 8, batch: 1, "evaluation.prompts": 65_536 };

/** Bytes of each array of float32 or float64 that is made while something runs. */
async function arraysMade(compute: () => Promise<unknown>): Promise<number[]> {
  const made: number[] = [];
  const scope = globalThis as unknown as Record<string, Float32ArrayConstructor | Float64ArrayConstructor>;
  const own = { Float32Array, Float64Array };
  for (const [name, made32or64] of Object.entries(own)) {
    scope[name] = new Proxy(made32or64, {
      construct(target, given, caller) {
        const array = Reflect.construct(target, given, caller) as Float32Array;
        if (!(given[0] instanceof ArrayBuffer)) made.push(array.byteLength);
        return array;
      },
    });
  }
  try {
    await compute();
  } finally {
    Object.assign(globalThis, own);
  }
  return made;
}

/** Any config at all, of settings that lie within their own ranges. */
const anyConfig = fc
  .record(
    Object.fromEntries(
      paths()
        .filter((path) => path !== "training.changes")
        .map((path) => {
          const range = settingRange(path);
          if (range.kind === "oneOf") return [path, fc.constantFrom(...range.options)];
          if (range.kind !== "number") throw new Error(`no values for ${path}`);
          const { min: least, max: most, integer: whole } = range;
          const digits = fc.double({ min: 0, max: 1, noNaN: true });
          const spread = digits.map((share) => least + (most - least) ** share - 1); // small and large ones alike
          return [path, spread.map((value) => Math.min(most, Math.max(least, whole ? Math.round(value) : value)))];
        }),
    ) as Record<string, fc.Arbitrary<Setting>>,
  )
  .map((settings): Config | undefined => {
    const symbols = settings["prompts.family"] === "symbols";
    const likely = {
      ...{
        "model.heads": 1,
        "model.init": "random",
        "model.readout": symbols ? "symbol" : "scalar",
        "prompts.tuning": 0,
      },
      ...(symbols ? { "model.tokens": "interleaved" } : { "model.loss": "query" }),
    };
    try {
      const config = withSettings(defaults, ofFamily({ ...settings, ...likely }));
      assertFitsInMemory(config);
      return config;
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as Error).message).not.toMatch(/\n|NaN|undefined/);
      return undefined;
    }
  });

describe("the memory of an evaluation", () => {
  beforeAll(() => startHere("wasm"));

  it("is refused before training if it does not fit, with the setting to lower", () => {
    expect(() => assertFitsInMemory(withSettings(defaults, huge))).toThrow(
      /^invalid evaluation.prompts: must be at most \d+, .*got 65536; lower evaluation.prompts$/,
    );
    const fitting = Number(/at most (\d+)/.exec(refusalOf(huge))?.[1]);
    const fits = withSettings(defaults, { ...huge, "evaluation.prompts": fitting });
    expect(evaluationBytes(fits, fitting)).toBeLessThanOrEqual(LIMIT);
    expect(evaluationBytes(fits, fitting + 1)).toBeGreaterThan(LIMIT);
    expect(refusalOf({ ...huge, heads: 64, hiddenSize: 64 })).toMatch(/^invalid config: .* lower prompts.exemplars/);
  });

  it("fits for every preset and every recorded run, on 2,048 prompts too", async () => {
    const engines = await Promise.all(experiments.map(({ engine }) => engine()));
    const configs = [...presets.map(({ name }) => presetConfig(name)), ...engines.flatMap(({ runs }) => runs)];
    for (const config of configs) {
      expect(parseConfig(config)).toEqual(config);
      expect(maxPrompts(config, 4096)).toBe(4096);
    }
  });

  it("stays below the limit for any config that is accepted", () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyConfig, (config) => {
        if (!config) return;
        accepted += 1;
        const { prompts, evaluation, training, model } = config;
        expect(evaluationBytes(config, evaluation.prompts)).toBeLessThanOrEqual(LIMIT);
        expect(answeringBytes(config, cost(config).parameters)).toBeLessThanOrEqual(LIMIT);
        const positions = prompts.exemplars + 1;
        for (const count of [evaluation.prompts, training.batch])
          expect(4 * count * positions * (prompts.dim + 1)).toBeLessThanOrEqual(LIMIT);
        expect(4 * training.batch * positions * (prompts.dim + 1) * (model.tokens === "paired" ? 1 : 2)).toBeLessThan(
          2 * LIMIT,
        );
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  const small = fc.record({
    dim: fc.integer({ min: 1, max: 12 }),
    exemplars: fc.integer({ min: 1, max: 4 }),
    layers: fc.integer({ min: 1, max: 3 }),
    heads: fc.constantFrom(1, 2),
    hiddenSize: fc.constantFrom(4, 16),
    "evaluation.prompts": fc.constantFrom(1, 2, 7, 20),
    sigma: fc.constantFrom(0, 0.5),
  });

  it("is at least what an evaluation does allocate", async () => {
    await fc.assert(
      fc.asyncProperty(small, async (settings) => {
        const config = withSettings(defaults, settings);
        const model = modelOf(config);
        const learner = inContextLearner(model, model.init(1), {});
        const { prompts, exemplars, dim } = { ...config.prompts, prompts: config.evaluation.prompts };
        let answers = 0;
        const made = await arraysMade(async () => {
          const evaluation = await prepareEvaluation(config);
          answers = [...evaluation.answers.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
          await evaluation.compare(learner, { full: true });
        });
        const batch = await samplePrompts(config.prompts, { seed: 1, label: "memory", first: 0 }, prompts);
        const queries = new Float32Array(prompts * ILWD_QUERIES * dim);
        const profile = await tf.profile(async () => {
          await learner.predict(batch);
          await learner.predictQueries(batch, queries, exemplars);
          return tf.scalar(0);
        });
        learner.dispose?.();
        const few = Math.min(prompts, 256);
        const implied = made.filter((bytes) => bytes === 8 * few * dim).length * 8 * few * dim;
        const bytes = evaluationBytes(config, prompts);
        expect(Math.max(...made)).toBeLessThanOrEqual(bytes);
        expect(made).toContain(4 * prompts * (exemplars + 1) * dim); // the prompts themselves were seen to be made
        expect(answers + implied / 2).toBeLessThanOrEqual(bytes);
        expect(profile.peakBytes).toBeLessThanOrEqual(answeringBytes(config, cost(config).parameters));
      }),
      { numRuns: 5, seed: 1 },
    );
  });
});

function refusalOf(settings: Readonly<Record<string, Setting>>): string {
  try {
    assertFitsInMemory(withSettings(defaults, settings));
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
}
