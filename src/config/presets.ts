import { withSettings } from "./config.ts";
import { type Config, defaults, type Setting } from "./schema.ts";

/** A named config that states only its differences from the defaults. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  readonly figure: string; // the figure of Akyürek et al. 2022 it belongs to
  readonly settings: Readonly<Record<string, Setting>>;
}

export const presets: readonly Preset[] = [
  {
    name: "quick",
    title: "Four dimensions, small",
    figure: "Fig 1, small",
    settings: {
      "prompts.dim": 4,
      "prompts.exemplars": 10,
      "model.layers": 3,
      "model.hiddenSize": 32,
      "model.heads": 2,
      "training.steps": 4000,
      "training.learningRate": 1e-2,
    },
  },
  { name: "fit-d5", title: "Five dimensions", figure: "Fig 1", settings: {} },
  {
    name: "fit-d8",
    title: "Eight dimensions, the paper's",
    figure: "Fig 1",
    settings: { "prompts.dim": 8, "prompts.exemplars": 20, "training.steps": 8000 },
  },
  {
    name: "fit-d8-l8",
    title: "Eight dimensions, eight layers",
    figure: "Fig 1",
    settings: { "prompts.dim": 8, "prompts.exemplars": 20, "model.layers": 8, "training.steps": 16_000 },
  },
  {
    name: "noisy-d4",
    title: "Noisy answers: ridge regression is optimal",
    figure: "Fig 2",
    settings: {
      "prompts.dim": 4,
      "prompts.exemplars": 8,
      "prompts.sigma": 0.5,
      "training.steps": 6_000,
      "training.learningRate": 1e-2,
    },
  },
  {
    name: "probe",
    title: "Four dimensions, eight layers",
    figure: "Fig 4 and 5",
    settings: {
      "prompts.dim": 4,
      "prompts.exemplars": 10,
      "model.layers": 8,
      "training.steps": 4000,
      "training.learningRate": 1e-2,
    },
  },
  {
    name: "play-d1",
    title: "One dimension, with noise: a prompt for Play",
    figure: "none",
    settings: {
      "prompts.dim": 1,
      "prompts.exemplars": 10,
      "prompts.sigma": 0.5,
      "model.layers": 2,
      "model.hiddenSize": 24,
      "model.heads": 2,
      "training.steps": 10_000,
      "training.learningRate": 1e-2,
      "evaluation.times": 8,
    },
  },
  {
    name: "play-d2",
    title: "Two dimensions, with noise: a prompt for Play",
    figure: "none",
    settings: {
      "prompts.dim": 2,
      "prompts.exemplars": 10,
      "prompts.sigma": 0.5,
      "model.layers": 3,
      "model.hiddenSize": 24,
      "model.heads": 2,
      "training.steps": 20_000,
      "training.learningRate": 1e-2,
      "evaluation.times": 8,
    },
  },
  {
    name: "linear-attention",
    title: "One layer of linear attention",
    figure: "von Oswald et al. 2022, Fig 2",
    settings: {
      "prompts.exemplars": 10,
      "model.layers": 1,
      "model.hiddenSize": 32,
      "model.heads": 1,
      "model.attention": "linear",
      "model.mlp": "off",
      "model.norm": "none",
      "model.tokens": "paired",
      "model.positions": "none",
      "model.loss": "query",
      "training.steps": 3000,
      "training.batch": 256,
      "training.optimizer": "adam",
      "training.learningRate": 1e-2,
    },
  },
  {
    name: "gd-step",
    title: "Set by hand: one step of gradient descent",
    figure: "Theorem 1",
    settings: {
      "prompts.exemplars": 10,
      "model.layers": 2,
      "model.hiddenSize": 52,
      "model.heads": 1,
      "model.init": "gd-step",
      "training.steps": 0,
    },
  },
  {
    name: "sherman-morrison",
    title: "Set by hand: ridge regression",
    figure: "Theorem 2",
    settings: {
      "prompts.dim": 2,
      "prompts.exemplars": 4,
      "model.layers": 13,
      "model.hiddenSize": 32,
      "model.heads": 2,
      "model.init": "sherman-morrison",
      "training.steps": 0,
    },
  },
  {
    name: "flipped-labels",
    title: "A concept in the parameters: labels that may be flipped",
    figure: "Wei et al. 2023, Fig 2",
    settings: {
      "prompts.family": "concept",
      "prompts.dim": 4,
      "prompts.exemplars": 16,
      "prompts.sigma": 0.5,
      "model.hiddenSize": 32,
      "training.steps": 3000,
      "evaluation.times": 12,
    },
  },
  {
    name: "symbols",
    title: "Labels that are symbols, most of them with a meaning",
    figure: "Wei, Hou et al. 2023, Table 1",
    settings: {
      "prompts.family": "symbols",
      "prompts.dim": 2,
      "prompts.exemplars": 16,
      "model.layers": 2,
      "model.hiddenSize": 32,
      "model.readout": "symbol",
      "training.steps": 1500,
      "training.learningRate": 1e-2,
      "evaluation.times": 12,
    },
  },
  {
    name: "linear-classification",
    title: "Two classes, with a half-space between them",
    figure: "Wei et al. 2023, Fig 8",
    settings: {
      "prompts.family": "halfspace",
      "prompts.dim": 8,
      "prompts.exemplars": 32,
      "model.hiddenSize": 32,
      "training.steps": 1000,
      "evaluation.prompts": 128,
      "evaluation.times": 6,
    },
  },
  {
    name: "retrieval",
    title: "A document first: use it, or ignore it",
    figure: "Ram et al. 2023, Fig 4",
    settings: {
      "prompts.family": "document",
      "prompts.dim": 4,
      "prompts.exemplars": 20,
      "prompts.sigma": 0.5,
      "model.hiddenSize": 48,
      "training.steps": 12000,
      "training.learningRate": 1e-2,
      "evaluation.times": 8,
    },
  },
  {
    name: "paper",
    title: "The paper's size, block and recipe: for PyTorch on a GPU",
    figure: "Fig 1",
    settings: {
      "prompts.dim": 8,
      "prompts.exemplars": 40,
      "model.layers": 16,
      "model.hiddenSize": 512,
      "model.headSize": 32, // H / K²
      "model.attentionBias": "on",
      "model.activation": "gelu-tanh",
      "model.norm": "carried",
      "model.init": "uniform",
      "training.steps": 500_000,
      "training.optimizer": "adam",
      "training.learningRate": 1e-4,
      "training.epsilon": 1e-9,
      "training.warmup": 100_000,
      "training.decay": "cosine",
      "training.clip": 0,
    },
  },
  {
    name: "time-to-ols",
    title: "How soon it answers like least squares: stops there",
    figure: "none",
    settings: {
      "training.steps": 900,
      "training.learningRate": 1e-2,
      "training.matrixRate": 3e-2,
      "training.warmup": 100,
      "evaluation.times": 0,
      "evaluation.reach": 0.01,
    },
  },
];

/** The config of a preset. Throws a sentence that lists the presets if there is none with that name. */
export function presetConfig(name: string): Config {
  const preset = presets.find((each) => each.name === name);
  if (!preset)
    throw new Error(`unknown preset ${name}: expected one of ${presets.map((each) => each.name).join(", ")}`);
  return withSettings(defaults, preset.settings);
}
