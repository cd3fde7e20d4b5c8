import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { modelOf } from "../../src/checkpoints/checkpoint.ts";
import { difference, parseConfig, paths, settingOrDefault, withSettings } from "../../src/config/config.ts";
import { cost } from "../../src/config/cost.ts";
import { presetConfig, presets } from "../../src/config/presets.ts";
import { ConfigError, defaults } from "../../src/config/schema.ts";
import { version } from "../../src/config/version.ts";
import { allFamilies } from "../../src/tasks/families.ts";
import { countParameters } from "../../src/transformer/parameters.ts";

const symbols = withSettings(defaults, { family: "symbols", readout: "symbol" });

describe("config", () => {
  it("is restored from its differences from the defaults, for any settings", () => {
    const settings = fc.record(
      {
        "prompts.dim": fc.integer({ min: 1, max: 8 }),
        "prompts.sigma": fc.double({ min: 0, max: 1e3, noNaN: true }),
        "model.layers": fc.integer({ min: 1, max: 8 }),
        "training.optimizer": fc.constantFrom("adam", "muon"),
        "training.learningRate": fc.double({ min: 1e-9, max: 100, noNaN: true }),
        seed: fc.maxSafeNat(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(settings, (changes) => {
        const config = withSettings(defaults, changes as Record<string, number | string>);
        const texts = Object.fromEntries(
          Object.entries(difference(config, defaults)).map(([path, value]) => [path, String(value)]),
        );
        expect(withSettings(defaults, texts)).toEqual(config);
        expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
      }),
      { seed: 1 },
    );
  });

  it("takes the last part of a path, and texts for numbers", () => {
    expect(withSettings(defaults, { dim: "3", optimizer: "adam" })).toMatchObject({
      prompts: { dim: 3 },
      training: { optimizer: "adam" },
    });
  });

  it("reads files older than a setting: missing settings have their default", () => {
    const { evaluation, ...older } = defaults;
    expect(parseConfig({ ...older, evaluation: { prompts: evaluation.prompts } })).toEqual(defaults);
  });

  it("keeps changes of rates by their steps, however they were written", () => {
    const config = withSettings(defaults, { changes: "training.clip=0.50@600_learningRate=1e-3@400_clip=1@2" });
    expect(config.training.changes).toBe("clip=1@2_learningRate=0.001@400_clip=0.5@600");
    expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  const form = 'setting=value@step, separated by "_", of learningRate, matrixRate, momentum, clip';
  it.each([
    ["faster", `must be ${form}, got "faster"`],
    ["learningRate=0.1@2_", `must be ${form}, got "learningRate=0.1@2_"`],
    ["learningRate=@2", `must be ${form}, got "learningRate=@2"`],
    ["warmup=3@2", `must be ${form}, got "warmup=3@2"`],
    ["learningRate=0.1@-2", `must be ${form}, got "learningRate=0.1@-2"`],
    ["learningRate=0@2", "learningRate must be a number from 1e-9 to 100, got 0"],
    ["learningRate=Infinity@2", "learningRate must be a number from 1e-9 to 100, got Infinity"],
    ["momentum=1@2", "momentum must be a number from 0 to 0.9999, got 1"],
    ["clip=1@0", "a step must be from 1 to training.steps 5000, got 0"],
    ["clip=1@5001", "a step must be from 1 to training.steps 5000, got 5001"],
    ["clip=1@2_clip=3@2", "clip occurs twice at step 2"],
  ])("refuses %j as changes", (changes, sentence) => {
    expect(() => withSettings(defaults, { changes })).toThrow(`invalid training.changes: ${sentence}`);
  });

  it("shortens the name of a very deep setting", () => {
    const deep: unknown = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
    expect(() => parseConfig({ training: { batch: deep } })).toThrow(
      /^invalid training\.batch: .*, got \[\[\[\[…\]\]\]\]$/,
    );
  });

  it("cuts a very long value or name", () => {
    const long = "x".repeat(5_000_000);
    expect(() => parseConfig({ seed: long })).toThrow(/^invalid seed: must be [^\n]{1,300} \(5,000,000 characters\)$/);
    expect(() => parseConfig({ [long]: 1 })).toThrow(
      /^unknown setting x{80}… \(5,000,000 characters\): expected one of [^\n]{1,1500}$/,
    );
  });

  it.each<[unknown, string]>([
    [null, "invalid config: must contain prompts, model, training, evaluation, seed, got null"],
    [[], "invalid config: must contain prompts, model, training, evaluation, seed, got []"],
    [
      { model: [] },
      "invalid model: must contain layers, hiddenSize, heads, headSize, attention, attentionBias, mlp, activation, norm, tokens, positions, readout, init, loss, got []",
    ],
    ["fit-d5", 'invalid config: must contain prompts, model, training, evaluation, seed, got "fit-d5"'],
    [{ ...defaults, seed: -1 }, "invalid seed: must be a whole number from 0 to 9,007,199,254,740,991, got -1"],
    [
      { ...defaults, model: { ...defaults.model, depth: 3 } },
      "unknown setting model.depth: expected one of prompts.family, ",
    ],
    [{ ...defaults, model: { ...defaults.model, heads: 5 } }, "invalid model.heads: must divide hiddenSize 64, got 5"],
    [
      { ...defaults, model: { ...defaults.model, readout: "symbol" } },
      'invalid model.readout: must be "scalar" if prompts.family is "linear", got "symbol"',
    ],
    [
      { ...defaults, prompts: { family: "symbols" } },
      'invalid model.readout: must be "symbol" if prompts.family is "symbols", got "scalar"',
    ],
    [
      { ...symbols, model: { ...symbols.model, tokens: "paired", loss: "query" } },
      'invalid model.tokens: must be "interleaved" if model.readout is "symbol", got "paired"',
    ],
    [
      { ...symbols, model: { ...symbols.model, init: "gd-step" } },
      'invalid model.init: must be one of random, uniform, gpt2 if model.readout is "symbol", got "gd-step"',
    ],
    [
      { ...symbols, prompts: { ...symbols.prompts, symbolSize: 1 } },
      "invalid prompts.symbolSize: must be a whole number from 2 to 256, got 1",
    ],
    [
      { ...symbols, prompts: { ...symbols.prompts, symbols: "words" } },
      'invalid prompts.symbols: must be one of gaussian, cube, pairs, got "words"',
    ],
    [
      { ...defaults, model: { ...defaults.model, tokens: "paired" } },
      'invalid model.loss: must be "query" if tokens are "paired", got "all"',
    ],
    [
      { ...defaults, training: { ...defaults.training, learningRate: Number.NaN } },
      "invalid training.learningRate: must be a number from 1e-9 to 100, got NaN",
    ],
    [
      { ...defaults, prompts: { family: "concept" } },
      'invalid prompts.sigma: must be above 0 if prompts.family is "concept", got 0',
    ],
    [
      { ...defaults, prompts: { family: "document" } },
      'invalid prompts.sigma: must be above 0 if prompts.family is "document", got 0',
    ],
    [
      { ...defaults, prompts: { family: "document", sigma: 1, document: 16 } },
      "invalid prompts.document: must be at most prompts.exemplars 15, got 16",
    ],
    [
      { ...defaults, prompts: { ...defaults.prompts, tuning: 10 } },
      'invalid prompts.tuning: is a setting of prompts.family "concept" or "symbols", and prompts.family is "linear"',
    ],
    [
      { prompts: { family: "lines" } },
      'invalid prompts.family: must be one of linear, sparse, concept, halfspace, symbols, document, got "lines"',
    ],
    [
      { prompts: { family: 3 } },
      "invalid prompts.family: must be one of linear, sparse, concept, halfspace, symbols, document, got 3",
    ],
    [
      { ...defaults, prompts: { family: "concept", sigma: 1, tuning: 5001 } },
      "invalid prompts.tuning: must be at most training.steps 5000, got 5001",
    ],
    [
      { ...defaults, prompts: { family: "halfspace" } },
      'invalid prompts.exemplars: must be even if prompts.family is "halfspace" and prompts.classes is "balanced", got 15',
    ],
  ])("refuses %j", (input, sentence) => {
    const rejection = (() => {
      try {
        return parseConfig(input);
      } catch (error) {
        return error;
      }
    })();
    expect(rejection).toBeInstanceOf(ConfigError);
    expect((rejection as Error).message).toContain(sentence);
  });

  it("knows how many parameters a model has", () => {
    for (const { name } of presets) {
      const config = presetConfig(name);
      const { specs } = modelOf(config);
      expect(cost(config).parameters).toBe(countParameters(specs));
    }
  });

  it("has a value at every path, and presets that name only what differs", () => {
    for (const path of paths()) expect(settingOrDefault(defaults, path)).toBeDefined();
    for (const { name, settings } of presets) {
      expect(Object.keys(difference(presetConfig(name), defaults)).sort()).toEqual(Object.keys(settings).sort());
    }
    expect(() => presetConfig("none")).toThrow("unknown preset none: expected one of quick, ");
  });
});

it("the version is that of package.json", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8")).version).toBe(version);
});

test("settings of one name have the same range and default in every family that has them", () => {
  const families = allFamilies();
  const names = new Set(families.flatMap(({ settings }) => Object.keys(settings)));
  expect(names.size).toBeGreaterThan(4);
  for (const name of names) {
    const definitions = families.flatMap(({ settings }) => settings[name] ?? []);
    const ranges = definitions.map(({ label: _, hint: __, ...range }) => JSON.stringify(range));
    expect([name, new Set(ranges).size]).toEqual([name, 1]);
  }
});
