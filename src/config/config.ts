import * as v from "valibot";
import type { ConceptPrompts } from "../prompts/concept.ts";
import type { DocumentPrompts } from "../prompts/document.ts";
import type { HalfspacePrompts } from "../prompts/halfspace.ts";
import type { LinearPrompts } from "../prompts/linear.ts";
import type { SymbolPrompts } from "../prompts/symbols.ts";
import { describe, excerpt } from "../text/describe.ts";
import { formatChanges, parseChanges, TUNABLE } from "../training/changes.ts";
import type { TrainingConfig } from "../training/trainingConfig.ts";
import { misfitOf } from "../transformer/constructions/needs.ts";
import type { ModelConfig } from "../transformer/modelConfig.ts";
import { answeringBytes, evaluationBytes } from "./evaluationMemory.ts";

const wanted = (words: string) => (issue: { input: unknown }) => `must be ${words}, got ${describe(issue.input)}`;

const whole = (least: number, most: number) => {
  const message = wanted(`a whole number from ${least} to ${most.toLocaleString("en")}`);
  const range: SettingRange = { kind: "number", whole: true, least, most };
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
    v.metadata({ range }),
  );
};

const real = (least: number, most: number) => {
  const message = wanted(`a number from ${least} to ${most}`);
  const range: SettingRange = { kind: "number", whole: false, least, most };
  return v.pipe(
    v.number(message),
    v.finite(message),
    v.minValue(least, message),
    v.maxValue(most, message),
    v.metadata({ range }),
  );
};

const oneOf = <const T extends string>(...options: [T, ...T[]]) =>
  v.pipe(
    v.picklist(options, wanted(options.length === 1 ? `"${options[0]}"` : `one of ${options.join(", ")}`)),
    v.metadata({ range: { kind: "oneOf", options } satisfies SettingRange }),
  );

const CHANGES = `setting=value@step, some apart by "_", of ${TUNABLE.join(", ")}`;

const changesText = () => {
  const message = wanted(CHANGES);
  return v.pipe(
    v.string(message),
    v.check((text) => parseChanges(text) !== undefined, message),
    v.metadata({ range: { kind: "changes" } satisfies SettingRange }),
  );
};

const part = <E extends v.ObjectEntries>(entries: E) =>
  v.strictObject(entries, (issue) => `must hold ${Object.keys(entries).join(", ")}, got ${describe(issue.input)}`);

const Schema = part({
  prompts: part({
    family: oneOf("linear", "concept", "halfspace", "symbols", "document"),
    dim: whole(1, 256),
    exemplars: whole(1, 1024),
    tau: real(1e-3, 1e3),
    sigma: real(0, 1e3),
    taskWeights: oneOf("drawn", "ones"),
    natural: real(0, 1),
    spread: real(1e-3, 1e3),
    coefficients: oneOf("positive", "signed"),
    document: whole(1, 1024),
    relevant: real(0, 1),
    instructed: real(0, 1),
    symbolSize: whole(2, 256),
    symbols: oneOf("gaussian", "cube", "pairs"),
    tuning: whole(0, 10_000_000), // the last training steps, on natural prompts alone; of symbols, on arbitrary ones alone
  }),
  model: part({
    layers: whole(1, 64),
    hiddenSize: whole(1, 2048),
    heads: whole(1, 64),
    attention: oneOf("softmax", "linear"),
    mlp: oneOf("on", "off"),
    norm: oneOf("pre", "none"),
    tokens: oneOf("interleaved", "paired"),
    positions: oneOf("learned", "none"),
    readout: oneOf("scalar", "symbol"),
    init: oneOf("random", "mov", "mul", "aff", "div", "raw", "gd-step", "sherman-morrison"),
    loss: oneOf("all", "query"),
  }),
  training: part({
    steps: whole(0, 10_000_000),
    batch: whole(1, 65_536),
    optimizer: oneOf("adam", "muon"),
    learningRate: real(1e-9, 100),
    matrixRate: real(1e-9, 100),
    momentum: real(0, 0.9999),
    warmup: whole(0, 10_000_000),
    decay: oneOf("linear", "cosine", "constant"),
    clip: real(0, 1e9),
    changes: changesText(),
  }),
  evaluation: part({
    prompts: whole(1, 65_536), // prompts of the evaluation stream, the same at every evaluation
    times: whole(0, 1000), // evaluations along a run, log-spaced in the step
    reach: real(0, 1e3), // SPD / (D τ²) to OLS at which a run has reached it and ends; 0 is never
  }),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
});

/** All that determines one run. */
export interface Config {
  readonly prompts: {
    readonly family: "linear" | "concept" | "halfspace" | "symbols" | "document";
    readonly tuning: number;
  } & Required<LinearPrompts> &
    ConceptPrompts &
    HalfspacePrompts &
    SymbolPrompts &
    DocumentPrompts;
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
  readonly evaluation: { readonly prompts: number; readonly times: number; readonly reach: number };
  readonly seed: number;
}

/** A value that a setting may have. */
export type Setting = number | string;

/** What a setting may be: a number between two bounds, one of some names, or changes of others while a run goes on. */
export type SettingRange =
  | { readonly kind: "number"; readonly whole: boolean; readonly least: number; readonly most: number }
  | { readonly kind: "oneOf"; readonly options: readonly string[] }
  | { readonly kind: "changes" };

/** What every setting is where nothing is said. */
export const defaults: Config = {
  prompts: {
    family: "linear",
    dim: 5,
    exemplars: 15,
    tau: 1,
    sigma: 0,
    taskWeights: "drawn",
    natural: 0.98,
    spread: 0.1,
    coefficients: "signed",
    instructed: 0.5,
    symbolSize: 4,
    symbols: "gaussian",
    document: 12,
    relevant: 0.5,
    tuning: 0,
  },
  model: {
    layers: 4,
    hiddenSize: 64,
    heads: 4,
    attention: "softmax",
    mlp: "on",
    norm: "pre",
    tokens: "interleaved",
    positions: "learned",
    readout: "scalar",
    init: "random",
    loss: "all",
  },
  training: {
    steps: 5000,
    batch: 64,
    optimizer: "muon",
    learningRate: 4e-3,
    matrixRate: 2e-2,
    momentum: 0.85,
    warmup: 200,
    decay: "linear",
    clip: 1,
    changes: "",
  },
  evaluation: { prompts: 512, times: 40, reach: 0 },
  seed: 1,
};

/** Thrown where a config, or a setting of one, is not what was wanted. The message is one sentence for a person. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Checks anything (a file, a form, a message) and gives it back as a Config. A setting it does not name is what the
 * defaults say, so that files older than the setting still open. Throws ConfigError.
 */
export function parseConfig(input: unknown): Config {
  refuseOtherThanObjects(input, defaults);
  const filled = withDefaults(input, defaults);
  const result = v.safeParse(Schema, filled, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    const path = v.getDotPath(issue);
    const name = path ?? "config";
    if (issue.type === "strict_object" && issue.expected === "never") {
      throw new ConfigError(`unknown setting ${excerpt(name)}: wanted one of ${paths.join(", ")}`);
    }
    const taking = issue.type === "max_value" && isTree(filled) ? needs(filled as unknown as Config) : undefined;
    throw new ConfigError(`invalid ${name}: ${issue.message}${taking ? `: a training step would need ${taking}` : ""}`);
  }
  const config: Config = withChecked(result.output);
  const { hiddenSize, heads } = config.model;
  if (hiddenSize % heads !== 0) {
    throw new ConfigError(`invalid model.heads: must divide hiddenSize ${hiddenSize}, got ${heads}`);
  }
  if (config.model.tokens === "paired" && config.model.loss === "all") {
    throw new ConfigError('invalid model.loss: must be "query" where tokens are "paired", got "all"');
  }
  refuseWorld(config);
  refuseConstruction(config);
  refuseWhatCannotFit(config);
  refuseEvaluation(config);
  return config;
}

/** Throws ConfigError for settings that exclude one another: Bayes predictors that weigh densities of y need noise. */
function refuseWorld({ prompts, model, training: { steps }, evaluation }: Config): void {
  const { tuning } = prompts;
  if ((prompts.family === "concept" || prompts.family === "document") && prompts.sigma === 0) {
    throw new ConfigError(`invalid prompts.sigma: must be above 0 where prompts.family is "${prompts.family}", got 0`);
  }
  if (prompts.family === "document" && prompts.document > prompts.exemplars) {
    throw new ConfigError(
      `invalid prompts.document: must be at most prompts.exemplars ${prompts.exemplars}, got ${prompts.document}`,
    );
  }
  if (tuning > 0 && prompts.family !== "concept" && prompts.family !== "symbols") {
    throw new ConfigError(
      `invalid prompts.tuning: must be 0 where prompts.family is neither "concept" nor "symbols", got ${tuning}`,
    );
  }
  const readout = prompts.family === "symbols" ? "symbol" : "scalar";
  if (model.readout !== readout) {
    throw new ConfigError(
      `invalid model.readout: must be "${readout}" where prompts.family is "${prompts.family}", got "${model.readout}"`,
    );
  }
  if (readout === "symbol" && model.tokens !== "interleaved") {
    throw new ConfigError(
      `invalid model.tokens: must be "interleaved" where model.readout is "symbol", got "${model.tokens}"`,
    );
  }
  if (readout === "symbol" && model.init !== "random") {
    throw new ConfigError(`invalid model.init: must be "random" where model.readout is "symbol", got "${model.init}"`);
  }
  if (prompts.family === "halfspace" && prompts.exemplars % 2 !== 0) {
    throw new ConfigError(
      `invalid prompts.exemplars: must be even where prompts.family is "halfspace", half of each class, got ${prompts.exemplars}`,
    );
  }
  if (evaluation.reach > 0 && prompts.dim === 1 && prompts.exemplars === 1) {
    throw new ConfigError(
      `invalid evaluation.reach: must be 0 where no number of exemplars is away from N = D (D 1, N 1), got ${evaluation.reach}`,
    );
  }
  if (tuning > steps) {
    throw new ConfigError(`invalid prompts.tuning: must be at most training.steps ${steps}, got ${tuning}`);
  }
}

/** The config with its changes in order, of which each must be one that the setting itself may have. */
function withChecked(config: Config): Config {
  if (config.training.changes === "") return config;
  const { steps } = config.training;
  const changes = parseChanges(config.training.changes) ?? [];
  const seen = new Set<string>();
  for (const { setting, value, step } of changes) {
    const range = settingRange(`training.${setting}`);
    if (range.kind !== "number" || !(value >= range.least && value <= range.most)) {
      const bounds = range.kind === "number" ? `from ${range.least} to ${range.most}` : "";
      throw new ConfigError(`invalid training.changes: ${setting} must be a number ${bounds}, got ${value}`);
    }
    if (step < 1 || step > steps) {
      throw new ConfigError(`invalid training.changes: a step must be from 1 to training.steps ${steps}, got ${step}`);
    }
    if (seen.has(`${setting}@${step}`)) {
      throw new ConfigError(`invalid training.changes: ${setting} comes twice at step ${step}`);
    }
    seen.add(`${setting}@${step}`);
  }
  return { ...config, training: { ...config.training, changes: formatChanges(changes) } };
}

function withDefaults(input: unknown, fallback: unknown): unknown {
  if (!isTree(input) || !isTree(fallback)) return input === undefined ? fallback : input;
  const filled = Object.entries(fallback).map(([key, value]) => [key, withDefaults(input[key], value)]);
  return { ...input, ...Object.fromEntries(filled) };
}

/** Refuses a list or a single value in the place of a group of settings, which may be left out. */
function refuseOtherThanObjects(input: unknown, group: object, path = "config"): void {
  if (input === undefined) return;
  if (!isTree(input))
    throw new ConfigError(`invalid ${path}: must hold ${Object.keys(group).join(", ")}, got ${describe(input)}`);
  for (const [key, value] of Object.entries(group)) {
    if (isTree(value)) refuseOtherThanObjects(input[key], value, key);
  }
}

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** The paths of all settings, in the order of the data's way: "prompts.dim", …, "seed". */
export const paths: readonly string[] = Object.entries(defaults).flatMap(([name, value]) =>
  typeof value === "object" ? Object.keys(value).map((key) => `${name}.${key}`) : [name],
);

type Tree = Record<string, unknown>;

/** The value at a path such as "model.layers". */
export function getSetting(config: Config, path: string): Setting {
  return path.split(".").reduce<unknown>((part, key) => (part as Tree)[key], config) as Setting;
}

/** What the setting at a path may be, as the schema has it. */
export function settingRange(path: string): SettingRange {
  type Node = v.GenericSchema & { readonly entries?: Readonly<Record<string, Node>> };
  const schema = path.split(".").reduce<Node | undefined>((node, key) => node?.entries?.[key], Schema as Node);
  const range = schema && v.getMetadata(schema).range;
  if (range === undefined) throw new ConfigError(`unknown setting ${excerpt(path)}: wanted one of ${paths.join(", ")}`);
  return range as SettingRange;
}

/**
 * A config with some settings changed, checked as a whole. Texts are read as what the setting's default is, so that
 * URL, flags and form speak alike; the last part of a path is enough where it is unambiguous ("dim", "layers").
 * Throws ConfigError.
 */
export function withSettings(base: Config, changes: Readonly<Record<string, Setting>>): Config {
  const changed = structuredClone(base) as unknown as Tree;
  for (const [name, value] of Object.entries(changes)) {
    const path = fullPath(name);
    const keys = path.split(".");
    const last = keys.pop() as string;
    const parent = keys.reduce<Tree>((part, key) => part[key] as Tree, changed);
    parent[last] = typeof getSetting(defaults, path) === "number" ? readNumber(value) : value;
  }
  return parseConfig(changed);
}

/** What differs between two configs: path → value in `config`. Applied to `base` with withSettings it gives `config`. */
export function difference(config: Config, base: Config): Record<string, Setting> {
  return Object.fromEntries(
    paths
      .filter((path) => getSetting(config, path) !== getSetting(base, path))
      .map((path) => [path, getSetting(config, path)]),
  );
}

/** The path that a name such as "layers" is short for. Throws ConfigError. */
export function fullPath(name: string): string {
  if (paths.includes(name)) return name;
  const matches = paths.filter((path) => path.endsWith(`.${name}`));
  if (matches.length === 1) return matches[0] as string;
  if (matches.length > 1) throw new ConfigError(`ambiguous setting ${name}: wanted ${matches.join(" or ")}`);
  throw new ConfigError(`unknown setting ${excerpt(name)}: wanted one of ${paths.join(", ")}`);
}

function readNumber(value: Setting): Setting {
  if (typeof value === "number") return value;
  const number = Number(value);
  return value.trim() === "" || Number.isNaN(number) ? value : number;
}

/** Numbers a model has, and what a training step of it costs. Estimates, for a warning before one starts. */
export function cost(config: Config): { parameters: number; bytes: number; flopPerStep: number } {
  const { dim, exemplars, symbolSize } = config.prompts;
  const { layers: L, hiddenSize: H, heads: K, mlp, norm, tokens, positions, readout } = config.model;
  const [M, ahead] = readout === "symbol" ? [symbolSize, 1] : [1, 0];
  const B = config.training.batch;
  const T = ahead + (tokens === "paired" ? exemplars + 1 : 2 * exemplars + 1);
  const normed = norm === "pre" ? 2 * H : 0; // numbers of one LayerNorm
  const wide = mlp === "on" ? 8 * H * H + 5 * H + normed : 0;
  const parameters =
    H * (M + dim + 1) + (positions === "learned" ? T * H : 0) + L * (4 * H * H + normed + wide) + normed + (H + 1) * M;
  // The tokens, and what is kept for the backward pass: some 18 vectors of H a token and two attention matrices a head.
  const bytes = 4 * (4 * parameters + B * T * (M + dim) + B * T * L * (18 * H + 2 * K * T));
  const flopPerStep = 3 * B * (T * L * (mlp === "on" ? 24 : 8) * H * H + L * 4 * T * T * H);
  return { parameters, bytes, flopPerStep };
}

const MAX_BYTES = 3e9; // of the 4 GB a WebAssembly memory can address, some is the engine's own
const FLOP_PER_SECOND = 6e10; // of two cores with fused kernels, as measured; a machine may be several times slower or faster

/** Seconds a training step of this config would take, roughly. */
export const estimatedStepSeconds = (config: Config): number => 2e-3 + cost(config).flopPerStep / FLOP_PER_SECOND;

function refuseWhatCannotFit(config: Config): void {
  if (cost(config).bytes <= MAX_BYTES) return;
  throw new ConfigError(
    `invalid config: a training step must fit in ${MAX_BYTES / 1e9} GB of memory, this one needs ${needs(config)}; ` +
      `lower training.batch, prompts.exemplars, model.layers or model.hiddenSize`,
  );
}

/** Throws ConfigError if an evaluation of a run cannot fit in memory. */
function refuseEvaluation(config: Config): void {
  const asked = config.evaluation.prompts;
  const most = mostPrompts(config, asked);
  if (most === asked) return;
  const limit = `${MAX_BYTES / 1e9} GB of memory`;
  if (most === 0) {
    throw new ConfigError(
      `invalid config: an evaluation must fit in ${limit}, this one cannot even with one prompt; ` +
        `lower prompts.exemplars, prompts.dim, model.heads or model.hiddenSize`,
    );
  }
  const { dim, exemplars } = config.prompts;
  throw new ConfigError(
    `invalid evaluation.prompts: must be at most ${most}, so that an evaluation on prompts of ${exemplars} exemplars ` +
      `in ${dim} dimensions fits in ${limit}, got ${asked}; lower evaluation.prompts`,
  );
}

/** The most prompts, up to a number asked, whose evaluation fits in memory; 0 if not even one fits. */
export function mostPrompts(config: Config, asked: number): number {
  if (answeringBytes(config, cost(config).parameters) > MAX_BYTES) return 0;
  const fits = (count: number) => evaluationBytes(config, count) <= MAX_BYTES;
  if (fits(asked)) return asked;
  let [low, high] = [0, asked]; // low fits, high does not
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Throws ConfigError if a model set by hand does not fit into the model it is to be. */
function refuseConstruction({ model, prompts: { dim, exemplars } }: Config): void {
  if (model.init === "random") return;
  const misfit = misfitOf(model.init, dim, exemplars, model);
  if (misfit) throw new ConfigError(misfit);
}

/** Memory and time in words, where they are too much; the config may be one that is refused for its size. */
function needs(config: Config): string | undefined {
  const { prompts, model, training } = config;
  if (!prompts || !model || !training) return undefined;
  const { bytes } = cost(config);
  const hours = (training.steps * estimatedStepSeconds(config)) / 3600;
  if (!(bytes > MAX_BYTES) || !Number.isFinite(hours)) return undefined;
  const rounded = (value: number) => {
    const short = Number(value.toPrecision(2));
    return short < 1e15 ? short.toLocaleString("en") : String(short);
  };
  return `about ${rounded(bytes / 1e9)} GB (and the run about ${rounded(hours)} hours)`;
}
