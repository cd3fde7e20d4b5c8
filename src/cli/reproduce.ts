import { availableParallelism } from "node:os";
import type { Experiment, ExperimentRun, MeasuredRun } from "../experiments/experiment.ts";
import { stringifyRows, toJson } from "../experiments/row.ts";
import { startBackend } from "../kernels/backend.ts";
import { claimResults, claimText } from "./claimTable.ts";
import type { Command } from "./command.ts";
import { drawFigures } from "./figures.ts";
import { makeFolder, openCheckpoint, prepareFolder, writeWhole } from "./files.ts";
import { namedExperiments } from "./namedExperiments.ts";
import { nodeHost } from "./nodeHost.ts";
import { readRecord, writeRecord } from "./records.ts";
import { trainAll } from "./trainAll.ts";
import { UsageError } from "./usageError.ts";

/** `icl reproduce`: an experiment's rows, figures and claims, from its record or trained now. */
export const reproduce: Command = {
  name: "reproduce",
  summary: "redraws an experiment from its recorded runs, or trains them again",
  usage: "[NAME…] [--all] [--live] [--out DIR]",
  positionals: true,
  flags: {
    all: { help: "every experiment" },
    live: { help: "trains every run, and goes on where it was stopped; takes hours" },
    record: { help: "with --live: publishes the runs in public/records" },
    out: { value: "DIR", help: "where each experiment's folder goes (default reproduce)" },
    jobs: { value: "N", help: "with --live: runs at once, each on one thread (default one a core)" },
    backend: { value: "auto|wasm|cpu", help: "the tensor engine (default auto)" },
    force: { help: "replaces what the folders hold" },
  },
  async run(args) {
    if (args.positionals.length === 0 && !args.has("all"))
      throw new UsageError("missing experiment: wanted a name, or --all");
    const asked = namedExperiments(args.positionals);
    const live = args.has("live");
    if (args.has("record") && !live) throw new UsageError("invalid --record: it publishes what --live has trained");
    const host = nodeHost(args.text("backend"));
    const jobs = args.whole("jobs", 1) ?? availableParallelism();
    const out = args.text("out") ?? "reproduce";
    const results = [];
    for (const experiment of asked) {
      const folder = `${out}/${experiment.name}`;
      if (live) await trainRuns(experiment, folder, jobs, host.backend);
      else prepareFolder(folder, ["claims.json"], args.has("force"));
      await startBackend(host.backend, host.wasmPaths, host.warn);
      const runs: MeasuredRun[] = [];
      for (const run of experiment.runs) runs.push(await measure(experiment, run, folder, live, args.has("record")));
      for (const { label, rows } of runs) {
        makeFolder(`${folder}/${label}`);
        writeWhole(`${folder}/${label}/${live ? "measured" : "rows"}.json`, stringifyRows(rows));
        drawFigures(rows, `${folder}/${label}`, false);
      }
      const judged = claimResults(experiment, runs);
      writeWhole(`${folder}/claims.json`, `[\n${judged.map(toJson).join(",\n")}\n]\n`);
      results.push({ experiment: experiment.name, folder, claims: judged });
      if (!args.has("json"))
        process.stdout.write(`${experiment.question}\n${judged.map(claimText).join("")}${folder}\n`);
    }
    if (args.has("json")) process.stdout.write(`${toJson({ experiments: results })}\n`);
  },
};

const trainRuns = (experiment: Experiment, folder: string, jobs: number, backend: string): Promise<void> =>
  trainAll(
    experiment.runs.map((run) => ({ ...run, folder: `${folder}/${run.label}` })),
    { jobs, backend },
    () => {},
  );

async function measure(
  experiment: Experiment,
  run: ExperimentRun,
  folder: string,
  live: boolean,
  publish: boolean,
): Promise<MeasuredRun> {
  if (live) {
    const trained = openCheckpoint("out", `${folder}/${run.label}/checkpoint.safetensors`);
    if (publish) return { ...run, rows: (await writeRecord(experiment, run, trained)).rows };
    return { ...run, rows: await experiment.measure(trained) };
  }
  const record = readRecord(experiment, run);
  if (!record) throw new Error(`${experiment.name}/${run.label} is not recorded: train it with --live`);
  return { ...run, rows: record.rows };
}
