import { effect, signal } from "@preact/signals";
import type { Config } from "../../config/schema.ts";
import { parametersOf, type RunEntry } from "../runData/runEntry.ts";
import type { RunState } from "../runData/runState.ts";
import { currentRun } from "./currentRun.ts";
import { type PromptModel, promptModel, type TrainingPromptModel } from "./promptModel.ts";

/** The run of this tab as Play asks it; undefined where there is none, or none that can be asked. */
export const currentRunModel = signal<PromptModel | undefined>(undefined);

/** A run out of Runs that Play asks, and its name there. */
export const openedModel = signal<{ readonly name: string; readonly player: PromptModel } | undefined>(undefined);

let taken: TrainingPromptModel | undefined;

/** Gives a run whose parameters are here to Play, in the place of the one given before. */
export function openInPlay(run: RunEntry, name: string): void {
  const bytes = parametersOf(run);
  if (!bytes) return;
  const step = run.checkpoint?.step ?? run.config.training.steps;
  taken?.close();
  taken = promptModel(run.preset, run.config, () => Promise.resolve([{ step, bytes }]));
  openedModel.value = { name, player: taken };
}

/** Whether Play can hold prompts such as a run was trained on: lines or planes with Gaussian weights. */
export const canPrompt = ({ prompts, model }: Config): boolean =>
  prompts.dim <= 2 && prompts.family === "linear" && model.tokens === "interleaved";

let asked: { readonly run: RunState["losses"]; readonly player: TrainingPromptModel } | undefined; // a run keeps its losses

effect(() => {
  const run = currentRun.value;
  if (asked && asked.run !== run?.losses) {
    asked.player.close();
    asked = undefined;
  }
  if (run && run.moments.length > 0 && canPrompt(run.config)) {
    asked ??= {
      run: run.losses,
      player: promptModel(run.preset, run.config, () => Promise.resolve(currentRun.peek()?.moments ?? [])),
    };
    asked.player.take(run.moments);
  }
  currentRunModel.value = asked?.player;
});
