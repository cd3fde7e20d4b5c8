import type { Host } from "../checkpoints/host.ts";
import { defaults } from "../config/schema.ts";
import { backendNames } from "../kernels/backendNames.ts";
import { type BenchRow, type BenchSize, benchParts, benchSizes, benchStep } from "../runs/bench.ts";
import { SHARDS_RANGE } from "../training/shards.ts";
import type { Command } from "./command.ts";
import { backendValue, nodeHost } from "./nodeHost.ts";
import { quoteInput, UsageError } from "./usageError.ts";

const DEFAULT_SECONDS = 5;
const MAX_STEPS = 1_000_000;

/** `icl bench`: milliseconds per training step. */
export const bench: Command = {
  name: "bench",
  summary: "times a training step of the small, medium and large size",
  usage: "[small|medium|large …] [--steps N] [--optimizer adam|muon] [--shards N]",
  positionals: true,
  flags: {
    steps: { value: "N", help: `steps timed in each row (default: for ${DEFAULT_SECONDS} seconds; the median counts)` },
    optimizer: { value: "adam|muon", help: "the optimizer (default adam)" },
    backend: { value: backendValue, help: "the tensor engine (default: each of them)" },
    shards: {
      value: "N",
      help: `parts of a batch, ${SHARDS_RANGE.join(" to ")} (default ${defaults.training.shards})`,
    },
    workers: { value: "auto|N", help: "threads that share a step (default: 1, 2 … up to one per core and per part)" },
  },
  async run(args) {
    const names = Object.keys(benchSizes) as BenchSize[];
    const sizes = args.positionals.length > 0 ? args.positionals : names;
    const optimizer = args.text("optimizer") ?? "adam";
    if (optimizer !== "adam" && optimizer !== "muon")
      throw new UsageError(`invalid --optimizer: must be adam or muon, got ${quoteInput(optimizer)}`);
    for (const name of sizes) {
      if (!names.includes(name as BenchSize))
        throw new UsageError(`unknown size ${quoteInput(name)}: expected one of ${names.join(", ")}`);
    }
    const steps = args.integer("steps", 1, MAX_STEPS);
    const shards = args.integer("shards", ...SHARDS_RANGE) ?? defaults.training.shards;
    const length = steps === undefined ? { ms: 1000 * DEFAULT_SECONDS } : { steps };
    const json = args.has("json");
    const rows: BenchRow[] = [];
    const engines = hosts(shards, args.text("backend"), args.text("workers"));
    if (!json) process.stdout.write(heading);
    for (const host of engines) {
      for (const name of sizes) {
        const row = await benchStep(name as BenchSize, optimizer, length, host, shards);
        rows.push(row);
        process.stdout.write(json ? `${JSON.stringify(row)}\n` : lineOf(row));
      }
    }
    if (json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
    else
      for (const [part, description] of Object.entries(benchParts)) process.stdout.write(`${part}: ${description}\n`);
  },
};

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

function lineOf({ size, backend, workers, shards, msPerStep, ms, gflops, peakShare, steps }: BenchRow): string {
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
