import type { Host } from "../checkpoints/host.ts";
import { presets } from "../config/presets.ts";
import { type Config, defaults, type Setting } from "../config/schema.ts";
import { backendNames } from "../kernels/backendNames.ts";
import {
  benchComparison,
  benchConfig,
  benchParts,
  benchSizes,
  benchStep,
  type ComparisonBench,
  type StepBench,
} from "../runs/bench.ts";
import { SHARDS_RANGE } from "../training/shards.ts";
import type { Arguments, Command } from "./command.ts";
import { MAX_PROMPTS } from "./compare.ts";
import { backendValue, nodeHost } from "./nodeHost.ts";
import { setFlag, settingsFromFlags } from "./settingFlags.ts";
import { quoteInput, UsageError, usageChecked } from "./usageError.ts";

const DEFAULT_SECONDS = 5;
const MAX_SECONDS = 3600;
const MAX_STEPS = 1_000_000;

/** A line of `icl bench --json`. */
export type BenchRow = (StepBench | ComparisonBench) & {
  readonly size: string;
  readonly peakBytes: number; // of the process since its start
};

/** `icl bench`: milliseconds per training step, or seconds per comparison. */
export const bench: Command = {
  name: "bench",
  summary: "times a training step of the small, medium and large size, or a comparison",
  usage:
    "[small|medium|large|PRESET …] [--set path=value]… [--steps N] [--optimizer adam|muon] [--shards N] [--compare N]",
  positionals: true,
  flags: {
    set: setFlag,
    steps: { value: "N", help: `steps timed in each row (default: for --seconds; the median counts)` },
    seconds: { value: "N", help: `seconds for which steps are timed in each row (default ${DEFAULT_SECONDS})` },
    optimizer: { value: "adam|muon", help: "the optimizer (default adam, or that of the preset)" },
    backend: { value: backendValue, help: "the tensor engine (default: each of them)" },
    shards: {
      value: "N",
      help: `parts of a batch, ${SHARDS_RANGE.join(" to ")} (default ${defaults.training.shards})`,
    },
    workers: { value: "auto|N", help: "threads that share a step (default: 1, 2 … up to one per core and per part)" },
    compare: { value: "N", help: "times one comparison on N prompts instead of steps" },
  },
  async run(args) {
    const sizes = sizesOf(args.positionals);
    const settings = settingsOf(args);
    const configs = sizes.map((size) => usageChecked(() => benchConfig(size, settings)));
    const steps = args.integer("steps", 1, MAX_STEPS);
    const seconds = args.integer("seconds", 1, MAX_SECONDS) ?? DEFAULT_SECONDS;
    const length = steps === undefined ? { ms: 1000 * seconds } : { steps };
    const prompts = args.integer("compare", 2, MAX_PROMPTS);
    const json = args.has("json");
    const rows: BenchRow[] = [];
    const shards = Math.max(...configs.map(({ training }) => training.shards));
    const engines = hosts(shards, args.text("backend"), args.text("workers"));
    if (!json && prompts === undefined) process.stdout.write(heading);
    for (const host of engines) {
      for (const [k, size] of sizes.entries()) {
        const config = configs[k] as Config;
        const timed = prompts ? await benchComparison(config, prompts, host) : await benchStep(config, length, host);
        const row = { size, ...timed, peakBytes: 1024 * process.resourceUsage().maxRSS };
        rows.push(row);
        process.stdout.write(json ? `${JSON.stringify(row)}\n` : lineOf(row));
      }
    }
    if (json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
    else if (prompts === undefined)
      for (const [part, description] of Object.entries(benchParts)) process.stdout.write(`${part}: ${description}\n`);
  },
};

function sizesOf(positionals: readonly string[]): readonly string[] {
  const sizes = Object.keys(benchSizes);
  const names = [...sizes, ...presets.map(({ name }) => name)];
  for (const name of positionals) {
    if (!names.includes(name))
      throw new UsageError(`unknown size ${quoteInput(name)}: expected one of ${names.join(", ")}`);
  }
  return positionals.length > 0 ? positionals : sizes;
}

/** The settings that the flags change. The length of the schedule is not one: --steps is the number of steps to time. */
function settingsOf(args: Arguments): Readonly<Record<string, Setting>> {
  const optimizer = args.text("optimizer");
  if (optimizer !== undefined && optimizer !== "adam" && optimizer !== "muon")
    throw new UsageError(`invalid --optimizer: must be adam or muon, got ${quoteInput(optimizer)}`);
  const shards = args.integer("shards", ...SHARDS_RANGE);
  const { "training.steps": _, ...settings } = usageChecked(() => settingsFromFlags(args));
  return {
    ...settings,
    ...(optimizer && { "training.optimizer": optimizer }),
    ...(shards && { "training.shards": shards }),
  };
}

/** The engines and thread counts to time; all of them if the flags name none. */
function hosts(shards: number, backend?: string, workers?: string): Host[] {
  const { cores } = nodeHost();
  const numbers = workers ? [workers] : Array.from({ length: Math.min(cores, shards) }, (_, k) => String(k + 1));
  return (backend ? [backend] : backendNames).flatMap((name) => numbers.map((number) => nodeHost(name, number)));
}

const columns = [
  "size",
  "engine",
  "threads",
  "shards",
  "ms per step",
  ...Object.keys(benchParts),
  "GFLOP/s",
  "of peak",
  "steps",
];

const line = (cells: readonly string[]) =>
  `${cells.map((cell, k) => (k < 2 ? cell.padEnd(8) : cell.padStart(Math.max(7, columns[k]?.length ?? 0)))).join("  ")}\n`;

const heading = line(columns);

function lineOf(row: BenchRow): string {
  if ("seconds" in row) {
    const { size, prompts, dim, exemplars, workers, seconds } = row;
    return `${size}: ${seconds.toFixed(2)} s to compare on ${prompts} prompts, D ${dim}, N ${exemplars}, ${workers} threads\n`;
  }
  const { size, backend, workers, shards, msPerStep, ms, gflops, peakShare, steps } = row;
  const times = [msPerStep, ...Object.keys(benchParts).map((part) => ms[part as keyof typeof ms])];
  const share = `${(100 * peakShare).toFixed(0)} %`;
  return line([
    size,
    backend,
    `${workers}`,
    `${shards}`,
    ...times.map((t) => t.toFixed(2)),
    gflops.toFixed(1),
    share,
    `${steps}`,
  ]);
}
