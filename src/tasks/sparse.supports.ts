/** Max number of sets of nonzero weights for the Bayes predictor: if it is requested by name, and in default comparisons. */
export const MAX_SUPPORTS = { requested: 5000, byDefault: 100 } as const;

/** The number of sets of s of D weights. */
export function countSupports(dim: number, nonzero: number): number {
  let count = 1;
  for (let k = 1; k <= nonzero; k++) count = (count * (dim - nonzero + k)) / k;
  return Math.round(count);
}
