import { effect, type Signal } from "@preact/signals";
import { type AlgorithmSettings, type Exemplar, firstAlgorithms, firstPrompt } from "../route/linePrompt.ts";
import { navigate, route } from "../route/navigation.ts";
import { type ComparisonLearner, firstPlane, type PlaneExemplar } from "../route/planePrompt.ts";
import type { Route } from "../route/route.ts";
import { type ModelSource, modelSource } from "../route/shownSource.ts";
import type { PromptModel } from "./promptModel.ts";
import type { PromptModels } from "./promptModels.ts";

/** Who answers the current prompt of Play. */
export interface Answering {
  readonly beside: AlgorithmSettings;
  readonly at?: number;
  readonly before?: number | undefined;
}

/** The current prompt of Play in one dimension, with all else that its link says. */
export interface LineState extends Answering {
  readonly prompt: readonly Exemplar[];
}

/** The same in two dimensions. */
export interface PlaneState extends Answering {
  readonly plane: readonly PlaneExemplar[];
  readonly against: ComparisonLearner;
}

/** The current prompt of Play in one dimension, from its link: with defaults for what the link leaves out. */
export const lineOf = ({ prompt = firstPrompt, beside = firstAlgorithms, at, before }: Partial<Route>): LineState => ({
  prompt,
  beside,
  before,
  ...(at !== undefined && { at }),
});

/** The same in two dimensions. */
export const planeOf = ({
  plane = firstPlane,
  beside = firstAlgorithms,
  against = "ridge",
  at,
  before,
}: Partial<Route>): PlaneState => ({
  plane,
  beside,
  against: against === "transformer" && before === undefined ? "ridge" : against,
  before,
  ...(at !== undefined && { at }),
});

/** Whether a link of Play says something of its prompt, or of who answers it. */
const hasPrompt = ({ prompt, plane, beside, against, at, before }: Route): boolean =>
  [prompt, plane, beside, against, at, before].some((part) => part !== undefined);

/** Whether a link of Play shows prompts of two dimensions. */
const isPlane = ({ plane, against }: Partial<Route>): boolean => plane !== undefined || against !== undefined;

/** The prompt of a link, and who answers it. */
const promptOf = (link: Partial<Route>): LineState | PlaneState => (isPlane(link) ? planeOf : lineOf)(link);

/** The prompts of Play, which its links contain, and the transformers that answer them. */
export type PlayState = ReturnType<typeof createPlayState>;

export function createPlayState(models: PromptModels, shownStep: Signal<number | undefined>) {
  let links: readonly Route[] = []; // the last link of Play, then the last one of the other dimension

  effect(() => {
    const link = route.value;
    if (link.view !== "play") return;
    const [last] = links;
    if (hasPrompt(link)) links = [link, ...links.filter((each) => isPlane(each) !== isPlane(link))];
    else if (last) navigate(promptOf(last)); // Play shows again what it showed
  });

  /** Shows the last prompt of one dimension, or of two. */
  function showPlane(two: boolean): void {
    const link = links.find((each) => isPlane(each) === two) ?? (two ? { plane: firstPlane } : {});
    navigate({ view: "play", ...promptOf(link) });
  }

  /** All models that answer prompts of the dimensions that Play shows, by their source. */
  function available(): ReadonlyMap<ModelSource, PromptModel> {
    const two = isPlane(route.value);
    const all: readonly (readonly [ModelSource, PromptModel | undefined])[] = [
      ["page", two ? models.bundled.plane : models.bundled.line],
      ["tab", models.current.value],
      ["runs", models.opened.value?.model],
    ];
    return new Map(
      all.flatMap(([source, model]) => (model?.config.prompts.dim === (two ? 2 : 1) ? [[source, model] as const] : [])),
    );
  }

  /** Whether a model comes with the page. A link can set the step of such a model only. */
  const isBundled = (model: PromptModel): boolean => model === models.bundled.line || model === models.bundled.plane;

  /** The step of a model that is shown: that of the link, for the run of this tab that of every view, or the last. */
  function currentStep(model: PromptModel, steps: readonly number[], linked: number | undefined): number {
    const requested = isBundled(model) ? linked : model === models.current.value ? shownStep.value : undefined;
    return nearest(requested ?? Number.POSITIVE_INFINITY, steps);
  }

  return {
    available,
    /** The transformer that Play shows. */
    current(): PromptModel {
      const all = available();
      return all.get(modelSource.value) ?? (all.get("page") as PromptModel);
    },
    showPlane,
    /** Asks another in Play, of whatever dimensions. */
    select(source: "tab" | "runs"): void {
      modelSource.value = source;
      const model = source === "tab" ? models.current.value : models.opened.value?.model;
      showPlane(model?.config.prompts.dim === 2);
    },
    isBundled,
    currentStep,
    /** Shows another step of a model. Returns the step for the link, which only a model of the page can change. */
    selectStep(
      model: PromptModel,
      steps: readonly number[],
      linked: number | undefined,
      to: number,
    ): { readonly at?: number } {
      if (isBundled(model)) return { at: to };
      if (model === models.current.value && to !== currentStep(model, steps, linked))
        shownStep.value = to >= (steps.at(-1) as number) ? undefined : to;
      return linked === undefined ? {} : { at: linked };
    },
  };
}

/** The snapshot nearest to a step. */
export const nearest = (at: number, steps: readonly number[]): number =>
  steps.reduce((best, step) =>
    Math.abs(Math.min(at, 1e12) - step) < Math.abs(Math.min(at, 1e12) - best) ? step : best,
  );
