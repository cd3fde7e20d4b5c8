import { formatValue } from "../../plots/parts/format.ts";
import type { ComparisonLearner } from "../route/planePrompt.ts";
import { whole } from "./format.ts";

/** Words of the view play. */
export const play = {
  heading: "What does it do with your prompt?",
  lead: (locked: boolean) =>
    `${locked ? "" : "Drag the exemplars. "}The figure shows what a small transformer answers at every x, beside textbook learners. It was trained on noisy lines y = w x + noise; no algorithm was given to it.`,
  loading: "Opening the transformer …",
  failed: (reason: string) => `The transformer could not be opened: ${reason}.`,
  again: "Try again",
  figure: "Every learner’s answer, by query",
  exemplar: (k: number, x: number, y: number, moves: boolean) =>
    `Exemplar ${k}: x ${x}, y ${y}${moves ? ". Arrow keys move it, Delete removes it" : ""}`,
  dimensions: { label: "Dimensions of x", one: "One dimension: lines", two: "Two dimensions: planes" },
  plane: {
    lead: (locked: boolean) =>
      `${locked ? "" : "Drag the exemplars over the plane and set their y. "}The maps show what a small transformer answers at every x, beside the algorithm that you choose. It was trained on noisy planes y = w₁ x₁ + w₂ x₂ + noise.`,
    figure: "Every answer as a height: blue above zero, orange below, zero on the line",
    against: "Beside it:",
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
    tryThis: [
      {
        name: "Only one exemplar",
        look: "Two weights, one equation: the answers rise only in the direction of that x. Compare with ridge, then with least squares: whose hill is as steep?",
        plane: "1.5,1,2",
        against: "ols",
      },
      {
        name: "Three on a line",
        look: "All x lie almost in one direction. Across that direction the prompt says almost nothing. Least squares relies on that little; does the transformer?",
        plane: "-2,-1.9,-1.5_0.6,0.7,1.2_1.8,1.7,0.6",
        against: "ols",
      },
      {
        name: "One that does not fit",
        look: "Five lie near a plane, one far off it. The text beneath the maps says whether such prompts occur in training. Then look at the difference to ridge.",
        plane: "-2,0.5,-1.7_-1,-1.5,0.1_0.2,1.8,-1.1_1.2,-0.6,1.6_2,1.5,1.2_1,0.2,-5",
        against: "ridge",
      },
      {
        name: "A hill, not a plane",
        look: "y is high in the middle and low around it: no plane through zero fits. Does the transformer bend where nearest neighbours do?",
        plane: "0.2,0.2,3_2,0,-1_-2,0.2,-1_0,2,-1_0.2,-2,-1_1.5,1.5,-2_-1.5,-1.5,-2",
        against: "knn",
      },
    ] as readonly {
      readonly name: string;
      readonly look: string;
      readonly plane: string;
      readonly against: ComparisonLearner;
    }[],
  },
  tries: "Try this",
  triesLead: "Each sets the prompt and asks a question. The curves and the implied weights ŵ answer it.",
  tryThis: [
    {
      name: "Two that contradict each other",
      look: "Two exemplars at the same x disagree. Which one does each learner follow?",
      prompt: "1.5,2_1.5,-2",
    },
    {
      name: "Near zero, far from zero",
      look: "Both lie on y = 1.5 x. Remove the one far from zero: how much does the slope change, for the transformer and for least squares?",
      prompt: "0.2,0.3_2.4,3.6",
    },
    {
      name: "One outlier",
      look: "Five lie near y = x, one far off. Does the transformer ignore it, as a person would, or follow it like least squares?",
      prompt: "-2,-2.1_-1,-0.8_0.5,0.4_1,1.2_1.7,1.6_2.5,-3",
    },
    {
      name: "A curve",
      look: "No line fits y = x². Which line does each learner take, and does the transformer bend?",
      prompt: "-2,4_-1.3,1.7_-0.6,0.4_0.6,0.4_1.3,1.7_2,4",
    },
    {
      name: "Before it was trained",
      look: "The first exemplars again, after one training step. Move “Transformer after” to later steps: when does its line begin to turn?",
      prompt: "-1.2,-1.1_0.4,0.9_1.5,2.2",
      at: 1,
    },
  ] as readonly { readonly name: string; readonly look: string; readonly prompt: string; readonly at?: number }[],
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
