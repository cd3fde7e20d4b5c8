import { type Change, formatChanges, parseChanges, TUNABLE, type Tunable } from "../training/changes.ts";
import { withSettings } from "./config.ts";
import type { Config } from "./schema.ts";

/** The settings that may change during training. */
export const tunable: readonly Tunable[] = TUNABLE;

/** The changes of a config, by step. */
export const changesOf = ({ training }: Config): readonly Change[] => parseChanges(training.changes) ?? [];

/** A config with settings of its training changed from a step on; it replaces an earlier change at that step. Throws ConfigError. */
export function addChanges(config: Config, step: number, values: Partial<Readonly<Record<Tunable, number>>>): Config {
  const before = changesOf(config).filter((change) => change.step !== step || values[change.setting] === undefined);
  const fresh = TUNABLE.flatMap((setting) => {
    const value = values[setting];
    return value === undefined ? [] : { setting, value, step };
  });
  return withSettings(config, { "training.changes": formatChanges([...before, ...fresh]) });
}

/** Scales all learning rates, including scheduled ones, and rounds to one significant digit. Throws ConfigError. */
export function scaleRates(config: Config, share: number): Config {
  const scaled = (rate: number) => Number((share * rate).toPrecision(1));
  const changes = changesOf(config).map((change) =>
    change.setting === "learningRate" || change.setting === "matrixRate"
      ? { ...change, value: scaled(change.value) }
      : change,
  );
  return withSettings(config, {
    learningRate: scaled(config.training.learningRate),
    matrixRate: scaled(config.training.matrixRate),
    "training.changes": formatChanges(changes),
  });
}
