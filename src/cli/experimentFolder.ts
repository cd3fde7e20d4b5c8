import { readFileSync } from "node:fs";
import { type ClaimResult, claimResults } from "../experiments/claimResult.ts";
import type { Experiment, TrainedRun } from "../experiments/experiment.ts";
import type { ExperimentRecord } from "../experiments/record.ts";
import { parseRows, stringifyRows, toJson } from "../experiments/row.ts";
import { claimText } from "./claimText.ts";
import { drawExperiment } from "./figures.ts";
import { makeFolder, openCheckpoint, writeWhole } from "./files.ts";
import { measuredOf } from "./records.ts";

/** Finished runs out of their folders. Throws UsageError where one cannot be read. */
export const trainedIn = (folders: readonly string[]): TrainedRun[] =>
  folders.map((folder) => ({
    checkpoint: openCheckpoint("out", `${folder}/checkpoint.safetensors`),
    history: parseRows(readFileSync(`${folder}/rows.json`, "utf8")),
  }));

/** An experiment that was written down. */
export interface WrittenExperiment {
  readonly experiment: string;
  readonly folder: string;
  readonly figures: readonly string[];
  readonly claims: readonly ClaimResult[];
}

/** Writes the rows, claims and figures of an experiment's record into a folder. */
export function writeExperiment(experiment: Experiment, record: ExperimentRecord, folder: string): WrittenExperiment {
  const claims = claimResults(experiment, measuredOf(experiment, record));
  makeFolder(folder);
  writeWhole(`${folder}/rows.json`, stringifyRows(record.rows));
  writeWhole(`${folder}/claims.json`, `[\n${claims.map(toJson).join(",\n")}\n]\n`);
  return { experiment: experiment.name, folder, figures: drawExperiment(record, folder), claims };
}

/** A written experiment as lines of text. */
export function writtenText({ question }: Experiment, { folder, figures, claims }: WrittenExperiment): string {
  const files = ["rows.json", "claims.json", ...figures].map((file) => `${folder}/${file}`).join(" ");
  return `${question}\n${claims.map(claimText).join("")}${files}\n`;
}
