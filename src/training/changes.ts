import type { TrainingConfig } from "./trainingConfig.ts";

/** What may be changed while a run goes on: numbers that every step reads anew. */
export const TUNABLE = ["learningRate", "matrixRate", "momentum", "clip"] as const;
export type Tunable = (typeof TUNABLE)[number];

/** A setting of the training with another value from a step on. */
export interface Change {
  readonly setting: Tunable;
  readonly value: number;
  readonly step: number; // the first that has it
}

/** Changes as a setting holds them, by step: "learningRate=0.001@400_clip=0.5@600". */
export const formatChanges = (changes: readonly Change[]): string =>
  [...changes]
    .sort((a, b) => a.step - b.step || TUNABLE.indexOf(a.setting) - TUNABLE.indexOf(b.setting))
    .map(({ setting, value, step }) => `${setting}=${value}@${step}`)
    .join("_");

/** The changes that a text says, in its order; undefined where it is none. */
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

/** A training's settings as they stand at a step, 1 or later. */
export function settingsAt(config: TrainingConfig, step: number): TrainingConfig {
  if (config.changes === "") return config;
  const changes = parseChanges(config.changes) ?? [];
  const made = changes.filter((change) => change.step <= step).map(({ setting, value }) => [setting, value]);
  return { ...config, ...Object.fromEntries(made) };
}

/** The changes of a training until a step, as a setting holds them: those that what it came to there knows of. */
export const changesBefore = ({ changes }: Pick<TrainingConfig, "changes">, step: number): string =>
  formatChanges((parseChanges(changes) ?? []).filter((change) => change.step <= step));
