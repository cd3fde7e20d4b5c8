import * as v from "valibot";
import type { Arguments, Flag } from "../command.ts";
import { readFlagFile } from "../io/files.ts";
import { quoteInput, UsageError } from "../usageError.ts";
import type { Resources } from "./slurm.ts";

/** The max number of parts of a sweep. */
export const MAX_SHARDS = 100_000;

const text = (pattern: RegExp, expected: string) => {
  const message = ({ input }: { input: unknown }) => `must be ${expected}, got ${quoteInput(String(input))}`;
  return v.optional(v.pipe(v.union([v.string(), v.number()], message), v.transform(String), v.regex(pattern, message)));
};

const integer = (max: number) => {
  const message = ({ input }: { input: unknown }) =>
    `must be a whole number from 1 to ${max}, got ${quoteInput(String(input))}`;
  const number = v.pipe(v.unknown(), v.transform(Number), v.number(message));
  return v.optional(v.pipe(number, v.integer(message), v.minValue(1, message), v.maxValue(max, message)));
};

const Schema = v.strictObject({
  shards: integer(MAX_SHARDS),
  partition: text(/^[\w.,-]+$/, "the name of a partition"),
  time: text(/^(\d+-)?\d+(:\d+){0,2}$/, "a time as Slurm writes it, such as 30, 2:00:00 or 1-12"),
  cores: integer(1024),
  gpus: integer(64),
  memory: text(/^\d+[KMGT]?$/, "a size such as 4G"),
  concurrency: integer(MAX_SHARDS),
});

/** Flags for the resources of a task; a file may set the same. */
export const clusterFlags: Readonly<Record<string, Flag>> = {
  shards: { value: "n", help: "with --slurm: tasks of the array (default one per run, at most 256)" },
  partition: { value: "NAME", help: "with --slurm: the partition" },
  time: {
    value: "TIME",
    help: "with --slurm: the time limit of a task; a task that reaches it is requeued and resumes",
  },
  cores: { value: "N", help: "with --slurm: cores of a task (default 1)" },
  gpus: { value: "N", help: "with --slurm: GPUs of a task, for --engine torch" },
  memory: { value: "SIZE", help: "with --slurm: memory of a task, such as 4G" },
  concurrency: { value: "N", help: "with --slurm: tasks at the same time" },
  cluster: { value: "FILE", help: 'a JSON file with the same, such as {"partition": "cpu", "time": "2:00:00"}' },
};

/** The resources that the flags and the file request; a flag overrides the file. Throws UsageError. */
export function clusterOf(args: Arguments): Resources & { readonly shards?: number | undefined } {
  const path = args.text("cluster");
  const fromFile = path === undefined ? {} : check(readJson(path), (key) => `--cluster, ${key} of ${path}`);
  const values = Object.keys(Schema.entries).map((key) => [key, args.text(key)] as const);
  const flags = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  const resources = { ...fromFile, ...check(flags, (key) => `--${key}`) };
  return { ...resources, cores: resources.cores ?? 1 };
}

function check(input: unknown, named: (key: string) => string): v.InferOutput<typeof Schema> {
  const result = v.safeParse(Schema, input, { abortEarly: true });
  if (result.success) return JSON.parse(JSON.stringify(result.output));
  const issue = result.issues[0];
  const key = v.getDotPath(issue) ?? "the value";
  const keys = Object.keys(Schema.entries).join(", ");
  if (issue.type === "strict_object")
    throw new UsageError(`invalid ${quoteInput(named(key))}: expected an object of ${keys}`);
  throw new UsageError(`invalid ${named(key)}: ${issue.message}`);
}

function readJson(path: string): unknown {
  const bytes = readFlagFile("cluster", path);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new UsageError(`invalid --cluster: expected JSON, got something else in ${quoteInput(path)}`);
  }
}
