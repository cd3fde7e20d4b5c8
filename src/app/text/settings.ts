import { activations } from "../../kernels/activations.ts";
import { attentionKinds } from "../../kernels/attentionKinds.ts";
import type { TaskFamily } from "../../tasks/taskFamily.ts";
import { taskFamilies } from "../../tasks/tasks.ts";

/** A setting in the form: its name, and what it means. */
export interface SettingWords {
  readonly label: string;
  readonly hint: string;
}

/** Names and meanings of the settings of prompts, by path: those of one family, or of the first family that has each. */
const promptWords = (families: readonly TaskFamily[]): Readonly<Record<string, SettingWords>> =>
  Object.fromEntries(
    families
      .toReversed()
      .flatMap(({ settings }) => Object.entries(settings).map(([name, words]) => [`prompts.${name}`, words])),
  );

/** Names and meanings of the settings, by path. */
export const settings: Readonly<Record<string, SettingWords>> = {
  "prompts.family": {
    label: "Task family",
    hint: taskFamilies.map(({ id, hint }) => `${id}: ${hint}`).join("; "),
  },
  ...promptWords(taskFamilies),
  "model.layers": { label: "Layers L", hint: "attention and MLP, one after another" },
  "model.hiddenSize": { label: "Hidden size H", hint: "numbers that carry a token" },
  "model.heads": { label: "Heads K", hint: "must divide H" },
  "model.headSize": { label: "Head size", hint: "numbers of a head; 0: H / K" },
  "model.attention": {
    label: "Attention",
    hint: Object.entries(attentionKinds)
      .map(([id, { hint }]) => `${id}: ${hint}`)
      .join("; "),
  },
  "model.attentionBias": { label: "Attention biases", hint: "of queries, keys, values and output; GPT-2 has them" },
  "model.mlp": { label: "MLP", hint: "the second half of a layer" },
  "model.activation": {
    label: "Activation",
    hint: Object.entries(activations)
      .map(([id, { hint }]) => `${id}: ${hint}`)
      .join("; "),
  },
  "model.norm": {
    label: "LayerNorm",
    hint: "pre: before each half of a layer and at the end; carried: the stream carries the normalised states, as in Akyürek et al.",
  },
  "model.tokens": { label: "Tokens", hint: "x and y in turn, or together" },
  "model.positions": { label: "Positions", hint: "how a token knows its position" },
  "model.init": {
    label: "Begins as",
    hint: "drawn at random, uniform as in Akyürek et al., gpt2 as in Garg et al.; or set by hand",
  },
  "model.readout": { label: "Readout", hint: "what an answer is: a number, or in family symbols one of two symbols" },
  "model.loss": { label: "Loss on", hint: "all positions, or the last query" },
  "training.steps": { label: "Steps", hint: "updates, the length of the schedule" },
  "training.batch": { label: "Batch B", hint: "fresh prompts a step" },
  "training.optimizer": { label: "Optimiser", hint: "Muon moves matrices, Adam the rest" },
  "training.learningRate": { label: "Learning rate", hint: "Adam’s" },
  "training.matrixRate": { label: "Matrix rate", hint: "Muon’s; Adam does not use it" },
  "training.momentum": { label: "Momentum", hint: "Muon’s; Adam does not use it" },
  "training.beta2": { label: "β₂", hint: "Adam’s, of the mean of squared gradients" },
  "training.epsilon": { label: "ε", hint: "Adam’s" },
  "training.warmup": { label: "Warm-up", hint: "steps until the full rate" },
  "training.decay": { label: "Decay", hint: "of the rates, to the last step" },
  "training.clip": { label: "Clip", hint: "largest gradient norm; 0 is none" },
  "training.changes": { label: "Changes", hint: "of a rate during training, from a given step on" },
  "training.shards": { label: "Shards", hint: "parts of a batch: the most threads that share a step" },
  "evaluation.prompts": { label: "Prompts", hint: "the same at every evaluation" },
  "evaluation.times": { label: "Evaluations", hint: "along the run, spaced by ratio" },
  "evaluation.reach": { label: "Ends at", hint: "distance to least squares; 0 is never" },
  seed: { label: "Seed", hint: "of all random streams" },
};

/** The name and the meaning of a setting, as the selected family has it. */
export const settingWords = (path: string, family: string): SettingWords =>
  promptWords(taskFamilies.filter(({ id }) => id === family))[path] ?? settings[path] ?? { label: path, hint: "" };
