import type { ConceptPrompts } from "../prompts/concept.ts";
import type { DocumentPrompts } from "../prompts/document.ts";

/** What a concept's Bayes predictor must know of its world. */
export type ConceptTask = Pick<ConceptPrompts, "sigma" | "tau" | "natural" | "spread">;

/** What the Bayes predictor of prompts that begin with a document must know. */
export type DocumentTask = Pick<DocumentPrompts, "sigma" | "tau" | "document" | "relevant">;

/** What Bayes must know of the prompts: their family (linear where it is not said), and the numbers it needs. */
export type LearnerTask =
  | { readonly family?: "linear" | "halfspace" | "symbols"; readonly sigma: number; readonly tau: number }
  | ({ readonly family: "concept" } & ConceptTask)
  | ({ readonly family: "document" } & DocumentTask);
