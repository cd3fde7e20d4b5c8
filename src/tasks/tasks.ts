import { concept } from "./concept.ts";
import { document } from "./document.ts";
import { halfspace } from "./halfspace.ts";
import { linear } from "./linear.ts";
import type { SettingsOf } from "./setting.ts";
import { sparse } from "./sparse.ts";
import { symbols } from "./symbols.ts";

/** Every task family, in the order of the form. */
export const taskFamilies = [linear, sparse, concept, halfspace, symbols, document] as const;

/** The settings of prompts: those of one family, and no others. */
export type PromptSettings = (typeof taskFamilies)[number] extends infer Each
  ? Each extends { readonly id: infer Id; readonly settings: infer Definitions }
    ? { readonly family: Id } & SettingsOf<Definitions>
    : never
  : never;

/** The name of a task family. */
export type FamilyId = PromptSettings["family"];
