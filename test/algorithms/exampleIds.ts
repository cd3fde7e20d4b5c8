import type { Algorithm } from "../../src/algorithms/algorithm.ts";

/** An id of each form of some algorithms, with 2 in the place of each letter: "gd(2,2)" of "gd(α,k)". */
export const exampleIds = (algorithms: readonly Algorithm[]): string[] =>
  algorithms.flatMap(({ forms }) => forms).map((form) => form.replace(/(?<=[(,])\p{L}(?=[,)])/gu, "2"));

/** Algorithms that classify: they answer prompts of two classes, and their figures have no other algorithms. */
export const CLASSIFIERS = ["centroids", "coordinate-sum", "ridge-classifier", "svm"];
