import { signal } from "@preact/signals";

/** The models that Play can prompt: the built-in one, the run of this tab, a run from Runs. */
export type ModelSource = "page" | "tab" | "runs";

/** The model that Play prompts. Play falls back to the built-in model if the selected one has other dimensions. */
export const modelSource = signal<ModelSource>("page");

/** Whether Watch shows the run of this tab, if there is one. */
export const watchesCurrentRun = signal(false);

/** Shows the built-in model in Play and the recorded run in Watch. */
export function showBundled(): void {
  modelSource.value = "page";
  watchesCurrentRun.value = false;
}
