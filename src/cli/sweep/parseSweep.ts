import { availableParallelism } from "node:os";
import type { Host } from "../../checkpoints/host.ts";
import { balancedShards } from "../../config/balancedShards.ts";
import { fullPath } from "../../config/config.ts";
import type { Axis, GridPoint } from "../../config/grid.ts";
import { assertFitsInMemory } from "../../config/memory.ts";
import { presetConfig, presets } from "../../config/presets.ts";
import type { ExperimentDefinition } from "../../experiments/experiment.ts";
import type { Arguments } from "../command.ts";
import { namedExperiments } from "../namedExperiments.ts";
import { MAX_WORKERS, nodeHost } from "../nodeHost.ts";
import { applyFlags, settingsFromFlags } from "../settingFlags.ts";
import { quoteInput, UsageError, usageChecked } from "../usageError.ts";
import { clusterFlags, clusterOf, MAX_SHARDS } from "./cluster.ts";
import { assertSameSweep, experimentPlan, planOf, readPlan, runsOf, type SweepPlan } from "./sweepFolder.ts";
import { type TorchEngine, torchEngineOf } from "./torchEngine.ts";

const MODES = ["shard", "slurm", "status", "merge", "retry"] as const;
const TRAINING_MODES: readonly SweepMode[] = ["train", "shard", "slurm", "retry"];
const MAX_JOBS = 1024; // processes at once
const OF_A_GRID = ["preset", "grid", "set", "seed", "steps"] as const;

export type SweepMode = (typeof MODES)[number] | "train";

/** A sweep as the flags describe it: its runs, the mode, and how to run them. */
export interface SweepRequest {
  readonly mode: SweepMode;
  readonly out: string; // its folder
  readonly plan: SweepPlan;
  readonly points: readonly GridPoint[]; // its runs
  readonly shard: string | undefined; // i/n
  readonly shardPoints: readonly GridPoint[]; // the runs of the shard
  readonly host: Host;
  readonly cluster: ReturnType<typeof clusterOf>;
  readonly jobs: number; // runs at the same time
  readonly workers: number; // threads per run
  readonly torch: TorchEngine | undefined; // if PyTorch trains the runs
  readonly dryRun: boolean;
  readonly json: boolean; // whether results are printed as JSON
}

/** Parses the flags. Rejects with UsageError and ConfigError. */
export async function parseSweep(args: Arguments): Promise<SweepRequest> {
  const out = args.text("out");
  if (out === undefined) throw new UsageError("missing --out: expected a folder for the runs");
  const mode = parseMode(args);
  const cluster = clusterOf(args);
  const host = nodeHost(args.text("backend"));
  const plan = await parsePlan(args, out);
  const points = await runsOf(plan);
  if (TRAINING_MODES.includes(mode)) for (const { config } of points) assertFitsInMemory(config);
  const workers = args.integer("workers", 1, MAX_WORKERS) ?? 1;
  const cores = mode === "slurm" ? cluster.cores : availableParallelism();
  const perTask = cluster.gpus ? 1 : Math.max(1, Math.floor(cores / workers)); // runs that share GPUs only slow each other
  const jobs = args.integer("jobs", 1, MAX_JOBS) ?? perTask;
  const torch = torchEngineOf(args, cluster.gpus);
  const shard = args.text("shard");
  const shardPoints = parseShard(points, shard);
  const [dryRun, json] = [args.has("dry-run"), args.has("json")];
  return { mode, out, plan, points, shard, shardPoints, host, cluster, jobs, workers, torch, dryRun, json };
}

/** The mode that the flags select. Throws UsageError if they select two. */
function parseMode(args: Arguments): SweepMode {
  const [mode = "train", other] = MODES.filter((name) => args.has(name));
  if (other) throw new UsageError(`ambiguous flags --${mode} and --${other}: expected one of them`);
  const array = mode === "slurm" ? undefined : ["dry-run", ...Object.keys(clusterFlags)].find((flag) => args.has(flag));
  if (array) throw new UsageError(`missing --slurm: --${array} is only for a job array`);
  return mode;
}

/** The sweep that the flags describe, or the saved one. Rejects with UsageError if the two differ. */
async function parsePlan(args: Arguments, out: string): Promise<SweepPlan> {
  const onlyRead = args.has("status") || args.has("merge");
  const savedPlan = args.has("preset") || args.has("experiment") ? undefined : readPlan(out, onlyRead);
  const gridFlag = OF_A_GRID.find((flag) => args.has(flag));
  if (!savedPlan && !args.has("experiment") && !gridFlag && (onlyRead || args.has("retry")))
    throw new UsageError(`invalid --out: expected the folder of a sweep, got ${quoteInput(out)}, which contains none`);
  if (savedPlan && !gridFlag) return savedPlan;
  const plan = args.has("experiment")
    ? experimentPlanFromFlags(args, gridFlag)
    : gridPlanFromFlags(args, out, savedPlan);
  await runsOf(plan); // report errors in the grid before errors in the folder
  assertSameSweep(out, plan);
  return plan;
}

function experimentPlanFromFlags(args: Arguments, other: string | undefined): SweepPlan {
  if (other) throw new UsageError(`ambiguous flags --experiment and --${other}: an experiment defines all its runs`);
  const [experiment] = namedExperiments(args.texts("experiment"));
  return experimentPlan(experiment as ExperimentDefinition);
}

function gridPlanFromFlags(args: Arguments, out: string, savedPlan: SweepPlan | undefined): SweepPlan {
  const preset = args.text("preset");
  if (preset === undefined) {
    const names = presets.map((each) => each.name).join(", ");
    throw new UsageError(
      `missing --preset: expected one of ${names}${savedPlan ? "" : `, because ${quoteInput(out)} contains no sweep`}`,
    );
  }
  const axes = args.texts("grid").map(parseAxis);
  if (axes.length === 0)
    throw new UsageError("missing --grid: expected path=a,b,… with the values of a setting to vary");
  assertSetOnce(args, axes);
  return planOf(
    applyFlags(
      usageChecked(() => presetConfig(preset)),
      args,
    ),
    axes,
  );
}

function parseAxis(text: string): Axis {
  const at = text.indexOf("=");
  const values = text.slice(at + 1).split(",");
  if (at < 1 || values.some((value) => value === "")) {
    throw new UsageError(`invalid --grid: expected path=a,b,…, got ${quoteInput(text)}`);
  }
  return { setting: text.slice(0, at), values };
}

/** Throws UsageError if a setting is both set and varied, or varied twice. */
function assertSetOnce(args: Arguments, axes: readonly Axis[]): void {
  const seen = new Set(Object.keys(usageChecked(() => settingsFromFlags(args))));
  for (const { setting, values } of axes) {
    const path = usageChecked(() => fullPath(setting));
    if (seen.has(path))
      throw new UsageError(
        `duplicate setting ${path}: ${quoteInput(`--grid ${setting}=${values.join(",")}`)} sets it a second time`,
      );
    seen.add(path);
  }
}

/** The runs of the shard; all runs if there is no --shard. Throws UsageError. */
function parseShard(points: readonly GridPoint[], text: string | undefined): readonly GridPoint[] {
  if (text === undefined) return points;
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (i === undefined || n === undefined || i < 1 || i > n) {
    throw new UsageError(`invalid --shard: expected i/n with i from 1 to n, got ${quoteInput(text)}`);
  }
  if (n > MAX_SHARDS)
    throw new UsageError(
      `invalid --shard: expected at most ${MAX_SHARDS.toLocaleString("en")} parts, got ${quoteInput(text)}`,
    );
  return balancedShards(points, n)[i - 1] as readonly GridPoint[];
}
