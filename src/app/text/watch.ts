import { formatLambda } from "../../plots/parts/format.ts";
import type { Evaluation } from "../runData/evaluations.ts";
import { nearest, type RunEnding, shareOf, whole } from "./format.ts";

/** Words of the view watch. */
export const watch = {
  heading: "Which algorithm does a transformer learn?",
  lead: (dim: number, exemplars: number) =>
    `A small transformer is trained to continue prompts x₁ y₁ x₂ y₂ … that hide a linear rule (${dim === 1 ? "one dimension" : `${dim} dimensions`}, up to ${exemplars} exemplars). It is most like the textbook algorithm of the lowest line.`,
  lines: "Lines of the figure",
  allLines: "All lines",
  fewLines: "Four lines",
  train: "Train it yourself",
  trainHint: "The same settings, from zero, in this tab.",
  figure: "Distance to each algorithm, by number of exemplars",
  figureMeans: (dim: number, tau: number) =>
    `SPD: the mean squared difference of two learners’ answers. It is divided by D τ², so always answering zero is about 1 away from the truth. D = ${dim} is the number of task weights w, and τ = ${tau} their standard deviation.`,
  overTraining: "The same distance over training",
  overTrainingHint: "Choose a step with the mouse or a finger, or with the arrow keys and Enter.",
  scrubber: "Training step",
  play: "Play",
  pause: "Pause",
  step: "Step",
  stepOf: (step: number, steps: number) => `${whole(step)} of ${whole(steps)}`,
  nearest: "Nearest algorithm",
  distance: "Its distance",
  effectiveLambda: "Effective λ",
  story: "What happened",
  storyStep: (step: number) => `Step ${whole(step)}`,
  evaluation: (step: number, evaluation: Evaluation) =>
    `Step ${whole(step)}. Nearest: ${nearest(evaluation)}. Effective λ ${formatLambda(evaluation.effectiveLambda)}.`,
  summary: (preset: string, positions: number, result: RunEnding) =>
    `Recorded run ${preset}. At its end, least squares is the nearest at ${shareOf(result, positions)}. A position is the number of exemplars before the query. It is decided if the nearest is nearer than the next by more than chance.`,
  other: (preset: string) =>
    `Showing the recorded run ${preset}. There is no recorded run for the current settings; open Train to see them.`,
  nearestTo: (requested: number, shown: number) =>
    `The link asks for step ${whole(requested)}; the nearest evaluation is at step ${whole(shown)}.`,
  which: "Run",
  recorded: (preset: string) => `Recorded run ${preset}`,
  own: "The run of this tab",
  loading: "Opening the recorded run …",
  failed: (reason: string) => `The recorded run could not be opened: ${reason}. Training works without it.`,
} as const;
