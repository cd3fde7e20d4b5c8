import { formatValue } from "../../plots/parts/format.ts";
import { whole } from "./format.ts";

/** Words of the view play. */
export const play = {
  heading: "What does it do with your prompt?",
  lead: (locked: boolean) =>
    `${locked ? "" : "Drag the exemplars. "}The figure shows what a small transformer answers at every x, beside textbook learners. It has only seen noisy lines, y = w x + noise; no algorithm was given to it.`,
  loading: "Opening the transformer …",
  failed: (reason: string) => `The transformer could not be opened: ${reason}.`,
  again: "Try again",
  figure: "Every learner’s answer, by query",
  figureFile: "answers",
  showLine: (learner: string) => `Draw ${learner}`,
  below: "More about this prompt",
  tabs: { shrinkage: "What each holds back", table: "Your own numbers", reads: "What the query reads", files: "Files" },
  exemplar: (k: number, x: number, y: number, moves: boolean) =>
    `Exemplar ${k}: x ${x}, y ${y}${moves ? ". Arrow keys move it, Delete removes it" : ""}`,
  dimensions: { label: "Dimensions of x", one: "One dimension: lines", two: "Two dimensions: planes" },
  plane: {
    lead: (locked: boolean) =>
      `${locked ? "" : "Drag the exemplars over the plane and set their y. "}The maps show what a small transformer answers at every x. It has only seen noisy planes, y = w₁ x₁ + w₂ x₂ + noise.`,
    figure: "Every answer as a height: blue above zero, orange below, zero on the line",
    against: "Compare with:",
    difference: (name: string) => `transformer less ${name}`,
    exemplar: (k: number, [first, second]: readonly [number, number], y: number, moves: boolean) =>
      `Exemplar ${k}: x₁ ${first}, x₂ ${second}, y ${y}${moves ? ". Arrow keys move it, Page Up and Page Down set its y, Delete removes it" : ""}`,
    query: (first: number, second: number) => `Query: x₁ ${first}, x₂ ${second}. Arrow keys move it`,
    height: (k: number) => `y of exemplar ${k}`,
    hint: (count: number, max: number) =>
      count === 0
        ? `0 of at most ${max} exemplars. Click or tap a map to add one. The cross is the query.`
        : `${count} of at most ${max} exemplars, each with its y. Drag one to move it. To set its y, turn the wheel over it, or use the slider of the one chosen last.${count < max ? " Click or tap a map to add another." : ""} Double-click, double-tap or press Delete to remove one. The cross is the query.`,
    tracedQuery: { x: "x₁ of the query", y: "x₂ of the query" },
    large: "On the large map:",
    theDifference: "the difference",
  },
  tries: "Try this",
  showAnswer: "Show the answer",
  hint: (count: number, max: number) =>
    count === 0
      ? `0 of at most ${max} exemplars. Click or tap the figure to add one.`
      : `${count} of at most ${max} exemplars. Drag one to move it.${count < max ? " Click or tap the figure to add another." : ""} Double-click, double-tap or press Delete to remove one.`,
  locked: "The exemplars are locked by this link.",
  leftOut: (max: number, left: number) =>
    `This transformer was trained on at most ${max} exemplars. It is not given ${left === 1 ? "the last one" : `the last ${left}`}.`,
  which: "Transformer",
  recorded: (preset: string) => `The built-in transformer (${preset})`,
  own: "The run of this tab",
  openedRun: (name: string) => `${name}, from Runs`,
  openedLead:
    "Shows a transformer from Runs next to the reference algorithms. A link opens with the built-in transformer.",
  ownLead:
    "Shows the transformer of this tab next to the reference algorithms, at the same step as in Train and Watch. It follows the training. A link opens with the built-in transformer.",
  add: "Add an exemplar",
  remove: "Remove the last",
  clear: "Remove all",
  back: "Back to the beginning",
  settings: "Who answers",
  nearestTo: (requested: number, shown: number) =>
    `The link asks for step ${whole(requested)}; the nearest saved step is ${whole(shown)}.`,
  after: "Transformer after",
  stepOf: (step: number, steps: number) =>
    `step ${whole(step)} of ${whole(steps)}${step === 1 ? ": as good as untrained" : ""}`,
  before: "Compare with itself after",
  noOtherStep: "no other step",
  shrinkage: {
    heading: "Shrinkage, by direction",
    file: "shrinkage",
    means:
      "Each learner’s answers are compared with least squares, in each eigen-direction of XᵀX. A shrinkage of 0 means the same as least squares, 1 means zero. Below 0 it goes farther than least squares; above 1 it has the other sign. Ridge regression shrinks by λ / (λ + s), gradient descent by (1 − 2αs)ᵏ. Here s is how much the exemplars say about that direction.",
    direction: "Direction",
    only: "x",
    size: "s",
    none: "–",
  },
  lambda: "Ridge regression, λ",
  rate: "Gradient descent, α",
  steps: "Gradient descent, steps",
  neighbors: "3 nearest neighbours",
  learner: "Learner",
  distance: "Distance",
  apart: (distance: number) =>
    distance > 0 && distance < 1e-5
      ? "< 0.00001"
      : distance < 0.001
        ? String(Number(distance.toPrecision(2)))
        : formatValue(distance),
  implied: "ŵ",
  impliedMeans:
    "Implied weights: those of the linear function of x that is nearest to its answers; in one dimension, a slope",
  weight: (value: number) => value.toFixed(2).replace("-", "−"),
  implies: (weights: readonly number[]) => {
    const written = weights.map((value) => value.toFixed(2).replace("-", "−"));
    return written.length === 1 ? (written[0] as string) : `(${written.join(", ")})`;
  },
  answer: (query: readonly number[]) => `ŷ(${query.map((value) => String(value).replace("-", "−")).join(", ")})`,
  answerMeans: (query: readonly number[]) => `Its answer to the query x = ${query.join(", ")}, chosen below`,
  headsLead: "Show what it reads:",
  reads: "What the query reads",
  readsLead:
    "How much attention the last token, the x of the query, pays to every token of the prompt (Σ = 1 in each head).",
  readsHint:
    "A cell without a number is below 0.01. Point at a head, or choose one: an exemplar with a wider ring above gets more of its attention.",
  showHead: (head: string) => `Show on the exemplars what ${head} reads`,
  share: (head: string, shares: readonly number[]) =>
    `${head}: ${shares.map((share, k) => `exemplar ${k + 1} ${Math.round(100 * share)} %`).join(", ")}`,
  tracedQuery: "x of the query",
  head: (layer: number, head: number) => `layer ${layer}, head ${head}`,
  distances: "Distance from the transformer",
  distanceMeans: "Mean squared difference of the answers, over x ~ N(0, I), divided by D. The nearest is in bold.",
  usual: (count: number) =>
    count === 0
      ? "No exemplar yet. Every learner answers zero until it has seen one; so should the transformer."
      : "Prompts like this one occur in its training.",
  unusual: (reasons: readonly string[]) =>
    `Prompts like this one rarely occur in its training: ${reasons.join(", and ")}. Its answers here are extrapolation.`,
  unusualY: (dim: number, { tau, sigma }: { readonly tau: number; readonly sigma: number }) =>
    `${dim === 1 ? "lines through zero with slopes" : "planes through zero with"} w ~ N(0, ${tau === 1 ? "1" : `${tau}²`}) ${sigma === 0 ? "and no noise" : `and noise of standard deviation ${sigma === 0.5 ? "½" : sigma}`} rarely produce exemplars like these`,
  unusualX: "so many exemplars lie far from zero",
} as const;
