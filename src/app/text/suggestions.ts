import { parseId } from "../../algorithms/algorithm.ts";
import type { PromptAnswers } from "../../inspect/askPrompt.ts";
import type { ComparisonLearner } from "../route/planePrompt.ts";

/** Numbers of the answers to a prompt, by the name in a learner's id. */
export interface Facts {
  /** Implied weights, written: "0.95", or "(0.95, −0.50)". */
  readonly weight: (learner: string) => string;
  /** Distance from the transformer, written. */
  readonly distance: (learner: string) => string;
}

/** Something to try in Play: a prompt, a question about it, and its answer. */
export interface Suggestion {
  readonly name: string;
  readonly look: string; // the question
  readonly answer: (facts: Facts) => string; // its numbers are those of the answers shown
  readonly prompt: string; // as a link writes it
  readonly at?: number; // the step of the transformer; default the last
  readonly against?: ComparisonLearner; // in two dimensions: the algorithm whose map is shown
}

const minus = (text: string) => text.replaceAll("-", "−");

/** The numbers that the answers to suggestions name. */
export function facts({ weights, distances }: Pick<PromptAnswers, "weights" | "distances">): Facts {
  const idOf = (learner: string) => Object.keys(weights).find((id) => parseId(id).name === learner) ?? learner;
  return {
    weight(learner) {
      const values = [...(weights[idOf(learner)] ?? [])].map((value) => minus(value.toFixed(2)));
      return values.length === 1 ? (values[0] as string) : `(${values.join(", ")})`;
    },
    distance: (learner) => minus((distances[idOf(learner)] ?? Number.NaN).toPrecision(2)),
  };
}

/** Suggestions for prompts of one dimension. */
export const lineSuggestions: readonly Suggestion[] = [
  {
    name: "Two that disagree",
    look: "Two exemplars at the same x disagree. Which one does each learner follow?",
    answer: ({ weight }) =>
      `None follows one. Least squares goes through their middle: ŵ ${weight("ols")}. Ridge regression stays a little nearer to zero, ${weight("ridge")}, and the transformer does as ridge does, ${weight("transformer")}. Eight steps of gradient descent are still on the way, ${weight("gd")}.`,
    prompt: "1.5,2.5_1.5,0.5",
  },
  {
    name: "Only near zero",
    look: "Both exemplars lie near x = 0, where noise hides the slope. Who trusts them?",
    answer: ({ weight }) =>
      `Least squares trusts them fully: ŵ ${weight("ols")}. Ridge regression holds much of it back, ${weight("ridge")}; so does the transformer, ${weight("transformer")}. It was trained with noise, and has learned how much two such exemplars are worth.`,
    prompt: "0.3,0.7_0.6,0.8",
  },
  {
    name: "One outlier",
    look: "Five lie near y = x, one far off. Does the transformer ignore it, as a person would?",
    answer: ({ weight }) =>
      `No. Without the outlier every slope is near 1. With it least squares has ŵ ${weight("ols")}, ridge regression ${weight("ridge")} and the transformer ${weight("transformer")}: it follows the outlier as they do.`,
    prompt: "-2,-2.1_-1,-0.8_0.5,0.4_1,1.2_1.7,1.6_2.5,-1",
  },
  {
    name: "A curve",
    look: "All lie on y = x². Does the transformer bend with them?",
    answer: ({ weight }) =>
      `No. Like ridge regression (ŵ ${weight("ridge")}) it draws nearly a line through zero, ŵ ${weight("transformer")}, and continues it on the left, where the curve would rise. It has only seen lines.`,
    prompt: "0.3,0.1_0.8,0.6_1.3,1.7_1.8,3.2_2.4,5.8",
  },
  {
    name: "Before it was trained",
    look: "The same kind of prompt after one training step. When does its line begin to turn?",
    answer: ({ weight }) =>
      `After one step its ŵ is ${weight("transformer")}, where least squares has ${weight("ols")}. Move “Transformer after” to the right and read ŵ: it turns between steps 22 and 100.`,
    prompt: "-1.2,-1.1_0.4,0.9_1.5,2.2",
    at: 1,
  },
];

/** Suggestions for prompts of two dimensions. */
export const planeSuggestions: readonly Suggestion[] = [
  {
    name: "Only one exemplar",
    look: "Two weights, one equation: the answers can rise only in the direction of that x. Whose hill is steepest?",
    answer: ({ weight }) =>
      `That of least squares: ŵ ${weight("ols")} goes through the exemplar exactly. Ridge regression, ${weight("ridge")}, and the transformer, ${weight("transformer")}, stay below it.`,
    prompt: "1.5,1,2",
    against: "ols",
  },
  {
    name: "Three on a line",
    look: "All x lie almost in one direction. Across it the prompt says almost nothing. Least squares relies on that little; does the transformer?",
    answer: ({ weight }) =>
      `No. Least squares has the weights ŵ ${weight("ols")}. The transformer has ${weight("transformer")}, near ridge regression with ${weight("ridge")}: it holds back where the exemplars say little.`,
    prompt: "-2,-1.9,-1.5_0.6,0.7,1.2_1.8,1.7,0.6",
    against: "ols",
  },
  {
    name: "One that does not fit",
    look: "Five lie near a plane, one far off it. Does the transformer ignore it?",
    answer: ({ weight }) =>
      `It follows it in part: ŵ ${weight("transformer")}, where ridge regression has ${weight("ridge")}. Such prompts rarely occur in its training, as the text beneath says.`,
    prompt: "-2,0.5,-1.7_-1,-1.5,0.1_0.2,1.8,-1.1_1.2,-0.6,1.6_2,1.5,1.2_1,0.2,-5",
    against: "ridge",
  },
  {
    name: "A hill, not a plane",
    look: "y is high at one place and low around it: no plane through zero fits. Does the transformer bend where nearest neighbours do?",
    answer: ({ distance }) =>
      `No. It is ${distance("knn")} from three nearest neighbours and only ${distance("ridge")} from ridge regression: its map is nearly a plane.`,
    prompt: "0.2,0.2,1_1.2,0.4,4_2.4,0.2,1_1.2,2,0.8_1.2,-1.4,1_-1.5,0.3,-1_-1,-1.5,-2",
    against: "knn",
  },
];
