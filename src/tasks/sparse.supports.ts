/** Sets of nonzero weights that the Bayes predictor takes, at most; in comparisons that do not ask for it by name. */
export const MAX_SUPPORTS = { requested: 5000, byDefault: 100 } as const;

/** How many sets of s of D weights there are. */
export function countSupports(dim: number, nonzero: number): number {
  let count = 1;
  for (let k = 1; k <= nonzero; k++) count = (count * (dim - nonzero + k)) / k;
  return Math.round(count);
}
