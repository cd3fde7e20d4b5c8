import * as v from "valibot";
import { parametersSha256 } from "../../checkpoints/checkpoint.ts";
import { parseRows, stringifyRows, toJson } from "../../comparison/row.ts";
import type { Experiment, TrainedRun } from "../../experiments/experiment.ts";
import type { ClaimResult } from "../../experiments/judgeClaims.ts";
import type { ExperimentRecord } from "../../experiments/record.ts";
import { claimText } from "../claimText.ts";
import { drawExperiment } from "../figures.ts";
import { judgeRecord } from "../records.ts";
import { UsageError } from "../usageError.ts";
import { makeFolder, openCheckpoint, readRunFile, writeAtomic } from "./files.ts";

/** Reads finished runs from their folders. Throws UsageError if one cannot be read, or has changed since it ended. */
export const trainedIn = (folders: readonly string[]): TrainedRun[] =>
  folders.map((folder) => {
    const path = `${folder}/checkpoint.safetensors`;
    const checkpoint = openCheckpoint("out", path);
    const { parametersSha256: finalHash } = readRunFile(`${folder}/result.json`, (text) =>
      v.parse(ResultFile, JSON.parse(text)),
    );
    const hash = parametersSha256(checkpoint.state.parameters);
    if (hash !== finalHash)
      throw new UsageError(
        `invalid --out: ${path} has changed since the run ended: expected parameters ${finalHash}, got ${hash}; remove ${folder} to train it again`,
      );
    return { checkpoint, history: readRunFile(`${folder}/rows.json`, parseRows) };
  });

const ResultFile = v.object({ parametersSha256: v.string() }); // of result.json

/** The files of an experiment that was written. */
export interface WrittenExperiment {
  readonly experiment: string;
  readonly folder: string;
  readonly figures: readonly string[];
  readonly claims: readonly ClaimResult[];
}

/** Writes the rows, claims and figures of an experiment's record into a folder. */
export async function writeExperiment(
  experiment: Experiment,
  record: ExperimentRecord,
  folder: string,
): Promise<WrittenExperiment> {
  const claims = judgeRecord(experiment, record);
  makeFolder(folder);
  writeAtomic(`${folder}/rows.json`, stringifyRows(record.rows));
  writeAtomic(`${folder}/claims.json`, `[\n${claims.map(toJson).join(",\n")}\n]\n`);
  return { experiment: experiment.name, folder, figures: await drawExperiment(experiment, record, folder), claims };
}

/** A written experiment as lines of text. */
export function writtenText({ question }: Experiment, { folder, figures, claims }: WrittenExperiment): string {
  const files = ["rows.json", "claims.json", ...figures].map((file) => `${folder}/${file}`).join(" ");
  return `${question}\n${claims.map(claimText).join("")}${files}\n`;
}
