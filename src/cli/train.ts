import { existsSync, readFileSync, rmSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { decodeCheckpoint, encodeRecord } from "../experiments/checkpoint.ts";
import {
  type Config,
  cost,
  estimatedStepSeconds,
  fullPath,
  type Setting,
  withSettings,
} from "../experiments/config.ts";
import { presetConfig, presets } from "../experiments/presets.ts";
import { parseRows, type Row, stringifyRows, toJson } from "../experiments/row.ts";
import { refuseAnother, run } from "../experiments/run.ts";
import type { RunEvent, RunResult } from "../experiments/runEvent.ts";
import { formatLambda, formatValue } from "../plots/format.ts";
import type { Arguments, Command, Flag } from "./command.ts";
import { endSignal } from "./endSignal.ts";
import { appendLine, makeFolder, openCheckpoint, prepareFolder, readNamed, writeWhole } from "./files.ts";
import { nodeHost } from "./nodeHost.ts";
import { progress } from "./progress.ts";
import { shareOfOls } from "./shareOfOls.ts";
import { checked, UsageError } from "./usageError.ts";

/** The flag --set, of every command that takes a preset. */
export const settingFlag: Flag = {
  value: "path=value",
  multiple: true,
  help: "changes one setting, such as model.layers=2; may be given again",
};

const STEPS_BETWEEN_LOG_LINES = 10;
const FILES: readonly string[] = [
  "checkpoint.safetensors",
  "config.json",
  "result.json",
  "rows.json",
  "log.jsonl",
  "moments",
];

/** `icl train`: carries out one config and writes a run folder. */
export const train: Command = {
  name: "train",
  summary: "trains a transformer on prompts and writes a run folder",
  usage: "--preset P [--set path=value]… [--seed N] [--steps N] [--until N] [--out DIR] [--resume] [--keep]",
  flags: {
    preset: { value: "P", help: `a named config: ${presets.map((preset) => preset.name).join(", ")}` },
    set: settingFlag,
    seed: { value: "N", help: "seed of all random streams (default 1)" },
    steps: { value: "N", help: "length of the schedule, in steps" },
    until: { value: "N", help: "stops after this step, on the same schedule" },
    out: { value: "DIR", help: "the run folder (default runs/<preset>-<seed>)" },
    resume: { help: "goes on from the checkpoint in the run folder" },
    keep: { help: "keeps the parameters of every evaluation, in half precision, in moments/<step>.safetensors" },
    backend: { value: "auto|wasm|cpu", help: "the tensor engine (default auto)" },
    workers: { value: "auto|N", help: "threads that share a step; changes its speed alone (default auto: one a core)" },
    force: { help: "replaces what the run folder holds" },
  },
  async run(args) {
    const host = nodeHost(args.text("backend"), args.text("workers"));
    const { config, folder, from, until } = begin(args);
    const rows: Row[] = from ? rowsUntil(`${folder}/rows.json`, decodeCheckpoint(from).state.step) : [];
    if (from) cutLog(`${folder}/log.jsonl`, decodeCheckpoint(from).state.step);
    else writeWhole(`${folder}/log.jsonl`, "");
    writeWhole(`${folder}/config.json`, `${JSON.stringify(config, null, 2)}\n`);

    const show = progress(until);
    const json = args.has("json");
    const keeps = args.has("keep") || existsSync(`${folder}/moments`); // a run that keeps them goes on to
    const keep = keeps ? keeper(`${folder}/moments`) : undefined;
    let evaluated = -1; // the step of the last evaluation
    let result: RunResult | undefined;
    const told = endSignal();
    const wantsCheckpoint = () => told.aborted;
    for await (const event of run(config, host, { ...(from && { from }), until, wantsCheckpoint })) {
      if (json) process.stdout.write(lineOf(event));
      switch (event.type) {
        case "step":
          if (event.step % STEPS_BETWEEN_LOG_LINES === 0) appendLine(`${folder}/log.jsonl`, event);
          show.step(event);
          break;
        case "rows":
          evaluated = event.step;
          takeIn(rows, event.rows);
          writeWhole(`${folder}/rows.json`, stringifyRows(rows));
          show.rows(event.rows);
          break;
        case "checkpoint":
          writeWhole(`${folder}/checkpoint.safetensors`, event.bytes);
          if (event.step === evaluated) keep?.(event.step, event.bytes);
          else if (told.aborted) {
            // not after an evaluation, which may have been the last
            show.end();
            throw new Error(`told to end: stopped at step ${event.step} of ${until}, from which --resume goes on`);
          }
          break;
        case "stopped":
          show.end();
          throw new Error(event.message);
        case "done":
          result = event.result;
          writeWhole(`${folder}/result.json`, `${toJson(event.result)}\n`);
          break;
      }
      await setImmediate(); // or a run on one thread hears nothing from outside: that it is to end
    }
    show.end();
    if (result) warnIfDiverged(result, rows);
    if (!result) throw new Error("the run ended without a result");
    if (json) process.stdout.write(`${toJson({ out: folder, ...result })}\n`);
    else process.stdout.write(sentenceOf(result, folder));
  },
};

/** Keeps moments of a run in a folder, with their steps in moments.json. */
function keeper(folder: string): (step: number, bytes: Uint8Array) => void {
  makeFolder(folder);
  const list = `${folder}/moments.json`;
  let steps: readonly number[] = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  return (step, bytes) => {
    writeWhole(`${folder}/${step}.safetensors`, encodeRecord(decodeCheckpoint(bytes)));
    steps = [...steps.filter((each) => each < step), step];
    writeWhole(list, `${JSON.stringify(steps)}\n`);
  };
}

const DIVERGED = 10; // times as wrong as always answering zero

function warnIfDiverged({ loss }: RunResult, rows: readonly Row[]): void {
  const zero = rows.find((row) => row.metric === "loss" && row.learner === "zero")?.value ?? Number.NaN;
  if (!(loss > DIVERGED * zero)) return;
  process.stderr.write(
    `diverged: the loss is ${formatValue(loss)}, always answering zero has ${formatValue(zero)}; try lower rates\n`,
  );
}

/** The config to carry out, the folder it goes to, and the checkpoint it goes on from. Nothing is written yet but the folder. */
function begin(args: Arguments): { config: Config; folder: string; from?: Uint8Array; until: number } {
  const untilOf = ({ training }: Config, done: number): number => {
    const until = args.whole("until", 1) ?? training.steps;
    if (until > training.steps)
      throw new UsageError(`invalid --until: the schedule ends at step ${training.steps}, got ${until}`);
    if (until < done) throw new UsageError(`invalid --until: the run is at step ${done} already, got ${until}`);
    return until;
  };
  const preset = args.text("preset");
  const out = args.text("out");
  if (args.has("resume")) {
    const folder = out ?? (preset && `runs/${preset}-${args.whole("seed", 0) ?? 1}`);
    if (folder === undefined) throw new UsageError("missing --out: --resume wants the run folder to go on with");
    if (!existsSync(`${folder}/checkpoint.safetensors`)) {
      throw new UsageError(`invalid --resume: wanted a checkpoint.safetensors in ${folder}, found none`);
    }
    const from = readNamed("out", `${folder}/checkpoint.safetensors`);
    if (args.has("keep") && !existsSync(`${folder}/moments`)) {
      throw new UsageError(
        `invalid --keep: the run in ${folder} was begun without it, and its moments until now are gone`,
      );
    }
    const { config: kept, state } = openCheckpoint("out", `${folder}/checkpoint.safetensors`);
    const config = withTyped(preset === undefined ? kept : checked(() => presetConfig(preset)), args);
    refuseAnother(kept, config, state.step);
    return { config, folder, from, until: untilOf(config, state.step) };
  }
  if (preset === undefined)
    throw new UsageError(`missing --preset: wanted one of ${presets.map((each) => each.name).join(", ")}`);
  const config = withTyped(
    checked(() => presetConfig(preset)),
    args,
  );
  const until = untilOf(config, 0);
  const folder = out ?? `runs/${preset}-${config.seed}`;
  prepareFolder(folder, FILES, args.has("force"));
  for (const file of FILES) rmSync(`${folder}/${file}`, { force: true, recursive: true }); // or --resume would go on with the run before
  const hours = (config.training.steps * estimatedStepSeconds(config)) / 3600;
  if (hours > 3) {
    const { parameters } = cost(config);
    process.stderr.write(
      `${parameters.toLocaleString("en")} parameters, ${config.training.steps} steps: some ${hours.toPrecision(2)} hours\n`,
    );
  }
  return { config, folder, until };
}

/** A config with --set, --seed and --steps applied. */
export const withTyped = (base: Config, args: Arguments): Config => withSettings(base, typedSettings(args));

/** What --set, --seed and --steps change, by path. Throws UsageError where a setting is typed twice. */
export function typedSettings(args: Arguments): Readonly<Record<string, Setting>> {
  const changes: Record<string, Setting> = {};
  const change = (path: string, value: Setting, flag: string) => {
    if (path in changes) throw new UsageError(`duplicate setting ${path}: ${flag} says it a second time`);
    changes[path] = value;
  };
  for (const typed of args.texts("set")) {
    const at = typed.indexOf("=");
    if (at < 1) throw new UsageError(`invalid --set: wanted path=value, got ${typed}`);
    change(fullPath(typed.slice(0, at)), typed.slice(at + 1), `--set ${typed}`);
  }
  const seed = args.whole("seed", 0);
  if (seed !== undefined) change("seed", seed, "--seed");
  const steps = args.whole("steps", 1);
  if (steps !== undefined) change("training.steps", steps, "--steps");
  return changes;
}

function rowsUntil(path: string, step: number): Row[] {
  if (!existsSync(path)) return [];
  return parseRows(readFileSync(path, "utf8")).filter((row) => (row.at.step ?? 0) <= step);
}

function cutLog(path: string, step: number): void {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => stepOf(line) <= step);
  writeWhole(path, lines.map((line) => `${line}\n`).join(""));
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
  const places = new Map(rows.map((row, place) => [key(row), place]));
  for (const row of fresh) {
    const place = places.get(key(row));
    if (place === undefined) rows.push(row);
    else rows[place] = row;
  }
}

/** An event as a line of JSON; a checkpoint's bytes are in the folder, not here. */
function lineOf(event: RunEvent): string {
  if (event.type === "checkpoint")
    return `${JSON.stringify({ type: event.type, step: event.step, bytes: event.bytes.length })}\n`;
  if (event.type === "rows")
    return `${JSON.stringify({ type: event.type, step: event.step, rows: event.rows.length })}\n`;
  if (event.type === "done") return "";
  return `${JSON.stringify(event)}\n`;
}

const sentenceOf = (result: RunResult, folder: string): string =>
  `${result.step} steps in ${result.secondsTraining.toFixed(0)} s of training (${result.msPerStep.toFixed(1)} ms a step, ${result.backend}): ` +
  `SPD / D to OLS ${result.spdToOls.toPrecision(3)} away from N = D, effective λ ${formatLambda(result.effectiveLambda)}, ` +
  `${shareOfOls(result)}\n` +
  `${folder}/checkpoint.safetensors, parameters ${result.parametersSha256}\n`;
