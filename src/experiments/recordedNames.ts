/** Experiments whose records lie under public/records, in teaching order. Apart from the experiments, which need the engine. */
export const recordedNames: readonly string[] = [
  "fit",
  "linearity",
  "bayes",
  "phases",
  "phases-d8",
  "emergence",
  "probe",
  "capacity",
  "construction",
  "linear-attention",
  "flipped-labels",
  "linear-classification",
  "unrelated-labels",
  "symbol-tuning",
  "retrieval",
];
