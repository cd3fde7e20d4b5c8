import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { decodeCheckpoint, encodeRecord } from "../../checkpoints/checkpoint.ts";
import { parseRows, type Row, stringifyRows, toJson } from "../../comparison/row.ts";
import type { Config } from "../../config/schema.ts";
import type { RunResult, StepEvent } from "../../runs/runEvent.ts";
import { appendLine, makeFolder, readRunFile, remove, writeAtomic } from "./files.ts";
import {
  commitReplacement,
  discardReplacement,
  finishReplacement,
  REPLACEMENTS,
  startReplacement,
} from "./replacement.ts";

/** The files and folders of a run. */
export const RUN_FILES: readonly string[] = [
  "checkpoint.safetensors",
  "config.json",
  "result.json",
  "rows.json",
  "log.jsonl",
  "moments",
];

const STEPS_BETWEEN_LOG_LINES = 10;

/** The files of a run that is in training. Every file is whole at any moment, and after a kill the run can be resumed. */
export interface RunWriter {
  readonly rows: readonly Row[];
  step(event: StepEvent): void;
  addRows(rows: readonly Row[]): void;
  /** `evaluated` says whether this step was evaluated: its parameters are then saved for --keep. */
  checkpoint(step: number, bytes: Uint8Array, evaluated: boolean): void;
  result(result: RunResult): void;
  /** Removes what a new run has written if it ended before its first checkpoint and an earlier run is there. */
  close(): void;
}

/**
 * Opens a run folder for a new run, or for one that is resumed at `step`. The files of an earlier run are removed once
 * the new run has its first checkpoint.
 */
export function openRunFolder(
  folder: string,
  config: Config,
  step: number | undefined,
  saveSnapshots: boolean,
): RunWriter {
  finishReplacement(folder, RUN_FILES);
  const resumed = step !== undefined;
  const replaces =
    !resumed && ["checkpoint.safetensors", "result.json"].some((name) => existsSync(`${folder}/${name}`));
  let at = replaces ? startReplacement(folder) : folder;
  if (!resumed && !replaces) for (const name of RUN_FILES) remove(`${folder}/${name}`);
  const rows: Row[] = resumed ? rowsUntil(`${folder}/rows.json`, step) : [];
  if (resumed) cutLog(`${folder}/log.jsonl`, step);
  else writeAtomic(`${at}/log.jsonl`, "");
  writeAtomic(`${at}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
  const snapshots =
    saveSnapshots || existsSync(`${at}/moments`) ? snapshotWriter(`${at}/moments`, step ?? 0) : undefined;
  return {
    rows,
    step(event) {
      if (event.step % STEPS_BETWEEN_LOG_LINES === 0) appendLine(`${at}/log.jsonl`, event);
    },
    addRows(fresh) {
      takeIn(rows, fresh);
      writeAtomic(`${at}/rows.json`, stringifyRows(rows));
    },
    checkpoint(step, bytes, evaluated) {
      if (evaluated) snapshots?.(`${at}/moments`, step, bytes); // first: a kill in between must not lose it
      remove(`${at}/result.json`); // of an earlier end, at another step
      writeAtomic(`${at}/checkpoint.safetensors`, bytes);
      if (at === folder) return;
      commitReplacement(folder, RUN_FILES);
      at = folder;
    },
    result: (result) => writeAtomic(`${at}/result.json`, `${toJson(result)}\n`),
    close() {
      if (at !== folder) discardReplacement(folder);
    },
  };
}

/** What is in a folder that holds a run, finished or not. */
export const RUN_MARKERS: readonly string[] = [...RUN_FILES, ...REPLACEMENTS];

const Steps = v.array(v.number());

/** Writes the parameters of evaluated steps into a folder, and their steps into its moments.json. */
function snapshotWriter(start: string, from: number): (folder: string, step: number, bytes: Uint8Array) => void {
  makeFolder(start);
  const list = `${start}/moments.json`;
  const before = existsSync(list) ? readRunFile(list, (text) => v.parse(Steps, JSON.parse(text))) : [];
  let steps: readonly number[] = before.filter((step) => step <= from); // of later ones the run may have taken another way
  return (folder, step, bytes) => {
    writeAtomic(`${folder}/${step}.safetensors`, encodeRecord(decodeCheckpoint(bytes)));
    steps = [...steps.filter((each) => each < step), step];
    writeAtomic(`${folder}/moments.json`, `${JSON.stringify(steps)}\n`);
  };
}

function rowsUntil(path: string, step: number): Row[] {
  if (existsSync(path)) return readRunFile(path, parseRows).filter((row) => (row.at.step ?? 0) <= step);
  process.stderr.write(`the rows of the run until step ${step} are not there: those from here on will be\n`);
  return [];
}

function cutLog(path: string, step: number): void {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => stepOf(line) <= step);
  writeAtomic(path, lines.map((line) => `${line}\n`).join(""));
}

/** The step of a line of the log; NaN of a line that was cut off while it was written. */
function stepOf(line: string): number {
  try {
    return JSON.parse(line).step;
  } catch {
    return Number.NaN;
  }
}

/**
 * Takes rows in. Going on, or ending at a step already evaluated, gives some again: the newer ones stand in the places of
 * the older, so that a run that was interrupted has its rows in the order of one that was not.
 */
function takeIn(rows: Row[], fresh: readonly Row[]): void {
  const key = (row: Row) => JSON.stringify([row.metric, row.learner, row.reference, row.at, row.statistic]);
  const indices = new Map(rows.map((row, index) => [key(row), index]));
  for (const row of fresh) {
    const index = indices.get(key(row));
    if (index === undefined) rows.push(row);
    else rows[index] = row;
  }
}
