import type { Metric } from "../metrics/metrics.ts";
import type { PositionSet } from "../metrics/positions.ts";
import type { ProbeKind } from "../probes/probe.ts";
import type { Boundary, SymbolKind } from "../tasks/symbols.engine.ts";

/** How the document before a window is chosen: not put there at all, or by a retriever. */
export type RetrieverKind = "none" | "random" | "bag" | "zero-shot" | "predictive" | "oracle";

/** Where a row was measured. `positions` names a set of positions averaged over: see metrics/positions. */
export interface RowPlace {
  readonly exemplars?: number; // exemplars before the query
  readonly step?: number; // training step of the in-context learner
  readonly layer?: number; // of the in-context learner's hidden states: 0 is after the read-in
  readonly token?: number; // of a prefix, from 0
  readonly probe?: ProbeKind;
  readonly sigma2?: number; // σ² / τ²
  readonly dim?: number; // D
  readonly layers?: number; // L of the in-context learner
  readonly hiddenSize?: number; // H of it
  readonly heads?: number; // K of it
  readonly product?: number; // ε of a transformer set by hand: factors of a product enter GELU so much smaller
  readonly bypass?: number; // N of one: what outweighs all else in a LayerNorm
  readonly flipped?: number; // share of the exemplars whose label is the other one, on average
  readonly coefficients?: "positive" | "signed"; // of a half-space
  readonly tuning?: number; // last training steps on natural prompts alone, or on arbitrary symbols
  readonly labels?: "natural" | "flipped" | SymbolKind; // how labels are written, where they are symbols
  readonly instructed?: boolean; // whether an instruction stands ahead
  readonly boundary?: Boundary; // what parts two classes that symbols stand for
  readonly way?: RetrieverKind; // how a document is chosen
  readonly stride?: number; // s: pairs of a stream between two choices
  readonly queryLength?: number; // ℓ: pairs that the bag statistic is taken of
  readonly candidates?: number; // k documents that a reranker chooses among
  readonly recent?: number; // s′: pairs that a zero-shot reranker weighs errors on
  readonly window?: number; // c: the most pairs of a stream that a reader sees
  readonly positions?: PositionSet;
}

/** One number with where it comes from: the only thing figures read. */
export interface Row {
  readonly experiment: string;
  readonly metric: Metric;
  readonly learner: string; // id
  readonly reference: string; // id of the learner compared with, or "truth"
  readonly at: RowPlace;
  readonly statistic: "mean" | "median";
  readonly value: number;
  readonly low: number; // 95 % bootstrap interval; equal to value where there is none
  readonly high: number;
  readonly n: number;
  readonly of: "prompts" | "seeds" | "positions" | "streams";
}

/** A value as one line of JSON. JSON has no infinity and no NaN: they are written as texts, and floats with 6 digits. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, part) => {
    if (typeof part !== "number") return part;
    if (!Number.isFinite(part)) return String(part);
    return Number.isInteger(part) ? part : Number(part.toPrecision(6));
  });

/** Rows as JSON text, one row a line. */
export const stringifyRows = (rows: readonly Row[]): string => `[\n${rows.map(toJson).join(",\n")}\n]\n`;

const NUMBERS: readonly unknown[] = ["Infinity", "-Infinity", "NaN"]; // as toJson writes them

/** What toJson wrote, numbers that JSON does not know included. */
export const fromJson = (text: string): unknown =>
  JSON.parse(text, (_, part) => (NUMBERS.includes(part) ? Number(part) : part));

/** The rows of a rows.json. */
export const parseRows = (text: string): Row[] => fromJson(text) as Row[];
