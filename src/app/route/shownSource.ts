import { signal } from "@preact/signals";

/** Who can be asked in Play: the transformer that comes with the page, the run of this tab, a run out of Runs. */
export type ModelSource = "page" | "tab" | "runs";

/** Who is asked in Play, where it was trained on prompts of the dimensions that Play shows; else it is the page's. */
export const modelSource = signal<ModelSource>("page");

/** Whether Watch shows the run of this tab, where there is one. */
export const watchesCurrentRun = signal(false);

/** Shows what comes with the page again, in Play and in Watch. */
export function showBundled(): void {
  modelSource.value = "page";
  watchesCurrentRun.value = false;
}
