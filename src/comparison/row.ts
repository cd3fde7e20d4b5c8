import type { Metric } from "../metrics/metrics.ts";
import type { PositionSet } from "../metrics/positions.ts";
import type { Boundary, SymbolKind } from "../tasks/symbols.engine.ts";
import type { ProbeKind } from "../training/probeTask.ts";

/** How the document before a window is chosen: no document, or by a retriever. */
export type RetrieverKind = "none" | "random" | "bag" | "zero-shot" | "predictive" | "oracle";

/** Where a row was measured. `positions` names a set of positions to average over: see metrics/positions. */
export interface RowPlace {
  readonly exemplars?: number; // exemplars before the query
  readonly step?: number; // training step of the in-context learner
  readonly layer?: number; // of the in-context learner's hidden states: 0 is after the read-in
  readonly token?: number; // of a prefix, from 0
  readonly probe?: ProbeKind;
  readonly sigma2?: number; // σ² / τ²
  readonly dim?: number; // D
  readonly layers?: number; // L of the in-context learner
  readonly hiddenSize?: number; // H of the in-context learner
  readonly heads?: number; // K of the in-context learner
  readonly product?: number; // ε of a transformer set by hand: factors of a product are scaled by ε before GELU
  readonly bypass?: number; // N of a transformer set by hand: the dominating value in a LayerNorm
  readonly flipped?: number; // mean share of the exemplars with flipped labels
  readonly angle?: number; // degrees between the task and the concept
  readonly coefficients?: "positive" | "signed"; // of a half-space
  readonly tuning?: number; // number of last training steps on only natural prompts, or only arbitrary symbols
  readonly labels?: "natural" | "flipped" | SymbolKind; // how labels are written, if they are symbols
  readonly instructed?: boolean; // whether the prompt begins with an instruction
  readonly boundary?: Boundary; // boundary between two classes written as symbols
  readonly way?: RetrieverKind; // how a document is chosen
  readonly stride?: number; // s: pairs of a stream between two choices
  readonly queryLength?: number; // ℓ: number of pairs in the bag statistic
  readonly candidates?: number; // k: documents that a reranker chooses from
  readonly recent?: number; // s′: pairs on which a zero-shot reranker measures errors
  readonly window?: number; // c: max number of pairs of a stream that a reader sees
  readonly positions?: PositionSet;
}

/** One number with its origin. Figures read nothing else. */
export interface Row {
  readonly experiment: string;
  readonly metric: Metric;
  readonly learner: string; // id
  readonly reference: string; // id of the learner compared with, or "truth"
  readonly at: RowPlace;
  readonly statistic: "mean" | "median";
  readonly value: number;
  readonly low: number; // 95 % bootstrap interval; equal to value if there is none
  readonly high: number;
  readonly n: number;
  readonly of: "prompts" | "seeds" | "positions" | "streams";
}

/** A value as one line of JSON. JSON has no infinity and no NaN: they are written as strings, and floats with 6 digits. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, part) => {
    if (typeof part !== "number") return part;
    if (!Number.isFinite(part)) return String(part);
    return Number.isInteger(part) ? part : Number(part.toPrecision(6));
  });

/** Rows as JSON text, one row per line. */
export const stringifyRows = (rows: readonly Row[]): string => `[\n${rows.map(toJson).join(",\n")}\n]\n`;

const NUMBERS: readonly unknown[] = ["Infinity", "-Infinity", "NaN"]; // as toJson writes them

/** Parses the output of toJson, including numbers that JSON does not have. */
export const fromJson = (text: string): unknown =>
  JSON.parse(text, (_, part) => (NUMBERS.includes(part) ? Number(part) : part));

/** The rows of a rows.json. */
export const parseRows = (text: string): Row[] => fromJson(text) as Row[];
