import type { Host } from "../checkpoints/host.ts";
import { toJson } from "../comparison/row.ts";
import { type Experiment, loadExperiment } from "../experiments/experiment.ts";
import type { ExperimentRecord, RunRecord } from "../experiments/record.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { claimTable, claimText } from "./claimText.ts";
import type { Command } from "./command.ts";
import { namedExperiments } from "./namedExperiments.ts";
import { backendValue, nodeHost, workersFlag } from "./nodeHost.ts";
import { judgeRecord, readParameters, readRecord } from "./records.ts";
import { UsageError } from "./usageError.ts";

const SAME = 1e-4; // relative: float32 sums of the same parameters may differ by this much between machines

/** `icl claims`: compares the paper's claims with the recorded results of every experiment. */
export const claims: Command = {
  name: "claims",
  summary: "compares the paper's claims with the recorded results",
  usage: "[NAME…] [--recompute] [--markdown]",
  positionals: true,
  flags: {
    recompute: { help: "measures the published parameters again instead of reading the recorded rows" },
    markdown: { help: "prints one table, as in docs/claims.md" },
    backend: { value: backendValue, help: "the tensor engine of --recompute (default auto)" },
    workers: workersFlag("a measurement"),
  },
  async run(args) {
    const selected = namedExperiments(args.positionals);
    const recompute = args.has("recompute");
    const host = nodeHost(args.text("backend"), args.text("workers"));
    if (recompute) await startEngine(host);
    const markdown = args.has("markdown");
    if (markdown && args.has("json")) throw new UsageError("invalid --markdown: it cannot be combined with --json");
    const judged = [];
    for (const definition of selected) {
      const experiment = await loadExperiment(definition);
      const record = readRecord(experiment);
      if (record && recompute) await compareWithRecorded(experiment, record, host);
      const results = judgeRecord(experiment, record);
      judged.push({ experiment, results });
      if (markdown) continue;
      for (const result of results) process.stdout.write(args.has("json") ? `${toJson(result)}\n` : claimText(result));
    }
    if (markdown) process.stdout.write(claimTable(judged));
    const results = judged.flatMap((each) => each.results);
    if (args.has("json")) process.stdout.write(`${toJson({ claims: results })}\n`);
    const unexpected = results.filter(({ state, expected }) => state !== expected);
    const weak = results.filter(
      ({ state, controls = {} }) => state === "holds" && Object.values(controls).some(({ holds }) => holds),
    );
    if (weak.length > 0) {
      const named = weak.map(({ experiment, id }) => `${experiment}/${id}`);
      throw new Error(`${weak.length} of ${results.length} claims hold on a control too: ${named.join(", ")}`);
    }
    if (unexpected.length > 0) {
      const named = unexpected.map(({ experiment, id, state }) => `${experiment}/${id} ${state}`);
      throw new Error(`${unexpected.length} of ${results.length} claims are not as expected: ${named.join(", ")}`);
    }
  },
};

/** Measures the published parameters again. Throws a sentence that names the first row that differs. */
async function compareWithRecorded(experiment: Experiment, record: ExperimentRecord, host: Host): Promise<void> {
  const published = record.runs.filter((run) => run.published);
  for (const [k, config] of experiment.runs.entries()) {
    const run = record.runs[k] as RunRecord;
    if (!run.published) continue;
    const checkpoint = readParameters(experiment, config, run);
    const rows = await experiment.measure({ checkpoint, history: run.rows, host });
    if (rows.length !== run.rows.length)
      throw new Error(
        `invalid record ${experiment.name}/${run.label}: expected ${rows.length} rows, got ${run.rows.length}`,
      );
    rows.forEach((row, j) => {
      const before = run.rows[j]?.value ?? Number.NaN;
      if (Object.is(row.value, before) || Math.abs(row.value - before) <= SAME * Math.abs(before) + 1e-9) return;
      const which = `${row.metric} to ${row.reference} at ${JSON.stringify(row.at)}`;
      throw new Error(
        `invalid record ${experiment.name}/${run.label}: ${which} is ${row.value}, recorded is ${before}`,
      );
    });
  }
  process.stderr.write(
    `${experiment.name}: the rows of ${published.length} of ${record.runs.length} runs measured again; the others have published only rows\n`,
  );
}
