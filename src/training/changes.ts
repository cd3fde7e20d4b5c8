import type { TrainingConfig } from "./trainingConfig.ts";

/** The settings that may change during a run: numbers that every step reads again. */
export const TUNABLE = ["learningRate", "matrixRate", "momentum", "clip"] as const;
export type Tunable = (typeof TUNABLE)[number];

/** A setting of the training with another value from a step on. */
export interface Change {
  readonly setting: Tunable;
  readonly value: number;
  readonly step: number; // the first step with it
}

/** Changes as the value of a setting, by step: "learningRate=0.001@400_clip=0.5@600". */
export const formatChanges = (changes: readonly Change[]): string =>
  [...changes]
    .sort((a, b) => a.step - b.step || TUNABLE.indexOf(a.setting) - TUNABLE.indexOf(b.setting))
    .map(({ setting, value, step }) => `${setting}=${value}@${step}`)
    .join("_");

/** Parses changes, in their order; undefined if the text is invalid. */
export function parseChanges(text: string): Change[] | undefined {
  if (text === "") return [];
  const changes: Change[] = [];
  for (const part of text.split("_")) {
    const [, name, value, step] = /^(?:training\.)?(\w+)=([^@]+)@(\d+)$/.exec(part) ?? [];
    const setting = TUNABLE.find((each) => each === name);
    if (!setting || !value?.trim() || Number.isNaN(Number(value))) return undefined;
    changes.push({ setting, value: Number(value), step: Number(step) });
  }
  return changes;
}

/** The settings of a training by step, 1 or later. The text of its changes is parsed once. */
export function settingsByStep(config: TrainingConfig): (step: number) => TrainingConfig {
  const changes = parseChanges(config.changes) ?? [];
  return (step) => {
    const made = changes.filter((change) => change.step <= step).map(({ setting, value }) => [setting, value]);
    return made.length === 0 ? config : { ...config, ...Object.fromEntries(made) };
  };
}

/** The changes of a training before a step, as the value of a setting. */
export const changesBefore = ({ changes }: Pick<TrainingConfig, "changes">, step: number): string =>
  formatChanges((parseChanges(changes) ?? []).filter((change) => change.step <= step));
