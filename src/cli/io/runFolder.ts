import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { parseRows, type Row, stringifyRows, toJson } from "../../comparison/row.ts";
import type { Config } from "../../config/schema.ts";
import type { CheckpointEvent, RunResult, StepEvent } from "../../runs/runEvent.ts";
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

/** Writes the files of a run in training. Every file is complete at any time, so the run can be resumed after a kill. */
export interface RunWriter {
  readonly rows: readonly Row[];
  step(event: StepEvent): void;
  addRows(rows: readonly Row[]): void;
  /** Whether the snapshots of checkpoints are saved, for --keep. */
  readonly savesSnapshots: boolean;
  checkpoint(event: CheckpointEvent): void;
  result(result: RunResult): void;
  /** Removes the files of a new run that ended before its first checkpoint, if there is an earlier run. */
  close(): void;
}

/**
 * Opens a run folder for a new run, or for one that resumes at `step`. The files of an earlier run are removed after
 * the first checkpoint of the new run.
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
    savesSnapshots: snapshots !== undefined,
    checkpoint({ step, bytes, snapshot }) {
      if (snapshot) snapshots?.(`${at}/moments`, step, snapshot); // first: a kill in between must not lose it
      remove(`${at}/result.json`); // from an earlier end at another step
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

/** Names in a folder that contains a run, finished or not. */
export const RUN_MARKERS: readonly string[] = [...RUN_FILES, ...REPLACEMENTS];

const Steps = v.array(v.number());

/** Writes the parameters of evaluated steps into a folder, and their steps into its moments.json. */
function snapshotWriter(start: string, from: number): (folder: string, step: number, snapshot: Uint8Array) => void {
  makeFolder(start);
  const list = `${start}/moments.json`;
  const before = existsSync(list) ? readRunFile(list, (text) => v.parse(Steps, JSON.parse(text))) : [];
  let steps: readonly number[] = before.filter((step) => step <= from); // after `from` the run may have trained differently
  return (folder, step, snapshot) => {
    writeAtomic(`${folder}/${step}.safetensors`, snapshot);
    steps = [...steps.filter((each) => each < step), step];
    writeAtomic(`${folder}/moments.json`, `${JSON.stringify(steps)}\n`);
  };
}

function rowsUntil(path: string, step: number): Row[] {
  if (existsSync(path)) return readRunFile(path, parseRows).filter((row) => (row.at.step ?? 0) <= step);
  process.stderr.write(`the rows up to step ${step} are missing; rows from here on are written\n`);
  return [];
}

function cutLog(path: string, step: number): void {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => stepOf(line) <= step);
  writeAtomic(path, lines.map((line) => `${line}\n`).join(""));
}

/** The step of a line of the log; NaN if the line is incomplete. */
function stepOf(line: string): number {
  try {
    return JSON.parse(line).step;
  } catch {
    return Number.NaN;
  }
}

/**
 * Adds rows in place. A resumed run, or one that ends at an evaluated step, gives some rows again: the newer ones replace
 * the older ones, so that an interrupted run has its rows in the same order as an uninterrupted one.
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
