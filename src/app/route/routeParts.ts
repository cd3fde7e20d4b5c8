import { experimentByName, experiments } from "../../experiments/registry.ts";
import { formatLesson, hideable, type Lesson, lockable, parseLesson } from "./lesson.ts";
import {
  type AlgorithmSettings,
  type Exemplar,
  formatAlgorithms,
  formatPrompt,
  LAMBDAS,
  MAX_EXEMPLARS,
  parseAlgorithms,
  parsePrompt,
  RATES,
  STEPS,
} from "./linePrompt.ts";
import {
  type ComparisonLearner,
  comparisonLearners,
  formatPlane,
  type PlaneExemplar,
  parsePlane,
} from "./planePrompt.ts";

/** What a link may say besides its view and a config. */
export interface RouteParts {
  readonly at?: number; // Watch and Play: the training step shown
  readonly experiment?: string; // Figures: the experiment that is open
  readonly embed?: string; // Figures: the figure of it that stands alone, for another page's frame
  readonly prompt?: readonly Exemplar[]; // Play: the exemplars
  readonly beside?: AlgorithmSettings; // Play: the algorithms that answer too
  readonly before?: number | undefined; // Play: another training step, which answers too
  readonly plane?: readonly PlaneExemplar[]; // Play: the exemplars in two dimensions
  readonly against?: ComparisonLearner; // Play, two dimensions: whose map is shown beside the transformer's
  readonly lesson?: Lesson; // what a teacher's link hides and locks; whatever view it is at
  readonly tour?: number; // the stop of the tour, from 1; whatever view it is at
}

export type PartName = keyof RouteParts;
type Values = { readonly [Name in PartName]-?: NonNullable<RouteParts[Name]> };

/** How a link says one part. */
interface Part<T> {
  readonly read: (text: string) => T | undefined; // undefined of what makes no sense
  readonly errorText: (got: string) => string; // a sentence without its end, of what makes no sense
  readonly format: (value: T) => string;
  readonly keepsEarlier?: true; // of two values in one link of which the second is not valid, the first counts; otherwise none
}

/** How many stops the tour has. */
export const TOUR_STOPS = 6;

const trainingStep = (name: string): Part<number> => ({
  read: (text) => (/^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  errorText: (got) => `invalid ${name}: must be a training step, got ${got}`,
  format: String,
  keepsEarlier: true,
});

/** Every part, in the order of a link. */
export const routeParts: { readonly [Name in PartName]: Part<Values[Name]> } = {
  at: trainingStep("at"),
  experiment: {
    read: (text) => experimentByName(text)?.name,
    errorText: (got) => `unknown experiment ${got}: expected one of ${experiments.map(({ name }) => name).join(", ")}`,
    format: (name) => name,
    keepsEarlier: true,
  },
  embed: {
    read: (text) => (/^[A-Za-z0-9]{1,40}$/.test(text) ? text : undefined),
    errorText: (got) => `invalid embed: expected the name of a figure, got ${got}`,
    format: (name) => name,
    keepsEarlier: true,
  },
  prompt: {
    read: parsePrompt,
    errorText: (got) =>
      `invalid prompt: expected at most ${MAX_EXEMPLARS} exemplars x,y_x,y … with x from −3 to 3 and y from −6 to 6, got ${got}`,
    format: formatPrompt,
  },
  beside: {
    read: parseAlgorithms,
    errorText(got) {
      const expected = `λ of ${LAMBDAS.join(", ")}; α of ${RATES.join(", ")}; steps of ${STEPS.join(", ")}; 0 or 1`;
      return `invalid beside: expected λ_α_steps_neighbours, ${expected}, got ${got}`;
    },
    format: formatAlgorithms,
  },
  before: trainingStep("before"),
  plane: {
    read: parsePlane,
    errorText: (got) =>
      `invalid plane: expected at most ${MAX_EXEMPLARS} exemplars x₁,x₂,y_x₁,x₂,y … with x₁ and x₂ from −3 to 3 and y from −6 to 6, got ${got}`,
    format: formatPlane,
  },
  against: {
    read: (text) => comparisonLearners.find((learner) => learner === text),
    errorText: (got) => `invalid against: expected one of ${comparisonLearners.join(", ")}, got ${got}`,
    format: (learner) => learner,
  },
  lesson: {
    read: parseLesson,
    errorText: (got) =>
      `invalid lesson: expected parts to hide, of ${hideable.join(", ")}, then _, then parts to lock, of ${lockable.join(", ")}, got ${got}`,
    format: formatLesson,
  },
  tour: {
    read: (text) => (/^[1-9]$/.test(text) && Number(text) <= TOUR_STOPS ? Number(text) : undefined),
    errorText: (got) => `invalid tour: expected a stop from 1 to ${TOUR_STOPS}, got ${got}`,
    format: String,
    keepsEarlier: true,
  },
};

export const partNames = Object.keys(routeParts) as readonly PartName[];

/** How a link writes a part; undefined if there is none. */
export function formatPart<Name extends PartName>(
  parts: { readonly [Each in PartName]?: Values[Each] | undefined },
  name: Name,
): string | undefined {
  const value = parts[name];
  return value === undefined ? undefined : routeParts[name].format(value);
}
