import { fromJson, type Row, toJson } from "../comparison/row.ts";
import type { Setting } from "../config/schema.ts";
import type { Experiment } from "./experiment.ts";
import type { RecordedClaim } from "./judgeClaims.ts";

/** What is published of an experiment: one JSON file that figures, claims and notebooks read. */
export interface ExperimentRecord {
  readonly experiment: string;
  readonly about: Pick<Experiment, "title" | "figure" | "question" | "scale">;
  readonly runs: readonly RunRecord[]; // in the experiment's order
  readonly rows: readonly Row[]; // over seeds
  readonly claims: readonly RecordedClaim[];
}

/** One run of it. */
export interface RunRecord {
  readonly label: string;
  readonly settings: Readonly<Record<string, Setting>>; // what differs from the defaults
  readonly trainedSha256: string; // of the float32 parameters as trained
  readonly parametersSha256: string; // of what was measured: the same, rounded to half precision
  readonly published: boolean; // whether those parameters are in public/records/runs
  readonly rows: readonly Row[];
}

/** A record as JSON text, one row a line. */
export function stringifyRecord({ experiment, about, runs, rows, claims }: ExperimentRecord): string {
  const list = (values: readonly unknown[]) => `[\n${values.map(toJson).join(",\n")}\n]`;
  const each = runs.map(({ rows: own, ...run }) => `${toJson(run).slice(0, -1)},"rows":${list(own)}}`);
  const parts = [
    `"experiment":${toJson(experiment)}`,
    `"about":${toJson(about)}`,
    `"claims":${list(claims)}`,
    `"rows":${list(rows)}`,
    `"runs":[\n${each.join(",\n")}\n]`,
  ];
  return `{${parts.join(",\n")}}\n`;
}

/** The record in a file. */
export const parseRecord = (text: string): ExperimentRecord => fromJson(text) as ExperimentRecord;
