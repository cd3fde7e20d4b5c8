/** The settings of the optimiser. Adam's β₁ is .9. */
export interface TrainingConfig {
  readonly steps: number; // length of the schedule
  readonly batch: number; // prompts per step
  readonly optimizer: "adam" | "muon"; // muon: on the blocks' matrices, with Adam on the rest
  readonly learningRate: number; // Adam's
  readonly matrixRate: number; // Muon's; unused by adam
  readonly momentum: number; // Muon's, in Nesterov's form; unused by adam
  readonly beta2: number; // Adam's, the share of the running mean of squared gradients that a step keeps
  readonly epsilon: number; // Adam's ε
  readonly warmup: number; // steps of linear warm-up
  readonly decay: "linear" | "cosine" | "constant";
  readonly clip: number; // largest gradient norm; 0 is no clipping
  readonly changes: string; // settings with another value from a step on, as formatChanges writes them; "" is none
  readonly shards: number; // parts of a batch, each computed by one thread; another number gives other rounding
}
