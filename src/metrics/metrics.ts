/** What a row measures. A metric is one entry of `metrics`; everything else is derived. */
export interface MetricDefinition {
  readonly label: string; // its name with its unit, as the axis of a figure has it
  readonly meaning: string; // what a value is
  readonly name?: string; // its short name: "SPD"
  readonly namesResult?: true; // the reference of its rows is itself a result
  readonly glossary?: readonly [word: string, meaning: string];
}

/** Every metric by its id, in the order of the glossary. */
export const metrics = {
  loss: { label: "mean squared error", meaning: "training loss (mean squared error to y), not normalised" },
  squaredError: { label: "squared error / (D τ²)", meaning: "(ŷ − y)² / (D τ²)" },
  spd: {
    name: "SPD",
    label: "SPD / (D τ²)",
    meaning: "squared prediction difference of two learners / (D τ²)",
    glossary: [
      "SPD",
      "squared prediction difference: the mean over prompts of the squared difference of two learners’ answers, here divided by D τ²",
    ],
  },
  ilwd: {
    name: "ILWD",
    label: "ILWD / (D τ²)",
    meaning: "squared distance of two learners' implied linear weights / (D τ²)",
    glossary: [
      "ILWD",
      "implicit linear weight difference: the same of the linear weights that fit each learner’s answers to 64 fresh queries",
    ],
  },
  risk: { label: "excess risk / (D τ²)", meaning: "(ŷ − wᵀx)² / (D τ²), the excess over the noise" },
  riskGap: {
    label: "difference of excess risks / (D τ²)",
    meaning: "risk of the retriever that the reference names, minus that of the retriever of this row",
  },
  stepSize: {
    label: "step size γ",
    meaning: "the γ for which the answers γ xᵀ Σ y x / N are nearest to those of a learner",
  },
  cosine: { label: "cosine", meaning: "of two learners' implied linear weights, their sensitivities to the query" },
  relativeError: {
    label: "relative error of ŷ",
    meaning: "root mean square of ŷ − reference, over that of the reference",
  },
  probeError: {
    label: "squared error / variance of what is read",
    meaning: "squared error of a probe that predicts the reference from hidden states, over the variance of its target",
  },
  probeAttention: { label: "weight", meaning: "weight of a token in a probe's pool" },
  accuracy: { label: "accuracy", meaning: "share of prompts whose answer has the sign of its target" },
  linearity: {
    label: "R² of the linear fit",
    meaning: "R² about 0 of the linear fit to a learner's answers on fresh queries",
  },
  nearest: {
    label: "SPD / (D τ²)",
    meaning: "the reference is the algorithm of smallest mean SPD, the value that SPD",
    namesResult: true,
    glossary: [
      "nearest",
      "the algorithm of smallest mean SPD; undecided if the bootstrap interval of its lead over the runner-up contains 0",
    ],
  },
  margin: {
    label: "difference of SPD / (D τ²)",
    meaning: "the reference is the runner-up, the value how much farther it is; undecided if its interval contains 0",
    namesResult: true,
  },
  effectiveLambda: {
    label: "effective λ",
    meaning: "the λ of the nearest ridge(λ); 0 is OLS, Infinity is zero",
    glossary: [
      "effective λ",
      "the λ whose ridge regression is nearest: 0 is least squares, ∞ is always answering zero",
    ],
  },
  decidedNearest: {
    label: "share of decided positions",
    meaning: "share of decided positions at which the reference is the nearest; n positions",
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** The id of a metric. */
export type Metric = keyof typeof metrics;
