import { difference, paths, withSettings } from "../../config/config.ts";
import { presetConfig, presets } from "../../config/presets.ts";
import { type Config, ConfigError, defaults, type Setting } from "../../config/schema.ts";
import { recordedNames } from "../../experiments/recordedNames.ts";
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

export const views = ["watch", "play", "train", "runs", "figures", "about"] as const;
export type View = (typeof views)[number];

/** All that a link holds: `#train?preset=quick&dim=3`. */
export interface Route {
  readonly view: View;
  readonly preset: string;
  readonly config: Config; // the preset with the link's changes
  readonly at?: number; // Watch and Play: the training step shown
  readonly experiment?: string; // Figures: the experiment that is open
  readonly prompt?: readonly Exemplar[]; // Play: the exemplars in hand
  readonly beside?: AlgorithmSettings; // Play: the algorithms that answer too
  readonly before?: number | undefined; // Play: the training step of another moment, which answers too
  readonly plane?: readonly PlaneExemplar[]; // Play: the exemplars in hand, of two dimensions
  readonly against?: ComparisonLearner; // Play, two dimensions: whose map stands beside the transformer's
  readonly lesson?: Lesson; // what a teacher's link hides and locks; whatever view it is at
  readonly tour?: number; // the stop of the tour, from 1; whatever view it is at
}

/** An address with what could not be read of it, in words; empty where all was. */
export interface ParsedRoute {
  readonly address: Route;
  readonly ignored: readonly string[];
}

/** An address without what belongs to one view alone. */
export function persistentParts({ view, preset, config, lesson, tour }: Route): Route {
  return { view, preset, config, ...(lesson && { lesson }), ...(tour !== undefined && { tour }) };
}

/** How many stops the tour has. */
export const TOUR_STOPS = 6;

/** The preset whose recorded run the page opens on. */
export const defaultPreset = "fit-d5";

/** Reads the part of a URL after #. Never throws: what makes no sense is left out, and named in `ignored`. */
export function parseRoute(hash: string): ParsedRoute {
  const [name = "", query = ""] = split(hash.replace(/^#/, ""), "?");
  const ignored: string[] = [];
  const view = views.find((each) => each === decode(name)) ?? "watch";
  if (name !== "" && view !== decode(name)) {
    ignored.push(`unknown view ${shorten(decode(name))}: wanted one of ${views.join(", ")}`);
  }
  const changes: Record<string, string> = {};
  let preset = defaultPreset;
  let at: number | undefined;
  let experiment: string | undefined;
  let prompt: readonly Exemplar[] | undefined;
  let beside: AlgorithmSettings | undefined;
  let before: number | undefined;
  let plane: readonly PlaneExemplar[] | undefined;
  let against: ComparisonLearner | undefined;
  let lesson: Lesson | undefined;
  let tour: number | undefined;
  for (const [key, value] of new URLSearchParams(query)) {
    const step = Number(value);
    const isStep = /^\d+$/.test(value) && Number.isSafeInteger(step);
    if (key === "preset") {
      if (presets.some((each) => each.name === value)) preset = value;
      else {
        const names = presets.map((each) => each.name).join(", ");
        ignored.push(`unknown preset ${shorten(value)}: wanted one of ${names}`);
      }
    } else if (key === "at") {
      if (isStep) at = step;
      else ignored.push(`invalid at: must be a training step, got ${shorten(value)}`);
    } else if (key === "before") {
      if (isStep) before = step;
      else ignored.push(`invalid before: must be a training step, got ${shorten(value)}`);
    } else if (key === "experiment") {
      if (recordedNames.includes(value)) experiment = value;
      else ignored.push(`unknown experiment ${shorten(value)}: wanted one of ${recordedNames.join(", ")}`);
    } else if (key === "prompt") {
      prompt = parsePrompt(value);
      if (!prompt)
        ignored.push(
          `invalid prompt: wanted at most ${MAX_EXEMPLARS} exemplars x,y_x,y … with x from −3 to 3 and y from −6 to 6, got ${shorten(value)}`,
        );
    } else if (key === "beside") {
      beside = parseAlgorithms(value);
      if (!beside) {
        const wanted = `λ of ${LAMBDAS.join(", ")}; α of ${RATES.join(", ")}; steps of ${STEPS.join(", ")}; 0 or 1`;
        ignored.push(`invalid beside: wanted λ_α_steps_neighbours, ${wanted}, got ${shorten(value)}`);
      }
    } else if (key === "plane") {
      plane = parsePlane(value);
      if (!plane)
        ignored.push(
          `invalid plane: wanted at most ${MAX_EXEMPLARS} exemplars x₁,x₂,y_x₁,x₂,y … with x₁ and x₂ from −3 to 3 and y from −6 to 6, got ${shorten(value)}`,
        );
    } else if (key === "against") {
      against = comparisonLearners.find((each) => each === value);
      if (!against)
        ignored.push(`invalid against: wanted one of ${comparisonLearners.join(", ")}, got ${shorten(value)}`);
    } else if (key === "lesson") {
      lesson = parseLesson(value);
      if (!lesson)
        ignored.push(
          `invalid lesson: wanted parts to hide, of ${hideable.join(", ")}, then _, then parts to lock, of ${lockable.join(", ")}, got ${shorten(value)}`,
        );
    } else if (key === "tour") {
      if (/^[1-9]$/.test(value) && Number(value) <= TOUR_STOPS) tour = Number(value);
      else ignored.push(`invalid tour: wanted a stop from 1 to ${TOUR_STOPS}, got ${shorten(value)}`);
    } else if (/^[\w.]+$/.test(key)) changes[key] = value;
    else ignored.push(`unknown setting ${shorten(key)}`);
  }
  const config = settingsThatHold(presetConfig(preset), changes, ignored);
  const more = {
    ...(at !== undefined && { at }),
    ...(experiment !== undefined && { experiment }),
    ...(prompt !== undefined && { prompt }),
    ...(beside !== undefined && { beside }),
    ...(before !== undefined && { before }),
    ...(plane !== undefined && { plane }),
    ...(against !== undefined && { against }),
    ...(lesson !== undefined && { lesson }),
    ...(tour !== undefined && { tour }),
  };
  return { address: { view, preset, config, ...more }, ignored };
}

/** The part of a URL from # on that readAddress reads back: what differs from the preset, by the shortest names. */
export function formatRoute(address: Route): string {
  const { view, preset, config, at, experiment, prompt, beside, before, plane, against, lesson, tour } = address;
  const query = new URLSearchParams();
  if (preset !== defaultPreset) query.set("preset", preset);
  for (const [path, value] of Object.entries(difference(config, presetConfig(preset)))) {
    query.set(shortName(path), String(value));
  }
  if (at !== undefined) query.set("at", String(at));
  if (experiment !== undefined) query.set("experiment", experiment);
  if (prompt !== undefined) query.set("prompt", formatPrompt(prompt));
  if (beside !== undefined) query.set("beside", formatAlgorithms(beside));
  if (before !== undefined) query.set("before", String(before));
  if (plane !== undefined) query.set("plane", formatPlane(plane));
  if (against !== undefined) query.set("against", against);
  if (lesson !== undefined) query.set("lesson", formatLesson(lesson));
  if (tour !== undefined) query.set("tour", String(tour));
  return query.size > 0 ? `#${view}?${query}` : `#${view}`;
}

/** What a link says besides settings. */
const names: readonly string[] = [
  ...["preset", "at", "experiment", "prompt", "beside", "before", "plane", "against", "lesson", "tour"],
];

/** The last part of a path where no other path ends so: "model.layers" → "layers". */
export function shortName(path: string): string {
  const last = path.slice(path.lastIndexOf(".") + 1);
  const taken = names.includes(last) || paths().filter((each) => each.split(".").at(-1) === last).length > 1;
  return taken ? path : last;
}

/** The preset with as many changes as hold together: one that the schema names as wrong is left out, then the next. */
function settingsThatHold(base: Config, changes: Readonly<Record<string, Setting>>, ignored: string[]): Config {
  const kept: Record<string, Setting> = { ...changes };
  for (;;) {
    try {
      return withSettings(base, kept);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      ignored.push(shorten(error.message.replace(/^(unknown setting [\w.]+):.*/, "$1"), 160)); // without the list of all
      const { path } = error;
      const key = Object.keys(kept).find((each) => each === path || path?.endsWith(`.${each}`));
      if (key === undefined) return Object.keys(kept).length > 0 ? base : defaults;
      delete kept[key];
    }
  }
}

const split = (text: string, mark: string): [string, string] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const shorten = (text: string, max = 40): string => (text.length > max ? `${text.slice(0, max)}…` : text);
