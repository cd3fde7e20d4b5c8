import { familyOf, tuningOf } from "../tasks/families.ts";
import type { TaskFamily } from "../tasks/taskFamily.ts";
import { formatChanges, parseChanges } from "../training/changes.ts";
import { misfitOf } from "../transformer/constructions/needs.ts";
import { drawnInits, isDrawn } from "../transformer/modelConfig.ts";
import { type Config, ConfigError, invalidSetting, type SettingRange } from "./schema.ts";

/** Rejects impossible shapes of a model. Throws ConfigError. */
export function validateModel({ model: { hiddenSize, heads, headSize, tokens, loss } }: Config): void {
  if (headSize === 0 && hiddenSize % heads !== 0)
    throw invalidSetting("model.heads", `must divide hiddenSize ${hiddenSize}, got ${heads}`);
  if (tokens === "paired" && loss === "all")
    throw invalidSetting("model.loss", 'must be "query" if tokens are "paired", got "all"');
}

/** Rejects prompt settings that contradict each other or the rest of the config. Throws ConfigError. */
export function validatePrompts({ prompts, model, training: { steps }, evaluation }: Config): void {
  const family = familyOf(prompts);
  const conflict = family.conflicts?.(prompts);
  if (conflict) throw invalidSetting(`prompts.${conflict.setting}`, conflict.problem);
  validateReadout(family, model);
  if (evaluation.reach > 0 && prompts.dim === 1 && prompts.exemplars === 1) {
    throw invalidSetting(
      "evaluation.reach",
      `must be 0 if no number of exemplars is away from N = D (D 1, N 1), got ${evaluation.reach}`,
    );
  }
  const tuning = tuningOf(prompts);
  if (tuning > steps) throw invalidSetting("prompts.tuning", `must be at most training.steps ${steps}, got ${tuning}`);
}

/** Rejects a model whose answers are not of the kind of the labels of a family. Throws ConfigError. */
function validateReadout({ id, labels }: TaskFamily, { readout, tokens, init }: Config["model"]): void {
  if (readout !== labels)
    throw invalidSetting("model.readout", `must be "${labels}" if prompts.family is "${id}", got "${readout}"`);
  if (readout !== "symbol") return;
  if (tokens !== "interleaved")
    throw invalidSetting("model.tokens", `must be "interleaved" if model.readout is "symbol", got "${tokens}"`);
  if (!isDrawn(init))
    throw invalidSetting(
      "model.init",
      `must be one of ${drawnInits.join(", ")} if model.readout is "symbol", got "${init}"`,
    );
}

/** The config with its changes in order. Each value must be in the range of its setting. Throws ConfigError. */
export function withSortedChanges(config: Config, rangeOf: (path: string) => SettingRange): Config {
  if (config.training.changes === "") return config;
  const { steps } = config.training;
  const changes = parseChanges(config.training.changes) ?? [];
  const seen = new Set<string>();
  for (const { setting, value, step } of changes) {
    const range = rangeOf(`training.${setting}`);
    if (range.kind !== "number" || !(value >= range.min && value <= range.max)) {
      const bounds = range.kind === "number" ? `from ${range.min} to ${range.max}` : "";
      throw invalidSetting("training.changes", `${setting} must be a number ${bounds}, got ${value}`);
    }
    if (step < 1 || step > steps) {
      throw invalidSetting("training.changes", `a step must be from 1 to training.steps ${steps}, got ${step}`);
    }
    if (seen.has(`${setting}@${step}`)) {
      throw invalidSetting("training.changes", `${setting} occurs twice at step ${step}`);
    }
    seen.add(`${setting}@${step}`);
  }
  return { ...config, training: { ...config.training, changes: formatChanges(changes) } };
}

/** Rejects a model set by hand that is too small for its construction. Throws ConfigError. */
export function validateConstruction({ model, prompts: { dim, exemplars } }: Config): void {
  if (isDrawn(model.init)) return;
  const misfit = misfitOf(model.init, dim, exemplars, model);
  if (misfit) throw new ConfigError(misfit.sentence, misfit.path);
}
