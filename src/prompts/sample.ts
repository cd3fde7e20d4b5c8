import { type ConceptPrompts, sampleConcept } from "./concept.ts";
import { type DocumentPrompts, sampleDocument } from "./document.ts";
import { type HalfspacePrompts, sampleHalfspace } from "./halfspace.ts";
import { type LinearPrompts, type PromptStream, sampleLinear } from "./linear.ts";
import type { PromptBatch } from "./prompt.ts";
import { type SymbolPrompts, sampleSymbols } from "./symbols.ts";

/** Where prompts come from, by its family. */
export type PromptSettings =
  | ({ readonly family: "linear" } & LinearPrompts)
  | ({ readonly family: "concept" } & ConceptPrompts)
  | ({ readonly family: "halfspace" } & HalfspacePrompts)
  | ({ readonly family: "symbols" } & SymbolPrompts)
  | ({ readonly family: "document" } & DocumentPrompts);

/** Prompts first…first + prompts − 1 of a stream, of any family. */
export function samplePrompts(settings: PromptSettings, stream: PromptStream, prompts: number): PromptBatch {
  if (settings.family === "concept") return sampleConcept(settings, stream, prompts);
  if (settings.family === "halfspace") return sampleHalfspace(settings, stream, prompts);
  if (settings.family === "symbols") return sampleSymbols(settings, stream, prompts);
  if (settings.family === "document") return sampleDocument(settings, stream, prompts);
  return sampleLinear(settings, stream, prompts);
}
