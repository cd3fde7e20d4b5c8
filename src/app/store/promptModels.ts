import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Config } from "../../config/schema.ts";
import { parametersOf, type Run } from "../runData/run.ts";
import type { RunState } from "../runData/runState.ts";
import { bundledModels, type PromptModel, promptModel, type TrainingPromptModel } from "./promptModel.ts";

/** A run from Runs that is opened in Play, and its name there. */
interface OpenedModel {
  readonly name: string;
  readonly model: PromptModel;
}

/** The transformers that Play can ask. */
export type PromptModels = ReturnType<typeof createPromptModels>;

export function createPromptModels(currentRun: ReadonlySignal<RunState | undefined>) {
  const opened = signal<OpenedModel | undefined>(undefined);
  let model: TrainingPromptModel | undefined;
  return {
    /** Those that come with the page, by the dimension of their prompts. */
    bundled: bundledModels(),
    /** The run of this tab; undefined if there is none, or if it cannot be prompted. */
    current: currentRunModel(currentRun),
    opened,
    /** Opens a run that has parameters in Play, in place of the one opened before. */
    open(run: Run, name: string): void {
      const bytes = parametersOf(run);
      if (!bytes) return;
      const step = run.checkpoint?.step ?? run.config.training.steps;
      model?.close();
      model = promptModel(run.preset, run.config, () => Promise.resolve([{ step, bytes }]));
      opened.value = { name, model };
    },
  };
}

/** Whether Play can hold prompts such as a run was trained on: lines or planes with Gaussian weights. */
export const canPrompt = ({ prompts, model }: Config): boolean =>
  prompts.dim <= 2 && prompts.family === "linear" && model.tokens === "interleaved";

/** The model of the run of this tab, with its current snapshots. */
function currentRunModel(currentRun: ReadonlySignal<RunState | undefined>): ReadonlySignal<PromptModel | undefined> {
  const current = signal<PromptModel | undefined>(undefined);
  let opened: { readonly id: string; readonly model: TrainingPromptModel } | undefined;
  effect(() => {
    const run = currentRun.value;
    if (opened && opened.id !== run?.id) {
      opened.model.close();
      opened = undefined;
    }
    if (run && run.snapshots.length > 0 && canPrompt(run.config)) {
      opened ??= {
        id: run.id,
        model: promptModel(run.preset, run.config, () => Promise.resolve(currentRun.peek()?.snapshots ?? [])),
      };
      opened.model.update(run.snapshots);
    }
    current.value = opened?.model;
  });
  return current;
}
