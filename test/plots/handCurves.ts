import type { QueryCurves } from "../../src/plots/answersByQuery.ts";

const queries = Float32Array.from({ length: 25 }, (_, m) => -3 + m / 4);
const line = (slope: number) => queries.map((x) => slope * x);

/** Lines of known slopes; the steepest leaves the figure. */
export const handCurves: QueryCurves = {
  queries,
  curves: {
    transformer: queries.map((x) => 1.5 * Math.tanh(x)),
    bayes: line(1),
    ols: line(1.2),
    "ridge(1)": line(0.8),
    "gd(0.2,21)": line(5),
    "knn(3,uniform)": queries.map((x) => (x < 0 ? -1 : 1)),
  },
  deviation: queries.map((x) => 0.5 * Math.sqrt(1 + x * x)),
  domain: [-6, 6],
};
