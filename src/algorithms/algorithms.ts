import { type Algorithm, parseId } from "./algorithm.ts";
import { averagingAlgorithm } from "./averaging.ts";
import { bayesAlgorithm } from "./bayes.ts";
import { centroidsAlgorithm } from "./classifiers/centroids.ts";
import { coordinateSumAlgorithm } from "./classifiers/coordinateSum.ts";
import { ridgeClassifierAlgorithm } from "./classifiers/ridgeClassifier.ts";
import { supportVectorsAlgorithm } from "./classifiers/supportVectors.ts";
import { gradientDescentAlgorithm } from "./gradientDescent.ts";
import { lassoAlgorithm } from "./lasso.ts";
import { nearestNeighborsAlgorithm } from "./nearestNeighbors.ts";
import { olsAlgorithm } from "./ols.ts";
import { priorAlgorithm } from "./prior.ts";
import { ridgeAlgorithm } from "./ridge.ts";
import { sgdAlgorithm } from "./sgd.ts";
import { zeroAlgorithm } from "./zero.ts";

/** Every reference algorithm, in the order used in messages and in the glossary. */
export const algorithms: readonly Algorithm[] = [
  zeroAlgorithm,
  averagingAlgorithm,
  olsAlgorithm,
  ridgeAlgorithm,
  lassoAlgorithm,
  bayesAlgorithm,
  priorAlgorithm,
  gradientDescentAlgorithm,
  sgdAlgorithm,
  nearestNeighborsAlgorithm,
  centroidsAlgorithm,
  coordinateSumAlgorithm,
  ridgeClassifierAlgorithm,
  supportVectorsAlgorithm,
];

const added: Algorithm[] = [];

/** Every reference algorithm: built-in ones, then added ones. */
export const allAlgorithms = (): readonly Algorithm[] => [...algorithms, ...added];

/** The algorithm of an id such as "ridge(0.1)"; undefined if there is none. */
export const algorithmOf = (id: string): Algorithm | undefined =>
  allAlgorithms().find((each) => each.id === parseId(id).name);

/** Adds an algorithm that has been checked (extensions/addAlgorithm.ts). */
export const registerAlgorithm = (algorithm: Algorithm): void => void added.push(algorithm);
