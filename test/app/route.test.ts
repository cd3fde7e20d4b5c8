import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hideable, lockable } from "../../src/app/route/lesson.ts";
import { clampExemplar, LAMBDAS, MAX_EXEMPLARS, RATES, STEPS } from "../../src/app/route/linePrompt.ts";
import { clampToPlane, comparisonLearners } from "../../src/app/route/planePrompt.ts";
import { formatRoute, parseRoute, type Route, shortName, views } from "../../src/app/route/route.ts";
import { TOUR_STOPS } from "../../src/app/route/routeParts.ts";
import { paths, settingRange, withSettings } from "../../src/config/config.ts";
import { parseStoredConfig } from "../../src/config/migrate.ts";
import { presetConfig, presets } from "../../src/config/presets.ts";
import { defaults, type Setting } from "../../src/config/schema.ts";
import { experiments } from "../../src/experiments/registry.ts";
import { isDrawn } from "../../src/transformer/modelConfig.ts";
import { ofFamily } from "../config/ofFamily.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const whole = (min: number, max: number) => fc.integer({ min, max });

const settings = fc.record({
  "prompts.dim": whole(1, 32),
  "prompts.exemplars": whole(1, 40),
  "prompts.tau": real(1e-3, 1e3),
  "prompts.sigma": real(0, 1e3),
  "model.layers": whole(1, 8),
  "model.hiddenSize": whole(1, 8).map((k) => 12 * k),
  "model.heads": fc.constantFrom(1, 2, 3, 4, 6, 12),
  "model.loss": fc.constantFrom("all", "query"),
  "training.steps": whole(1, 10_000_000),
  "training.batch": whole(1, 128),
  "training.optimizer": fc.constantFrom("adam", "muon"),
  "training.learningRate": real(1e-9, 100),
  "training.clip": real(0, 1e9),
  "training.changes": fc.array(
    fc.record({ setting: fc.constantFrom("learningRate", "matrixRate"), value: real(1e-9, 100) }),
    { maxLength: 3 },
  ),
  "evaluation.times": whole(0, 1000),
  seed: fc.maxSafeNat(),
});

const SIZES = ["prompts.dim", "prompts.exemplars", "model.layers", "model.hiddenSize", "model.heads", "model.loss"];

const without = (settings: Readonly<Record<string, Setting>>, paths: readonly string[]) =>
  Object.fromEntries(Object.entries(settings).filter(([path]) => !paths.includes(path)));

type Generated = typeof settings extends fc.Arbitrary<infer T> ? T : never;

/**
 * Paired tokens read only their queries. A concept or a document needs noise. Two classes have the same number of
 * exemplars each. A document is no longer than its prompt. A model set by hand keeps its sizes.
 */
function holding(preset: string, settings: Readonly<Record<string, Setting>>): Readonly<Record<string, Setting>> {
  const { model, prompts } = presetConfig(preset);
  if (!isDrawn(model.init)) return without(settings, SIZES);
  const { "prompts.sigma": sigma, "prompts.exemplars": exemplars, ...others } = settings;
  return {
    ...others,
    ...(exemplars !== undefined && {
      "prompts.exemplars": prompts.family === "halfspace" ? 2 * Math.ceil(Number(exemplars) / 2) : exemplars,
    }),
    ...(sigma !== undefined &&
      (sigma !== 0 || (prompts.family !== "concept" && prompts.family !== "document")) && { "prompts.sigma": sigma }),
    ...(prompts.family === "document" && { "prompts.document": 1 }),
    ...(model.tokens === "paired" && { "model.loss": "query" }),
  };
}

/** Changes one after another, as far as there are steps. */
function withChangesAt({ "training.changes": changes, ...settings }: Generated): Readonly<Record<string, Setting>> {
  const made = changes.slice(0, settings["training.steps"]);
  const text = made.map(({ setting, value }, k) => `${setting}=${value}@${k + 1}`).join("_");
  return { ...settings, "training.changes": text };
}

const addresses: fc.Arbitrary<Route> = fc
  .record({
    view: fc.constantFrom(...views),
    preset: fc.constantFrom(...presets.map(({ name }) => name)),
    settings,
    at: fc.option(fc.nat(), { nil: undefined }),
    experiment: fc.option(fc.constantFrom(...experiments.map(({ name }) => name)), { nil: undefined }),
    embed: fc.option(fc.constantFrom("spd", "accuracyBySize", "angles"), { nil: undefined }),
    prompt: fc.option(
      fc.array(fc.record({ x: real(-9, 9), y: real(-9, 9) }).map(clampExemplar), { maxLength: MAX_EXEMPLARS }),
      {
        nil: undefined,
      },
    ),
    beside: fc.option(
      fc.record({
        lambda: fc.constantFrom(...LAMBDAS),
        rate: fc.constantFrom(...RATES),
        steps: fc.constantFrom(...STEPS),
        neighbors: fc.boolean(),
      }),
      { nil: undefined },
    ),
    lesson: fc.option(fc.record({ hidden: fc.subarray([...hideable]), locked: fc.subarray([...lockable]) }), {
      nil: undefined,
    }),
    before: fc.option(fc.nat(), { nil: undefined }),
    plane: fc.option(
      fc.array(fc.record({ x: fc.tuple(real(-9, 9), real(-9, 9)), y: real(-9, 9) }).map(clampToPlane), {
        maxLength: MAX_EXEMPLARS,
      }),
      { nil: undefined },
    ),
    against: fc.option(fc.constantFrom(...comparisonLearners), { nil: undefined }),
    tour: fc.option(fc.integer({ min: 1, max: TOUR_STOPS }), { nil: undefined }),
  })
  .map(({ view, preset, settings, at, experiment, prompt, beside, lesson, before, plane, against, tour }) => ({
    view,
    preset,
    config: withSettings(
      presetConfig(preset),
      ofFamily({ ...holding(preset, withChangesAt(settings)), "prompts.family": presetConfig(preset).prompts.family }),
    ),
    ...(at !== undefined && { at }),
    ...(experiment !== undefined && { experiment }),
    ...(tour !== undefined && { tour }),
    ...(prompt !== undefined && { prompt }),
    ...(beside !== undefined && { beside }),
    ...(lesson !== undefined && { lesson }),
    ...(before !== undefined && { before }),
    ...(plane !== undefined && { plane }),
    ...(against !== undefined && { against }),
  }));

test("a route survives formatting and parsing", () => {
  fc.assert(
    fc.property(addresses, (address) => {
      expect(parseRoute(formatRoute(address))).toEqual({ address, ignored: [] });
    }),
  );
});

test("any text in a URL parses to a valid route", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webFragments()), (text) => {
      const { address } = parseRoute(`#${text}`);
      expect(parseRoute(formatRoute(address))).toEqual({ address, ignored: [] });
    }),
  );
});

test("a link contains only what differs from its preset", () => {
  expect(formatRoute({ view: "watch", preset: "fit-d5", config: defaults })).toBe("#watch");
  const config = withSettings(presetConfig("quick"), { dim: 3, seed: 7 });
  expect(formatRoute({ view: "train", preset: "quick", config })).toBe("#train?preset=quick&dim=3&seed=7");
});

test("an empty address opens the recorded run in Watch", () => {
  expect(parseRoute("")).toEqual({ address: { view: "watch", preset: "fit-d5", config: defaults }, ignored: [] });
});

test("settings that are valid only together are parsed together", () => {
  const { address, ignored } = parseRoute("#train?hiddenSize=30&heads=3");
  expect(address.config.model).toMatchObject({ hiddenSize: 30, heads: 3 });
  expect(ignored).toEqual([]);
});

test.each([
  ["#figures?embed=a%20figure", "invalid embed: expected the name of a figure, got a figure"],
  [
    "#play?prompt=1",
    "invalid prompt: expected at most 10 exemplars x,y_x,y … with x from −3 to 3 and y from −6 to 6, got 1",
  ],
  [
    "#play?prompt=1,2_NaN,3",
    "invalid prompt: expected at most 10 exemplars x,y_x,y … with x from −3 to 3 and y from −6 to 6, got 1,2_NaN,3",
  ],
  [
    "#play?prompt=1,99",
    "invalid prompt: expected at most 10 exemplars x,y_x,y … with x from −3 to 3 and y from −6 to 6, got 1,99",
  ],
  [
    "#play?prompt=1,1e999",
    "invalid prompt: expected at most 10 exemplars x,y_x,y … with x from −3 to 3 and y from −6 to 6, got 1,1e999",
  ],
  [
    "#play?plane=1,2",
    "invalid plane: expected at most 10 exemplars x₁,x₂,y_x₁,x₂,y … with x₁ and x₂ from −3 to 3 and y from −6 to 6, got 1,2",
  ],
  [
    "#play?plane=1,2,7",
    "invalid plane: expected at most 10 exemplars x₁,x₂,y_x₁,x₂,y … with x₁ and x₂ from −3 to 3 and y from −6 to 6, got 1,2,7",
  ],
  ["#play?against=svm", "invalid against: expected one of ridge, ols, gd, knn, transformer, got svm"],
  ["#train?preset=fast", `unknown preset fast: expected one of ${presets.map(({ name }) => name).join(", ")}`],
  ["#tarin", "unknown view tarin: expected one of watch, play, train, runs, figures, about"],
  ["#train?dim=0", "invalid prompts.dim: must be a whole number from 1 to 256, got 0"],
  ["#train?dim=-3", "invalid prompts.dim: must be a whole number from 1 to 256, got -3"],
  ["#train?dim=2.5", "invalid prompts.dim: must be a whole number from 1 to 256, got 2.5"],
  ["#train?dim=five", 'invalid prompts.dim: must be a whole number from 1 to 256, got "five"'],
  ["#train?dim=", 'invalid prompts.dim: must be a whole number from 1 to 256, got ""'],
  ["#train?heads=3", "invalid model.heads: must divide hiddenSize 64, got 3"],
  ["#train?heads=64&hiddenSize=32", "invalid model.heads: must divide hiddenSize 32, got 64"],
  [
    "#train?changes=faster",
    'invalid training.changes: must be setting=value@step, separated by "_", of learningRate, matrixRate, momentum, clip, got "faster"',
  ],
  [
    "#train?steps=30&changes=learningRate=1@31",
    "invalid training.changes: a step must be from 1 to training.steps 30, got 31",
  ],
  ["#train?optimizer=sgd", 'invalid training.optimizer: must be one of adam, muon, got "sgd"'],
  ["#watch?at=-1", "invalid at: must be a training step, got -1"],
  [
    "#play?lesson=settings",
    "invalid lesson: expected parts to hide, of watch, train, runs, figures, about, tour, settings, answers, distances, shrinkage, reads, table, tries, then _, then parts to lock, of prompt, tour, settings, answers, distances, shrinkage, reads, table, tries, got settings",
  ],
  ["#play?before=x", "invalid before: must be a training step, got x"],
  ["#train?<script>=1", "unknown setting <script>"],
])("%s is parsed with one message about the ignored part", (hash, sentence) => {
  const { address, ignored } = parseRoute(hash);
  expect(ignored).toEqual([sentence]);
  expect(parseRoute(formatRoute(address)).ignored).toEqual([]);
});

test("the valid parts of a link are used if others are invalid", () => {
  const { address, ignored } = parseRoute("#train?preset=quick&dim=3&layers=none&colour=red");
  expect(address.config).toEqual(withSettings(presetConfig("quick"), { dim: 3 }));
  expect(ignored).toHaveLength(2);
});

test("a link to a config that does not fit into memory opens: training it is refused, not describing it", () => {
  const { address, ignored } = parseRoute("#train?hiddenSize=2048&heads=64&layers=64&batch=65536");
  expect(address.config.model).toMatchObject({ hiddenSize: 2048, heads: 64, layers: 64 });
  expect(ignored).toEqual([]);
});

test("every setting has a unique short name", () => {
  const names = paths().map(shortName);
  expect(new Set(names).size).toBe(paths().length);
  for (const path of paths()) expect(settingRange(path).kind).toMatch(/^(number|oneOf|changes)$/);
});

/** Links with the routes that version 0.1.0 read from them. */
const linksOf01: readonly { readonly link: string; readonly route: Route }[] = JSON.parse(
  readFileSync(new URL("../fixtures/v0.1.0/links.json", import.meta.url), "utf8"),
);

test.each(linksOf01)("$link gives the same route as in version 0.1.0", ({ link, route }) => {
  const { address, ignored } = parseRoute(link);
  expect(address).toEqual({ ...route, config: parseStoredConfig(route.config) });
  const named = [...new URLSearchParams(link.split("?")[1]).keys()];
  const foreign = named.filter((name) => name in route.config.prompts && !(name in address.config.prompts));
  expect(ignored).toHaveLength(foreign.length); // settings that have no effect are named now
});
