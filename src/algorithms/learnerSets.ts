/** The algorithms in the legend of Fig 1 of Akyürek et al. 2022. */
export const paperLegend: readonly string[] = [
  "ols",
  "ridge(0.1)",
  "gd(0.01)",
  "gd(0.02)",
  "sgd(0.01)",
  "sgd(0.03)",
  "knn(3,inverse-square)",
  "knn(3,uniform)",
];

/** The algorithms that a learner is compared with by default. */
export const comparedIds: readonly string[] = [
  "zero",
  "averaging",
  "ols",
  "ridge(0.1)",
  "ridge(0.5)",
  "bayes",
  "gd(0.01)",
  "gd(0.02)",
  "gd(0.01,8)",
  "sgd(0.01)",
  "sgd(0.03)",
  "knn(3,uniform)",
  "knn(3,inverse-square)",
];
