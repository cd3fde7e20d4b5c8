import { availableParallelism } from "node:os";
import type { Host } from "../checkpoints/host.ts";
import { toJson } from "../comparison/row.ts";
import { runLabel } from "../config/runLabel.ts";
import { type Experiment, loadExperiment } from "../experiments/experiment.ts";
import type { ExperimentRecord } from "../experiments/record.ts";
import { startEngine } from "../kernels/startEngine.ts";
import type { Command } from "./command.ts";
import { trainedIn, type WrittenExperiment, writeExperiment, writtenText } from "./io/experimentFolder.ts";
import { assertNoResults, prepareFolder } from "./io/files.ts";
import { withLock } from "./io/lock.ts";
import { namedExperiments } from "./namedExperiments.ts";
import { backendValue, nodeHost } from "./nodeHost.ts";
import { measureAll, readRecord, remeasure, wholeRecord, writeRecord } from "./records.ts";
import { trainAll } from "./sweep/trainAll.ts";
import { UsageError } from "./usageError.ts";

const MAX_JOBS = 1024; // processes at once

/** `icl reproduce`: writes the rows, figures and claims of an experiment, from its record or newly trained. */
export const reproduce: Command = {
  name: "reproduce",
  summary: "redraws an experiment from its recorded runs, or trains them again",
  usage: "[NAME…] [--all] [--live | --remeasure] [--record] [--out DIR]",
  positionals: true,
  flags: {
    all: { help: "every experiment" },
    live: { help: "trains every run, and resumes interrupted runs; takes hours" },
    remeasure: { help: "measures the published parameters of the runs again, without training" },
    record: { help: "with --live or --remeasure: publishes what was measured in public/records" },
    out: { value: "DIR", help: "the folder for the experiments' folders (default reproduce)" },
    jobs: { value: "N", help: "with --live: runs at the same time, each on one thread (default one per core)" },
    backend: { value: backendValue, help: "the tensor engine (default auto)" },
    force: { help: "replaces the files in the folders" },
  },
  async run(args) {
    if (args.positionals.length === 0 && !args.has("all"))
      throw new UsageError("missing experiment: expected a name, or --all");
    const selected = namedExperiments(args.positionals);
    const live = args.has("live");
    const again = args.has("remeasure");
    if (again && live) throw new UsageError("invalid --remeasure: it cannot be combined with --live");
    if (args.has("record") && !live && !again)
      throw new UsageError("invalid --record: it publishes only what --live or --remeasure measures");
    const host = nodeHost(args.text("backend"));
    const jobs = args.integer("jobs", 1, MAX_JOBS) ?? availableParallelism();
    const out = args.text("out") ?? "reproduce";
    const folderOf = ({ name }: Pick<Experiment, "name">) => `${out}/${name}`;
    if (!live)
      for (const experiment of selected) assertNoResults(folderOf(experiment), ["claims.json"], args.has("force"));
    if (again) for (const definition of selected) wholeRecord(await loadExperiment(definition));
    prepareFolder(out, [], false);
    const results = await withLock(out, { name: "reproduce" }, async () => {
      const results: WrittenExperiment[] = [];
      for (const definition of selected) {
        const experiment = await loadExperiment(definition);
        prepareFolder(folderOf(experiment), [], true);
        const shown = await recordOf(experiment, { live, again, out, jobs, host, publish: args.has("record") });
        const written = await writeExperiment(experiment, shown, folderOf(experiment));
        results.push(written);
        if (!args.has("json")) process.stdout.write(writtenText(experiment, written));
      }
      return results;
    });
    if (args.has("json")) process.stdout.write(`${toJson({ experiments: results })}\n`);
  },
};

interface Reproduction {
  readonly live: boolean; // trains
  readonly again: boolean; // measures published parameters
  readonly out: string;
  readonly jobs: number;
  readonly host: Host;
  readonly publish: boolean;
}

/** The record of an experiment: as published, measured again, or newly trained. */
async function recordOf(experiment: Experiment, how: Reproduction): Promise<ExperimentRecord> {
  if (how.live) return trainAnew(experiment, how);
  if (how.again) {
    await startEngine(how.host);
    return remeasure(experiment, how);
  }
  const record = readRecord(experiment);
  if (record) return record;
  throw new Error(`${experiment.name} is not recorded: train it with --live`);
}

/** Trains the missing runs, each in a folder that experiments share, and measures all runs. */
async function trainAnew(
  experiment: Experiment,
  { out, jobs, host, publish }: Reproduction,
): Promise<ExperimentRecord> {
  const runs = experiment.runs.map((config) => {
    const label = runLabel(config);
    return { config, label, folder: `${out}/runs/${label}` };
  });
  await trainAll(runs, { jobs, backend: host.backend, workers: 1 }, () => {});
  await startEngine(host);
  const trained = trainedIn(runs.map(({ folder }) => folder)).map((run) => ({ ...run, host }));
  return publish ? writeRecord(experiment, trained) : measureAll(experiment, trained);
}
