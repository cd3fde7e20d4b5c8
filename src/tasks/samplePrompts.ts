import type { PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { familyOf } from "./families.ts";
import type { PromptSettings } from "./tasks.ts";

/** Prompts first…first + prompts − 1 of a stream, of any family. */
export async function samplePrompts(
  settings: PromptSettings,
  stream: PromptStream,
  prompts: number,
): Promise<PromptBatch> {
  const { sample } = await familyOf(settings).engine();
  return sample(settings, stream, prompts);
}
