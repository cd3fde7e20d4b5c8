import { strFromU8, strToU8, zipSync } from "fflate";
import * as v from "valibot";
import { assertTaskLoaded, decodeCheckpoint } from "../checkpoints/checkpoint.ts";
import { fromJson, type Row, stringifyRows, toJson } from "../comparison/row.ts";
import { parseStoredConfig } from "../config/migrate.ts";
import type { Config, ConfigError } from "../config/schema.ts";
import { excerpt } from "../text/describe.ts";
import { fileKind } from "../transformer/fileKind.ts";
import type { StepEvent } from "./runEvent.ts";
import { runLimits } from "./runLimits.ts";
import { assertSameConfig } from "./sameConfig.ts";
import { readZip, type ZipEntry, ZipError } from "./zip.ts";

/** A complete run: the content of its folder. */
export interface RunBundle {
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly log: readonly StepEvent[]; // of some training steps, ascending
  readonly result?: unknown; // the result of a finished run, from `train`
  readonly checkpoint?: Uint8Array; // safetensors, of the same config
}

/** The files of a run folder that a bundle contains. */
export const BUNDLED = ["config.json", "rows.json", "log.jsonl", "result.json", "checkpoint.safetensors"] as const;

type FileName = (typeof BUNDLED)[number];

const MAX = 256 * 2 ** 20; // max unpacked bytes of a bundle: about twenty million parameters
const MAX_FILES = 1000; // entries of a zip, including unrelated files
const MAX_CONFIG_BYTES = 2 ** 20;
const MAX_RATE = 200; // the rows and log of a run deflate to a tenth
const SMALL = 2 ** 20; // bytes that may have any compression rate

/** Whether a file begins like a .zip. */
export const isBundle = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** The files of a run folder. */
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

/** A run folder as one .zip. The same run gives the same bytes. */
export const encodeBundle = (run: RunBundle): Uint8Array =>
  zipSync({ ...filesOf(run) }, { mtime: new Date(1980, 0, 1) }); // a fixed date

/**
 * Decodes a bundle: its files are at the top level, or all in one folder; other files are ignored. Throws one sentence if
 * it is damaged, contains no run, or would unpack to more bytes than a run of its config can have, or to more than
 * 256 MiB. Calls `onUnpacked` with the size of each unpacked file.
 */
export function decodeBundle(bytes: Uint8Array, onUnpacked: (bytes: number) => void = () => {}): RunBundle {
  return runOf(unpack(bytes, onUnpacked));
}

/** A run from the files of its folder. Throws one sentence if they are not a run. */
export function runOf(files: Partial<Readonly<Record<FileName, Uint8Array>>>): RunBundle {
  const text = (name: FileName) => {
    const file = files[name];
    return file && strFromU8(file);
  };
  const config = configOf(text("config.json"), () => files["checkpoint.safetensors"]);
  const limits = runLimits(config);
  const found = jsonOf("rows.json", text("rows.json"));
  if (Array.isArray(found)) assertAtMost("rows.json", "rows", found.length, limits.rows);
  const rows = checked("rows.json", Rows, found) as Row[];
  const lines = (text("log.jsonl") ?? "").split("\n").filter((line) => line !== "");
  assertAtMost("log.jsonl", "lines", lines.length, limits.logLines);
  const log = lines.map((line, k) => checked("log.jsonl", LogLine, jsonOf("log.jsonl", line), `${k}`));
  const result = files["result.json"] && jsonOf("result.json", text("result.json"));
  const checkpoint = files["checkpoint.safetensors"];
  if (checkpoint) assertSameConfig(decodeCheckpoint(checkpoint, { diverged: hasDiverged(rows) }).config, config);
  return { config, rows, log, ...(result !== undefined && { result }), ...(checkpoint && { checkpoint }) };
}

/** Whether the rows of a run show that its transformer gave answers that are not finite. */
const hasDiverged = (rows: readonly Row[]): boolean =>
  rows.some(
    ({ learner, metric, value }) =>
      learner.startsWith("transformer") && metric === "squaredError" && !Number.isFinite(value),
  );

/**
 * The config of a run. Throws one sentence if it is invalid, or if its task family is from a definition file that is not
 * loaded: the checkpoint, which is read only then, says which file that was.
 */
function configOf(text: string | undefined, checkpoint: () => Uint8Array | undefined): Config {
  const stored = jsonOf("config.json", text);
  try {
    return parseStoredConfig(stored);
  } catch (error) {
    const bytes = (error as ConfigError).path === "prompts.family" ? checkpoint() : undefined;
    if (bytes) assertTaskLoaded(bytes);
    throw error;
  }
}

/** Unpacks the files of a run. The config comes first, because it limits the size of the others. */
function unpack(zip: Uint8Array, onUnpacked: (bytes: number) => void): Partial<Record<FileName, Uint8Array>> {
  try {
    const entries = runEntries(readZip(zip, MAX_FILES));
    if (entries.size === 0) throw new BundleError(`expected a run's .zip, got ${fileKind(zip)}`);
    const unpacked = [...entries.values()].reduce((sum, { size }) => sum + size, 0);
    if (unpacked > MAX) throw new BundleError(`expected at most ${MAX / 2 ** 20} MiB unpacked, got more`);
    const read = (name: FileName, limit: number) => {
      const entry = entries.get(name);
      if (!entry) return undefined;
      assertAtMost(name, "bytes", entry.size, limit);
      assertRate(name, entry);
      const content = entry.read();
      onUnpacked(content.length);
      return content;
    };
    const config = read("config.json", MAX_CONFIG_BYTES);
    if (!config) throw new BundleError("missing config.json");
    const limits = runLimits(configOf(strFromU8(config), () => read("checkpoint.safetensors", MAX)));
    const others = BUNDLED.filter((name) => name !== "config.json");
    const files = others.map((name) => [name, read(name, limits.bytes[name])] as const);
    return { "config.json": config, ...Object.fromEntries(files.filter(([, content]) => content)) };
  } catch (error) {
    throw error instanceof ZipError ? new BundleError(error.message) : error;
  }
}

/** The files of a run by name, at the top level or in one folder. */
function runEntries(entries: readonly ZipEntry[]): Map<FileName, ZipEntry> {
  const found = new Map<FileName, ZipEntry>();
  for (const entry of entries) {
    const name = BUNDLED.find((each) => entry.name === each || /^[^/]+\/(.*)$/.exec(entry.name)?.[1] === each);
    if (!name) continue;
    if (found.has(name)) throw new BundleError(`expected one run, got ${name} twice`);
    found.set(name, entry);
  }
  return found;
}

/** Throws if deflate expands a text more than that of any run. Parameters can all be zero, so only their size is limited. */
function assertRate(name: FileName, { size, packedSize }: ZipEntry): void {
  if (name === "checkpoint.safetensors" || size < SMALL || size <= MAX_RATE * packedSize) return;
  throw new BundleError(
    `${name} must not unpack to more than ${MAX_RATE} times its packed size, got ${Math.round(size / packedSize)} times`,
  );
}

function assertAtMost(name: string, unit: string, got: number, max: number): void {
  if (got <= max) return;
  throw new BundleError(
    `${name} must contain at most ${max.toLocaleString("en")} ${unit}, as a run of its config does, got ${got.toLocaleString("en")}`,
  );
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
const LogLine = v.object({
  type: v.literal("step"),
  step: v.number(),
  loss: v.number(),
  gradientNorm: v.number(),
  learningRate: v.number(),
  secondsTraining: v.number(),
});

function checked<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  value: unknown,
  ...at: readonly string[]
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const where = [...at, ...(issue.path ?? []).map(({ key }) => String(key))].join(".");
  const missing = issue.type === "object" && issue.received === "undefined" && issue.expected?.startsWith('"');
  const wrong = missing ? "is missing" : `must be ${issue.expected}, got ${excerpt(issue.received)}`;
  throw new BundleError(`${name}${where && ` ${excerpt(where)}`} ${wrong}`);
}
