import { type Signal, signal } from "@preact/signals";
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

/** One of the two kinds of prompt of Play, and where its current prompt comes from. */
export interface PromptKind<State> {
  readonly dim: 1 | 2;
  /** The prompt that a link names, with defaults for what it leaves out; undefined if it names none. */
  readonly of: (link: Route) => State | undefined;
  /** The prompt when Play was last shown. */
  readonly last: Signal<State>;
  /** Whether a prompt that is restored goes into the address. */
  readonly isSaid: (kept: State) => boolean;
}

const lastLine = signal<LineState>({ prompt: firstPrompt, beside: firstAlgorithms });
const lastPlane = signal<PlaneState>({ plane: firstPlane, beside: firstAlgorithms, against: "ridge" });
const leftAtPlane = signal(false);

export const lineKind: PromptKind<LineState> = {
  dim: 1,
  of: ({ prompt, beside, at, before }) =>
    prompt === undefined && beside === undefined && at === undefined && before === undefined
      ? undefined
      : { prompt: prompt ?? firstPrompt, beside: beside ?? firstAlgorithms, before, ...(at !== undefined && { at }) },
  last: lastLine,
  isSaid: ({ at }) => at !== undefined,
};

export const planeKind: PromptKind<PlaneState> = {
  dim: 2,
  of: ({ plane, beside, against, at, before }) =>
    plane === undefined && against === undefined
      ? undefined
      : {
          plane: plane ?? firstPlane,
          beside: beside ?? firstAlgorithms,
          against: against === undefined || (against === "transformer" && before === undefined) ? "ridge" : against,
          before,
          ...(at !== undefined && { at }),
        },
  last: lastPlane,
  isSaid: () => true,
};

/** Whether Play holds prompts of two dimensions: as the link says, or else as it was left. */
function showsPlane(): boolean {
  const { plane, against, prompt } = route.value;
  return plane !== undefined || against !== undefined || (prompt === undefined && leftAtPlane.value);
}

/** The transformers of Play and their moments. */
export type PlayModels = ReturnType<typeof createPlayModels>;

export function createPlayModels(models: PromptModels, shownStep: Signal<number | undefined>) {
  /** All that can be asked prompts of the dimensions that Play shows, by whose they are. */
  function available(): ReadonlyMap<ModelSource, PromptModel> {
    const two = showsPlane();
    const all: readonly (readonly [ModelSource, PromptModel | undefined])[] = [
      ["page", two ? models.bundled.plane : models.bundled.line],
      ["tab", models.current.value],
      ["runs", models.opened.value?.player],
    ];
    return new Map(
      all.flatMap(([who, player]) => (player?.config.prompts.dim === (two ? 2 : 1) ? [[who, player] as const] : [])),
    );
  }

  /** Whether a player is the page's own, of which a link can say the moment. */
  const isBundled = (player: PromptModel): boolean => player === models.bundled.line || player === models.bundled.plane;

  /** Which moment of a player is shown: the one that the link says, of the run of this tab the one that every view shows, or the last. */
  function currentStep(player: PromptModel, steps: readonly number[], linked: number | undefined): number {
    const asked = isBundled(player) ? linked : player === models.current.value ? shownStep.value : undefined;
    return nearest(asked ?? Number.POSITIVE_INFINITY, steps);
  }

  return {
    available,
    /** The transformer that Play shows. */
    current(): PromptModel {
      const all = available();
      return all.get(modelSource.value) ?? (all.get("page") as PromptModel);
    },
    /** Asks another in Play, of whatever dimensions. */
    select(who: "tab" | "runs"): void {
      modelSource.value = who;
      const player = who === "tab" ? models.current.value : models.opened.value?.player;
      showPlane(player?.config.prompts.dim === 2);
    },
    isBundled,
    currentStep,
    /** Shows another moment of a player, and gives what the link then says: of a run that it cannot hold, nothing new. */
    selectStep(
      player: PromptModel,
      steps: readonly number[],
      linked: number | undefined,
      to: number,
    ): { readonly at?: number } {
      if (isBundled(player)) return { at: to };
      if (player === models.current.value && to !== currentStep(player, steps, linked))
        shownStep.value = to >= (steps.at(-1) as number) ? undefined : to;
      return linked === undefined ? {} : { at: linked };
    },
  };
}

/** Restores the last prompt, in one dimension or in two. */
export function showPlane(two: boolean): void {
  leftAtPlane.value = two;
  navigate({ view: "play", ...(two ? lastPlane.value : lastLine.value) });
}

/** Stores the current prompt, so that Play shows it again. */
export function remember<State>({ dim, last }: PromptKind<State>, state: State): void {
  last.value = state;
  leftAtPlane.value = dim === 2;
}

/** The kept moment nearest to a step. */
export const nearest = (at: number, steps: readonly number[]): number =>
  steps.reduce((best, step) =>
    Math.abs(Math.min(at, 1e12) - step) < Math.abs(Math.min(at, 1e12) - best) ? step : best,
  );
