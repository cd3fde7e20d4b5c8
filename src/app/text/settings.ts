/** A setting in the form: its name, and what it means. */
export interface SettingWords {
  readonly label: string;
  readonly hint: string;
}

/** Names and meanings of the settings, by path. */
export const settings: Readonly<Record<string, SettingWords>> = {
  "prompts.family": {
    label: "Task family",
    hint: "linear: y = wᵀx; concept: most prompts share a w; halfspace, symbols: y is one of two classes; document: one comes first",
  },
  "prompts.dim": { label: "Dimension D", hint: "numbers in each x" },
  "prompts.exemplars": { label: "Exemplars N", hint: "pairs (x, y) in a prompt" },
  "prompts.tau": { label: "Spread of task weights τ", hint: "w ~ N(0, τ² I)" },
  "prompts.sigma": { label: "Noise σ", hint: "y = wᵀx + N(0, σ²)" },
  "prompts.taskWeights": { label: "Task weights w", hint: "drawn for each prompt, or 1 in all of them" },
  "prompts.natural": {
    label: "Natural share π",
    hint: "of concept: prompts whose w is near w₀ = τ (1, …, 1); of symbols: whose labels mean the task",
  },
  "prompts.spread": { label: "Spread of the natural t₀", hint: "family concept: natural w ~ N(w₀, t₀² τ² I)" },
  "prompts.coefficients": { label: "Coefficients", hint: "family halfspace: all positive, or with signs" },
  "prompts.document": { label: "Document", hint: "family document: exemplars of it, the first of N" },
  "prompts.relevant": { label: "Relevant share p", hint: "family document: documents of the prompt’s own task" },
  "prompts.instructed": { label: "Instructed share", hint: "family symbols: prompts that begin with an instruction" },
  "prompts.symbolSize": { label: "Symbol size M", hint: "family symbols: numbers a label is written in" },
  "prompts.symbols": { label: "Symbols", hint: "family symbols: how those without a meaning are drawn" },
  "prompts.tuning": {
    label: "Tuning",
    hint: "last steps; of concept on natural prompts alone, of symbols on arbitrary ones, uninstructed",
  },
  "model.layers": { label: "Layers L", hint: "attention and MLP, one after another" },
  "model.hiddenSize": { label: "Hidden size H", hint: "numbers that carry a token" },
  "model.heads": { label: "Heads K", hint: "must divide H" },
  "model.attention": { label: "Attention", hint: "how tokens look at each other" },
  "model.mlp": { label: "MLP", hint: "the second half of a layer" },
  "model.norm": { label: "LayerNorm", hint: "where it stands" },
  "model.tokens": { label: "Tokens", hint: "x and y in turn, or together" },
  "model.positions": { label: "Positions", hint: "how a token knows its place" },
  "model.init": { label: "Begins as", hint: "drawn at random, or set by hand" },
  "model.readout": { label: "Readout", hint: "what an answer is: a number; of family symbols, one of the two" },
  "model.loss": { label: "Loss on", hint: "all positions, or the last query" },
  "training.steps": { label: "Steps", hint: "updates, the length of the schedule" },
  "training.batch": { label: "Batch B", hint: "fresh prompts a step" },
  "training.optimizer": { label: "Optimiser", hint: "Muon moves matrices, Adam the rest" },
  "training.learningRate": { label: "Learning rate", hint: "Adam’s" },
  "training.matrixRate": { label: "Matrix rate", hint: "Muon’s; Adam alone does not use it" },
  "training.momentum": { label: "Momentum", hint: "Muon’s; Adam alone does not use it" },
  "training.warmup": { label: "Warm-up", hint: "steps until the full rate" },
  "training.decay": { label: "Decay", hint: "of the rates, to the last step" },
  "training.clip": { label: "Clip", hint: "largest gradient norm; 0 is none" },
  "training.changes": { label: "Changes", hint: "of a rate while it trains, from a step on" },
  "evaluation.prompts": { label: "Prompts", hint: "the same at every evaluation" },
  "evaluation.times": { label: "Evaluations", hint: "along the run, spaced by ratio" },
  "evaluation.reach": { label: "Ends at", hint: "distance to least squares; 0 is never" },
  seed: { label: "Seed", hint: "of all random streams" },
};

/** Every word a visitor sees or hears, but for the figures' own and the sentences of refusals. */
