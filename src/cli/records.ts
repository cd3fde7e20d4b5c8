import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Checkpoint, decodeCheckpoint, encodeRecord, parametersSha256 } from "../experiments/checkpoint.ts";
import { difference } from "../experiments/config.ts";
import type { Experiment, ExperimentRun } from "../experiments/experiment.ts";
import { parseRows, type Row, stringifyRows, toJson } from "../experiments/row.ts";
import { makeFolder, writeWhole } from "./files.ts";

/** A published run: its parameters, and what was measured on them. */
export interface Record {
  readonly checkpoint: Checkpoint;
  readonly rows: readonly Row[];
}

const root = fileURLToPath(new URL("../../public/records", import.meta.url));

const pathOf = ({ name }: Experiment, { label }: ExperimentRun, ending: string) => `${root}/${name}/${label}.${ending}`;

/** The record of a run of an experiment, if there is one. Throws a sentence where its parts do not belong together. */
export function readRecord(experiment: Experiment, run: ExperimentRun): Record | undefined {
  const [parameters, measured] = [pathOf(experiment, run, "safetensors"), pathOf(experiment, run, "json")];
  if (!existsSync(parameters) || !existsSync(measured)) return undefined;
  const checkpoint = decodeCheckpoint(new Uint8Array(readFileSync(parameters)));
  const differing = Object.keys(difference(checkpoint.config, run.config));
  const name = `${experiment.name}/${run.label}`;
  if (differing.length > 0)
    throw new Error(`invalid record ${name}: it was trained with another ${differing.join(", ")}`);
  const { parametersSha256: measuredOn, rows } = JSON.parse(readFileSync(measured, "utf8"));
  const hash = parametersSha256(checkpoint.state.parameters);
  if (measuredOn !== hash) {
    throw new Error(`invalid record ${name}: its rows are of parameters ${measuredOn}, these are ${hash}`);
  }
  return { checkpoint, rows: parseRows(JSON.stringify(rows)) };
}

/** Publishes a run: `measure` is asked of its parameters as published, rounded to half precision. */
export async function writeRecord(experiment: Experiment, run: ExperimentRun, trained: Checkpoint): Promise<Record> {
  const bytes = encodeRecord(trained);
  const checkpoint = decodeCheckpoint(bytes);
  const rows = await experiment.measure(checkpoint);
  makeFolder(`${root}/${experiment.name}`);
  writeWhole(pathOf(experiment, run, "safetensors"), bytes);
  const hash = toJson(parametersSha256(checkpoint.state.parameters));
  writeWhole(pathOf(experiment, run, "json"), `{"parametersSha256":${hash},"rows":${stringifyRows(rows)}}\n`);
  return { checkpoint, rows };
}
