import { checkInteger, checkOneOf } from "../numerics/checks.ts";
import { squaredDistances } from "../numerics/rows.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

export type NeighborWeights = "uniform" | "inverse-square";

/**
 * The mean of the y of the k nearest exemplars, uniform or weighted by |x − xⱼ|⁻² (Akyürek et al. 2022, §4.3; k = 3).
 * With fewer than k exemplars, all of them count. An exemplar at distance 0 decides alone. Among equal distances the
 * earlier exemplar counts; only then does the order of exemplars matter.
 */
export function nearestNeighbors(k: number, weights: NeighborWeights): Learner {
  checkInteger("k", k, 1);
  checkOneOf("weights", weights, ["uniform", "inverse-square"]);
  return onlineLearner(
    {
      id: `knn(${k},${weights})`,
      family: "knn",
      settings: { k, weights },
      laws: ["zeroWithNone", "exchangeable", "homogeneous"],
    },
    (dim, exemplars) => {
      const xs = new Float64Array(exemplars * dim);
      const ys = new Float64Array(exemplars);
      const distances = new Float64Array(exemplars); // squared, to all exemplars
      const nearest = new Float64Array(Math.min(k, exemplars)); // squared distances, ascending
      const values = new Float64Array(Math.min(k, exemplars)); // their y
      let seen = 0;
      return {
        reset() {
          seen = 0;
        },
        observe(x, offset, y) {
          for (let d = 0; d < dim; d++) xs[seen * dim + d] = x[offset + d] as number;
          ys[seen] = y;
          seen += 1;
        },
        answer(query, offset) {
          squaredDistances(xs, seen, query, offset, dim, distances);
          let count = 0;
          for (let j = 0; j < seen; j++) {
            const distance = distances[j] as number;
            if (count === k && distance >= (nearest[k - 1] as number)) continue;
            let place = count < k ? count++ : k - 1;
            for (; place > 0 && (nearest[place - 1] as number) > distance; place--) {
              nearest[place] = nearest[place - 1] as number;
              values[place] = values[place - 1] as number;
            }
            nearest[place] = distance;
            values[place] = ys[j] as number;
          }
          return weights === "uniform" ? mean(values, count) : weightedMean(values, nearest, count);
        },
      };
    },
  );
}

function mean(values: Float64Array, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) sum += values[j] as number;
  return sum / count;
}

function weightedMean(values: Float64Array, squaredDistances: Float64Array, count: number): number {
  if (squaredDistances[0] === 0) {
    let exact = 0;
    while (exact < count && squaredDistances[exact] === 0) exact += 1;
    return mean(values, exact);
  }
  let sum = 0;
  let total = 0;
  for (let j = 0; j < count; j++) {
    const weight = 1 / (squaredDistances[j] as number);
    sum += weight * (values[j] as number);
    total += weight;
  }
  return sum / total;
}
