import type { ComparisonSummary } from "../../comparison/comparisonSummary.ts";
import { formatLambda, formatValue, formatWhole } from "../../plots/parts/format.ts";
import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import type { Distance } from "../runData/evaluations.ts";
import type { StoryStep } from "../runData/story.ts";

export const whole = formatWhole;

export const learner = (id: string) => (id === "undecided" ? "undecided" : learnerStyle(id).name);

/** Seconds as a person says them: "40 s", "12 min", "3.5 h". */
export function duration(seconds: number): string {
  if (seconds < 1) return "under a second";
  if (seconds < 100) return `${whole(seconds)} s`;
  if (seconds < 5400) return `${whole(seconds / 60)} min`;
  const hours = seconds / 3600;
  return hours < 48 ? `${Number(hours.toPrecision(2))} h` : `${whole(hours / 24)} days`;
}

/** Bytes as a person says them: "190 MB". */
export const bytes = (count: number) =>
  count < 1e9 ? `${whole(Math.max(1, count / 1e6))} MB` : `${Number((count / 1e9).toPrecision(2))} GB`;

export const milliseconds = (ms: number) => `${ms < 10 ? Number(ms.toPrecision(2)) : whole(ms)} ms`;

/** "Nearest: ridge (λ = 0.1), distance 0.004", or undecided. */
export const nearest = ({ nearest, closest, distance, runnerUp }: Distance): string =>
  nearest === "undecided"
    ? `undecided: ${learnerStyle(closest).label} or ${learnerStyle(runnerUp).label}, distance ${formatValue(distance)}`
    : `${learner(nearest)}, distance ${formatValue(distance)}`;

const SLIGHT = 0.1; // an effective λ below which ridge regression is hardly another algorithm than least squares

/** What a transformer answers like, in plain words: "like least squares, slightly regularised (λ 0.03)". */
function answersLike({ nearest, closest, runnerUp, effectiveLambda: lambda }: Distance): string {
  const ridges = /^(ols|ridge)/;
  if (ridges.test(closest) && (nearest !== "undecided" || ridges.test(runnerUp))) {
    if (nearest === "ols" || formatLambda(lambda) === "0") return "like least squares";
    if (lambda < SLIGHT) return `like least squares, slightly regularised (λ ${formatLambda(lambda)})`;
    return `like ridge regression (λ ${formatLambda(lambda)})`;
  }
  if (nearest === "undecided") return `as much like ${learnerStyle(closest).label} as ${learnerStyle(runnerUp).label}`;
  return nearest === "zero" ? "almost zero, whatever the prompt says" : `most like ${learner(nearest)}`;
}

/** The answer to the question which algorithm it is, as one sentence. */
export const answerSentence = (step: number, distance: Distance): string =>
  `${step === 0 ? "Before training" : `After ${whole(step)} ${step === 1 ? "step" : "steps"}`} it answers ${answersLike(distance)}.`;

/** A sentence of the story: only what the rows of that evaluation say. */
export function storySentence({ kind, evaluation, before = "" }: StoryStep, passed: readonly string[]): string {
  const lambda = `Effective λ: ${formatLambda(evaluation.effectiveLambda)}.`;
  const now = `Nearest: ${nearest(evaluation)}.`;
  switch (kind) {
    case "start":
      return `Its parameters are random. ${now} ${lambda}`;
    case "nearest":
      return `Now nearest: ${nearest(evaluation)}; just before, ${learner(before)}. ${lambda}`;
    case "tenth":
      return `Its distance to ${learner(before)} is a tenth of what it was. ${now} ${lambda}`;
    case "lambda":
      return `The effective λ has fallen below 1: ${formatLambda(evaluation.effectiveLambda)}. ${now}`;
    case "end": {
      const between = passed.slice(1, -1).map(learner);
      const way = between.length > 0 ? ` Nearest before: ${between.join(", then ")}.` : "";
      const ols = evaluation.to.get("ols");
      const distance =
        ols === undefined || evaluation.closest === "ols"
          ? ""
          : ` To least squares, over 1…N exemplars: ${formatValue(ols)}.`;
      return `${now}${distance} ${lambda}${way}`;
    }
  }
}

/** The numbers a run ended with. SPD is divided by D τ². */
export type RunEnding = Pick<ComparisonSummary, "spdToOls" | "effectiveLambda" | "nearestOls" | "undecided">;

/** At how many positions OLS is the nearest, of how many that are decided. */
export function shareOf({ nearestOls, undecided }: RunEnding, positions: number): string {
  const decided = positions - undecided;
  if (decided === 0 || nearestOls === null) return `no position: none of ${positions} is decided`;
  return `${Math.round(nearestOls * decided)} of ${decided} decided positions, of ${positions} in all`;
}
