import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import * as v from "valibot";
import { decodeCheckpoint } from "./checkpoint.ts";
import { type Config, parseConfig } from "./config.ts";
import { fromJson, type Row, stringifyRows, toJson } from "./row.ts";
import { refuseAnother } from "./run.ts";
import type { StepEvent } from "./runEvent.ts";

/** A run, whole: what its folder holds. */
export interface RunBundle {
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly log: readonly StepEvent[]; // of some training steps, ascending
  readonly result?: unknown; // of a finished run: what `train` said last
  readonly checkpoint?: Uint8Array; // safetensors, of the same config
}

/** The files of a run folder that a bundle holds. */
export const BUNDLED = ["config.json", "rows.json", "log.jsonl", "result.json", "checkpoint.safetensors"] as const;

type FileName = (typeof BUNDLED)[number];

const MOST = 256 * 2 ** 20; // bytes that a bundle may unpack to: some twenty million parameters
const MOST_FILES = 1000; // entries of a zip, those that are no run's included

/** Whether a file begins as a .zip does. */
export const isBundle = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** The files of a run's folder. */
export function filesOf(run: RunBundle): Readonly<Record<string, Uint8Array>> {
  const log = run.log.map((event) => `${JSON.stringify(event)}\n`).join("");
  return {
    "config.json": strToU8(`${JSON.stringify(run.config, null, 2)}\n`),
    "rows.json": strToU8(stringifyRows(run.rows)),
    "log.jsonl": strToU8(log),
    ...(run.result !== undefined && { "result.json": strToU8(`${toJson(run.result)}\n`) }),
    ...(run.checkpoint && { "checkpoint.safetensors": run.checkpoint }),
  };
}

/** A run as one .zip: its folder. The same run is the same bytes. */
export const encodeBundle = (run: RunBundle): Uint8Array =>
  zipSync({ ...filesOf(run) }, { mtime: new Date(1980, 0, 1) }); // a fixed date

/**
 * Reads a bundle: files at its top, or all in one folder; others are left aside. Throws one sentence where it is
 * broken, holds what is no run, or would unpack to more than 256 MiB.
 */
export function decodeBundle(bytes: Uint8Array): RunBundle {
  return runOf(unpack(bytes));
}

/** A run from the files of its folder. Throws one sentence where they are no run. */
export function runOf(files: Partial<Readonly<Record<FileName, Uint8Array>>>): RunBundle {
  const text = (name: FileName) => {
    const file = files[name];
    return file && strFromU8(file);
  };
  const config = parseConfig(jsonOf("config.json", text("config.json")));
  const rows = checked("rows.json", Rows, jsonOf("rows.json", text("rows.json"))) as Row[];
  const lines = (text("log.jsonl") ?? "").split("\n").filter((line) => line !== "");
  const log = checked(
    "log.jsonl",
    Log,
    lines.map((line) => jsonOf("log.jsonl", line)),
  );
  const result = files["result.json"] && jsonOf("result.json", text("result.json"));
  const checkpoint = files["checkpoint.safetensors"];
  if (checkpoint) refuseAnother(decodeCheckpoint(checkpoint).config, config);
  return { config, rows, log, ...(result !== undefined && { result }), ...(checkpoint && { checkpoint }) };
}

function unpack(bytes: Uint8Array): Partial<Record<FileName, Uint8Array>> {
  let size = 0;
  let count = 0;
  const known = (name: string) => BUNDLED.find((each) => name === each || /^[^/]+\/(.*)$/.exec(name)?.[1] === each);
  const found: Partial<Record<FileName, Uint8Array>> = {};
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter({ name, originalSize }) {
        count += 1;
        if (count > MOST_FILES) throw new BundleError(`wanted at most ${MOST_FILES} files, got more`);
        if (!known(name)) return false;
        size += originalSize;
        if (size > MOST) throw new BundleError(`wanted at most ${MOST / 2 ** 20} MiB unpacked, got more`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError("wanted a .zip, got another file, or one that was cut off");
  }
  for (const [path, file] of Object.entries(entries)) {
    const name = known(path) as FileName;
    if (found[name]) throw new BundleError(`wanted one run, got ${name} twice`);
    found[name] = file;
  }
  return found;
}

class BundleError extends Error {
  constructor(sentence: string) {
    super(`invalid bundle: ${sentence}`);
  }
}

function jsonOf(name: string, text: string | undefined): unknown {
  if (text === undefined) throw new BundleError(`missing ${name}`);
  try {
    return fromJson(text);
  } catch {
    throw new BundleError(`${name} is ${text.trim() === "" ? "empty" : "damaged, or was never JSON"}`);
  }
}

const place = v.optional(v.number());
const measured = v.union([v.number(), v.nan()]);
const Rows = v.array(
  v.object({
    experiment: v.string(),
    metric: v.string(),
    learner: v.string(),
    reference: v.string(),
    at: v.looseObject({ exemplars: place, step: place, positions: v.optional(v.string()) }),
    statistic: v.string(),
    value: measured,
    low: measured,
    high: measured,
    n: v.number(),
    of: v.string(),
  }),
);
const Log = v.array(
  v.object({
    type: v.literal("step"),
    step: v.number(),
    loss: v.number(),
    gradientNorm: v.number(),
    learningRate: v.number(),
    secondsTraining: v.number(),
  }),
);

function checked<Schema extends v.GenericSchema>(name: string, schema: Schema, value: unknown): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const where = issue.path?.map(({ key }) => String(key)).join(".") ?? "";
  const missing = issue.type === "object" && issue.received === "undefined" && issue.expected?.startsWith('"');
  const wrong = missing ? "is missing" : `must be ${issue.expected}, got ${issue.received}`;
  throw new BundleError(`${name}${where && ` ${where}`} ${wrong}`);
}
