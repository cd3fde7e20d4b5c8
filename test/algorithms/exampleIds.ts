import type { Algorithm } from "../../src/algorithms/algorithm.ts";
import { algorithms } from "../../src/algorithms/algorithms.ts";

/** An id of each form of some algorithms, with 2 in the place of each letter: "gd(2,2)" of "gd(α,k)". */
export const exampleIds = (some: readonly Algorithm[]): string[] =>
  some.flatMap(({ forms }) => forms).map((form) => form.replace(/(?<=[(,])\p{L}(?=[,)])/gu, "2"));

/** Ids of the algorithms that need classes: they answer prompts of two classes, and their figures have no other algorithms. */
export const CLASSIFIERS = algorithms.filter(({ targets }) => targets === "classes").map(({ id }) => id);
