import type { PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { taskEngine } from "./taskEngine.ts";
import type { PromptSettings } from "./tasks.ts";

/** Prompts first…first + prompts − 1 of a stream, of any family. */
export async function samplePrompts(
  settings: PromptSettings,
  stream: PromptStream,
  prompts: number,
): Promise<PromptBatch> {
  const { sample } = await taskEngine(settings.family);
  return sample(settings, stream, prompts);
}
