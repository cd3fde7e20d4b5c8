import * as v from "valibot";
import { activationIds } from "../kernels/activations.ts";
import { attentionKindIds } from "../kernels/attentionKinds.ts";
import { allFamilies } from "../tasks/families.ts";
import { linear } from "../tasks/linear.ts";
import type { SettingDefinition, SettingDefinitions, SettingsOf } from "../tasks/setting.ts";
import type { TaskFamily } from "../tasks/taskFamily.ts";
import type { PromptSettings } from "../tasks/tasks.ts";
import { describe } from "../text/describe.ts";
import { parseChanges, TUNABLE } from "../training/changes.ts";
import { SHARDS_RANGE } from "../training/shards.ts";
import type { TrainingConfig } from "../training/trainingConfig.ts";
import { constructionNames } from "../transformer/constructions/constructions.ts";
import { drawnInits, type ModelConfig } from "../transformer/modelConfig.ts";

const expected = (range: string) => (issue: { input: unknown }) => `must be ${range}, got ${describe(issue.input)}`;

const integer = (min: number, max: number) => {
  const message = expected(`a whole number from ${min} to ${max.toLocaleString("en")}`);
  const range: SettingRange = { kind: "number", integer: true, min, max };
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(min, message),
    v.maxValue(max, message),
    v.metadata({ range }),
  );
};

const number = (min: number, max: number) => {
  const message = expected(`a number from ${min} to ${max}`);
  const range: SettingRange = { kind: "number", integer: false, min, max };
  return v.pipe(
    v.number(message),
    v.finite(message),
    v.minValue(min, message),
    v.maxValue(max, message),
    v.metadata({ range }),
  );
};

const literal = <const T extends string>(...options: [T, ...T[]]) =>
  v.pipe(
    v.picklist(options, expected(options.length === 1 ? `"${options[0]}"` : `one of ${options.join(", ")}`)),
    v.metadata({ range: { kind: "oneOf", options } satisfies SettingRange }),
  );

const CHANGES = `setting=value@step, separated by "_", of ${TUNABLE.join(", ")}`;

const changesText = () => {
  const message = expected(CHANGES);
  return v.pipe(
    v.string(message),
    v.check((text) => parseChanges(text) !== undefined, message),
    v.metadata({ range: { kind: "changes" } satisfies SettingRange }),
  );
};

const group = <E extends v.ObjectEntries>(entries: E) =>
  v.strictObject(entries, (issue) => `must contain ${Object.keys(entries).join(", ")}, got ${describe(issue.input)}`);

const schemaOf = (definition: SettingDefinition) => {
  if (definition.kind === "oneOf") return literal(...definition.options);
  return (definition.whole ? integer : number)(definition.min, definition.max);
};

/** The schema of the prompt settings of a family. */
const promptsSchema = ({ id, settings }: TaskFamily) =>
  group({
    family: literal(id),
    ...Object.fromEntries(Object.entries(settings).map(([name, definition]) => [name, schemaOf(definition)])),
  });

/** The schemas of the other groups of a config. */
const groups = {
  model: group({
    layers: integer(1, 64),
    hiddenSize: integer(1, 2048),
    heads: integer(1, 64),
    headSize: integer(0, 2048), // 0: H / K
    attention: literal(...attentionKindIds),
    attentionBias: literal("off", "on"),
    mlp: literal("on", "off"),
    activation: literal(...activationIds),
    norm: literal("pre", "carried", "none"),
    tokens: literal("interleaved", "paired"),
    positions: literal("learned", "none"),
    readout: literal("scalar", "symbol"),
    init: literal(...drawnInits, ...constructionNames),
    loss: literal("all", "query"),
  }),
  training: group({
    steps: integer(0, 10_000_000),
    batch: integer(1, 65_536),
    optimizer: literal("adam", "muon"),
    learningRate: number(1e-9, 100),
    matrixRate: number(1e-9, 100),
    momentum: number(0, 0.9999),
    beta2: number(0, 0.999999),
    epsilon: number(1e-12, 1),
    warmup: integer(0, 10_000_000),
    decay: literal("linear", "cosine", "constant"),
    clip: number(0, 1e9),
    changes: changesText(),
    shards: integer(...SHARDS_RANGE),
  }),
  evaluation: group({
    prompts: integer(1, 65_536), // prompts of the evaluation stream, the same at every evaluation
    times: integer(0, 1000), // evaluations along a run, log-spaced in the step
    reach: number(0, 1e3), // a run ends once its SPD / (D τ²) to OLS is below this; 0 is never
  }),
  seed: integer(0, Number.MAX_SAFE_INTEGER),
};

/** The schema of a config with prompts of a family. */
export const configSchema = (family: TaskFamily) => group({ prompts: promptsSchema(family), ...groups });

/** The schema of every setting, by path, including the prompt settings of all families; the first family with a setting defines it. */
export function settingSchemas(): ReadonlyMap<string, v.GenericSchema> {
  const families = allFamilies();
  if (families.length !== cached.families) cached = { families: families.length, schemas: schemasOf(families) };
  return cached.schemas;
}

let cached: { readonly families: number; readonly schemas: ReadonlyMap<string, v.GenericSchema> } = {
  families: 0,
  schemas: new Map(),
};

function schemasOf(families: readonly TaskFamily[]): Map<string, v.GenericSchema> {
  const schemas = new Map<string, v.GenericSchema>();
  schemas.set("prompts.family", literal(...(families.map(({ id }) => id) as [string, ...string[]])));
  for (const { settings } of families)
    for (const [name, definition] of Object.entries(settings)) {
      if (!schemas.has(`prompts.${name}`)) schemas.set(`prompts.${name}`, schemaOf(definition));
    }
  for (const [name, schema] of Object.entries(groups)) {
    if (!("entries" in schema)) schemas.set(name, schema);
    else for (const [key, each] of Object.entries(schema.entries)) schemas.set(`${name}.${key}`, each);
  }
  return schemas;
}

/** Everything that determines a run. */
export interface Config {
  readonly prompts: PromptSettings;
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
  readonly evaluation: { readonly prompts: number; readonly times: number; readonly reach: number };
  readonly seed: number;
}

/** A value that a setting may have. */
export type Setting = number | string;

/** The range of a setting: a number between two bounds, one of several names, or changes of other settings during a run. */
export type SettingRange =
  | { readonly kind: "number"; readonly integer: boolean; readonly min: number; readonly max: number }
  | { readonly kind: "oneOf"; readonly options: readonly string[] }
  | { readonly kind: "changes" };

/** The default settings of a family's prompts. */
export const defaultPrompts = <Id extends string, D extends SettingDefinitions>({
  id,
  settings,
}: TaskFamily<Id, D>): { readonly family: Id } & SettingsOf<D> =>
  ({
    family: id,
    ...Object.fromEntries(Object.entries(settings).map(([name, definition]) => [name, definition.default])),
  }) as { readonly family: Id } & SettingsOf<D>;

/** The default config. */
export const defaults: Config = {
  prompts: defaultPrompts(linear),
  model: {
    layers: 4,
    hiddenSize: 64,
    heads: 4,
    headSize: 0,
    attention: "softmax",
    attentionBias: "off",
    mlp: "on",
    activation: "gelu",
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
    beta2: 0.98,
    epsilon: 1e-8,
    warmup: 200,
    decay: "linear",
    clip: 1,
    changes: "",
    shards: 4,
  },
  evaluation: { prompts: 512, times: 40, reach: 0 },
  seed: 1,
};

/** Thrown if a config, or a setting of one, is invalid. The message is one sentence for the user. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  /** The setting that the message is about, such as "model.heads"; undefined if it is about no single setting. */
  readonly path: string | undefined;

  constructor(message: string, path?: string) {
    super(message);
    this.path = path;
  }
}

/** The error for an invalid value of a setting: "invalid model.heads: must be …". */
export const invalidSetting = (path: string, problem: string): ConfigError =>
  new ConfigError(`invalid ${path}: ${problem}`, path);
