import type { AlgorithmTask } from "./algorithmTask.ts";
import type { Learner } from "./learner.ts";

/** The shapes of a series' points. */
export type MarkerShape = "circle" | "square" | "diamond" | "triangle" | "ring" | "cross" | "plus" | "bar" | "none";

/** How one id of an algorithm is drawn and named. */
export interface AlgorithmStyle {
  readonly name: string; // "ridge (λ = 0.1)"
  readonly label: string; // short, for the end of a line
  readonly dash: string; // stroke-dasharray, "" is solid
  readonly width: number; // px
}

/** Makes the learners of an algorithm. */
export interface AlgorithmEngine {
  /**
   * The learner of an id such as "gd(0.01,8)", from the values between its brackets; `task` is what it may know
   * about the prompts. Undefined if the values or the task do not fit.
   */
  create(values: readonly string[], task: AlgorithmTask, id: string): Learner | undefined;
}

/**
 * A reference algorithm: its ids, its style, its glossary, and its learners. An algorithm is one file and one
 * line in algorithms.ts; everything else is derived.
 */
export interface Algorithm {
  readonly id: string; // how its ids begin: "ridge"
  readonly forms: readonly string[]; // its ids in messages: "ridge(λ)"
  readonly compared?: readonly string[]; // for added algorithms: those of its ids that every comparison has
  readonly targets?: "classes"; // if it needs y = 1 or −1 in every exemplar; otherwise y may be any number
  readonly colour: Readonly<Record<"light" | "dark", string>>;
  readonly marker: MarkerShape;
  readonly glossary: readonly (readonly [word: string, meaning: string])[];
  /** How it is drawn and named, from the values between the brackets of an id. */
  style(values: readonly string[]): AlgorithmStyle;
  /** Loads the code that answers prompts. It is in NAME.engine.ts, so that the page loads it only when needed. */
  engine(): Promise<AlgorithmEngine>;
}

/** A reference algorithm, checked by its type. */
export const algorithm = (definition: Algorithm): Algorithm => definition;

/** The engine of an algorithm whose ids have no values. */
export const engineWithoutValues = (make: (task: AlgorithmTask) => Learner): AlgorithmEngine => ({
  create: (values, task) => (values.length === 0 ? make(task) : undefined),
});

/** Parses an id: "knn(3, uniform)" has the name knn and the values 3 and uniform. */
export function parseId(id: string): { readonly name: string; readonly values: readonly string[] } {
  const [, name = id, inside] = /^([a-z-]+)(?:\(([^()]*)\))?$/.exec(id) ?? [];
  return { name, values: inside?.split(",").map((text) => text.trim()) ?? [] };
}

/** A number in an id; "0.25" and "1/4" are the same. NaN for everything else. */
export function numberIn(text = ""): number {
  const [, over, under] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (over !== undefined) return Number(over) / Number(under);
  return text === "" ? Number.NaN : Number(text);
}

/** The values as positive numbers; undefined if one is not a positive number, or the count is wrong. */
export function positiveNumbers(values: readonly string[], count: number): readonly number[] | undefined {
  const numbers = values.map(numberIn);
  const fit = numbers.length === count && numbers.every((value) => value > 0 && value < Number.POSITIVE_INFINITY);
  return fit ? numbers : undefined;
}

/** The entry that belongs to the first bound above a value; the last entry if no bound is above it. */
export const entryFor = (value: number, bounds: readonly number[], entries: readonly string[]): string =>
  entries[bounds.filter((bound) => value >= bound).length] ?? "";
