import { checkBetween } from "../../numerics/checks.ts";
import { dot } from "../../numerics/dot.ts";
import { fitBySingularValues } from "../../numerics/fitBySingularValues.ts";
import type { Learner } from "../learner.ts";
import { classifier } from "./classifier.ts";

/** Ridge regression of y = ±1 on x standardised by the exemplars' own mean and deviation, with an intercept. */
export function ridgeClassifier(lambda: number): Learner {
  checkBetween("lambda", lambda, 0);
  return classifier(
    { id: `ridge-classifier(${lambda})`, family: "ridge", settings: { lambda } },
    ({ dim, count, x, y }) => {
      const mean = new Float64Array(dim);
      const deviation = new Float64Array(dim);
      for (let d = 0; d < dim; d++) {
        const column = Float64Array.from({ length: count }, (_, i) => x[i * dim + d] as number);
        const middle = column.reduce((sum, value) => sum + value, 0) / count;
        mean[d] = middle;
        deviation[d] = Math.sqrt(column.reduce((sum, value) => sum + (value - middle) ** 2, 0) / count) || 1;
      }
      const level = y.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
      const standard = (from: Float64Array, offset: number) =>
        mean.map((middle, d) => ((from[offset + d] as number) - middle) / (deviation[d] as number));
      const xs = new Float64Array(count * dim);
      for (let i = 0; i < count; i++) xs.set(standard(x, i * dim), i * dim);
      const ys = y.slice(0, count).map((value) => value - level);
      const { weights } = fitBySingularValues(xs, ys, count, dim, lambda);
      return (query, offset) => level + dot(weights, 0, standard(query, offset), 0, dim);
    },
  );
}
