import { type BenchSize, benchSizes, benchStep } from "../experiments/bench.ts";
import type { Command } from "./command.ts";
import { nodeHost } from "./nodeHost.ts";
import { UsageError } from "./usageError.ts";

const DEFAULT_STEPS = 15;

/** `icl bench`: milliseconds a training step. */
export const bench: Command = {
  name: "bench",
  summary: "times a training step of the small, medium and large size",
  usage: "[small|medium|large …] [--steps N] [--optimizer adam|muon]",
  positionals: true,
  flags: {
    steps: { value: "N", help: `steps timed for each size (default ${DEFAULT_STEPS}; the median counts)` },
    optimizer: { value: "adam|muon", help: "what moves the parameters (default adam)" },
    backend: { value: "auto|wasm|cpu", help: "the tensor engine (default auto)" },
    workers: { value: "auto|N", help: "threads that share a step (default auto: one a core)" },
  },
  async run(args) {
    const host = nodeHost(args.text("backend"), args.text("workers"));
    const names = Object.keys(benchSizes) as BenchSize[];
    const asked = args.positionals.length > 0 ? args.positionals : names;
    const optimizer = args.text("optimizer") ?? "adam";
    if (optimizer !== "adam" && optimizer !== "muon")
      throw new UsageError(`invalid --optimizer: must be adam or muon, got ${optimizer}`);
    for (const name of asked) {
      if (!names.includes(name as BenchSize))
        throw new UsageError(`unknown size ${name}: wanted one of ${names.join(", ")}`);
    }
    const steps = args.whole("steps", 1) ?? DEFAULT_STEPS;
    const rows = [];
    for (const name of asked) {
      const row = await benchStep(name as BenchSize, optimizer, steps, host);
      rows.push(row);
      if (args.has("json")) process.stdout.write(`${JSON.stringify(row)}\n`);
      else {
        const { sampling, gradient, optimizer: moving } = row.ms;
        process.stdout.write(
          `${row.size.padEnd(7)} ${row.backend} ×${row.workers}  ${row.msPerStep.toFixed(1).padStart(7)} ms a step  (` +
            `gradient ${gradient.toFixed(1)}, ${row.optimizer} ${moving.toFixed(1)}; sampling alone ${sampling.toFixed(1)})  ${row.gflops.toFixed(1)} GFLOP/s\n`,
        );
      }
    }
    if (args.has("json")) process.stdout.write(`${JSON.stringify({ rows })}\n`);
  },
};
