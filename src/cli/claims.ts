import type { Experiment, MeasuredRun } from "../experiments/experiment.ts";
import { toJson } from "../experiments/row.ts";
import { startBackend } from "../kernels/backend.ts";
import { claimResults, claimText } from "./claimTable.ts";
import type { Command } from "./command.ts";
import { namedExperiments } from "./namedExperiments.ts";
import { nodeHost } from "./nodeHost.ts";
import { readRecord } from "./records.ts";

const SAME = 1e-4; // relative: another machine's float32 sums of the same parameters may differ by as much

/** `icl claims`: the paper's word against our number, for every experiment. */
export const claims: Command = {
  name: "claims",
  summary: "holds the paper's claims against the recorded results",
  usage: "[NAME…] [--recompute]",
  positionals: true,
  flags: {
    recompute: { help: "measures the recorded parameters again instead of reading the recorded rows" },
    backend: { value: "auto|wasm|cpu", help: "the tensor engine of --recompute (default auto)" },
  },
  async run(args) {
    const asked = namedExperiments(args.positionals);
    const recompute = args.has("recompute");
    const host = nodeHost(args.text("backend"));
    if (recompute) await startBackend(host.backend, host.wasmPaths, host.warn);
    const results = [];
    for (const experiment of asked) {
      const runs = [];
      for (const run of experiment.runs) runs.push(await measured(experiment, run, recompute));
      for (const result of claimResults(experiment, runs)) {
        results.push(result);
        process.stdout.write(args.has("json") ? `${toJson(result)}\n` : claimText(result));
      }
    }
    if (args.has("json")) process.stdout.write(`${toJson({ claims: results })}\n`);
    const news = results.filter(({ state, expected }) => state !== expected);
    if (news.length > 0) {
      const named = news.map(({ experiment, id, state }) => `${experiment}/${id} ${state}`);
      throw new Error(`${news.length} of ${results.length} claims are not as expected: ${named.join(", ")}`);
    }
  },
};

async function measured(
  experiment: Experiment,
  run: Experiment["runs"][number],
  recompute: boolean,
): Promise<MeasuredRun | undefined> {
  const record = readRecord(experiment, run);
  if (!record) return undefined;
  if (!recompute) return { ...run, rows: record.rows };
  const rows = await experiment.measure(record.checkpoint);
  rows.forEach((row, k) => {
    const before = record.rows[k]?.value ?? Number.NaN;
    const same = Object.is(row.value, before) || Math.abs(row.value - before) <= SAME * Math.abs(before) + 1e-9;
    if (same) return;
    const which = `${row.metric} to ${row.reference} at ${JSON.stringify(row.at)}`;
    throw new Error(`invalid record ${experiment.name}/${run.label}: ${which} is ${row.value}, recorded is ${before}`);
  });
  return { ...run, rows };
}
