import type { Learner } from "../algorithms/learner.ts";
import type { PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { SettingDefinitions, SettingsOf } from "./setting.ts";

/** A conflict between settings: the wrong setting, and what it must be: "must be even, got 3". */
export interface Conflict {
  readonly setting: string;
  readonly problem: string;
}

/** The code of a task family. */
export interface TaskEngine<Settings> {
  /** Prompts first…first + prompts − 1 of a stream; each depends on (seed, label, its number) alone. */
  sample(settings: Settings, stream: PromptStream, prompts: number): PromptBatch;
  /** The Bayes predictor, if there is one in closed form. */
  bayes?(settings: Settings): Learner;
}

/**
 * A task family: its settings, glossary, the rules between its settings, what it is compared with, and how its prompts
 * are drawn. A family is one file, its engine in NAME.engine.ts, and one line in tasks.ts; everything else is derived.
 */
export interface TaskFamily<Id extends string = string, Definitions extends SettingDefinitions = SettingDefinitions> {
  readonly id: Id;
  readonly name?: string; // its title in the page; default the id
  readonly hint: string; // half a sentence: what y is
  readonly settings: Definitions;
  /** What a label is: a number, or one of two vectors of `symbolSize` numbers. */
  readonly labels: "scalar" | "symbol";
  /** A conflict between settings that are each valid. */
  conflicts?(settings: SettingsOf<Definitions>): Conflict | undefined;
  /** What squared differences of answers are divided by: about the variance of y, such as D τ². */
  scale(settings: SettingsOf<Definitions>): number;
  /** The settings of the last training steps; the setting `tuning` is their number. */
  readonly tuned?: Partial<SettingsOf<Definitions>>;
  /** Ids of the algorithms that its learners are compared with by default. */
  compared(settings: SettingsOf<Definitions>): readonly string[];
  readonly glossary: readonly (readonly [word: string, meaning: string])[];
  /**
   * The Python file of PyTorch scripts that draws its prompts: `draw(settings, seed, label, index)` gives x [N + 1, D] and
   * y [N + 1] of one prompt by name, the same numbers as the engine.
   */
  readonly python?: URL;
  /** Loads the code that draws prompts. It is a separate file, so that the page loads it only when needed. */
  engine(): Promise<TaskEngine<SettingsOf<Definitions>>>;
}

/** A task family, with the types of its settings. */
export const taskFamily = <const Id extends string, Definitions extends SettingDefinitions>(
  family: TaskFamily<Id, Definitions>,
): TaskFamily<Id, Definitions> => family;

/** The conflict of a σ that must be above 0, because the Bayes predictor uses densities of y. */
export const noiseConflict = (family: string, sigma: number): Conflict | undefined =>
  sigma === 0 ? { setting: "sigma", problem: `must be above 0 if prompts.family is "${family}", got 0` } : undefined;
