import { availableParallelism } from "node:os";
import type { Host } from "../../checkpoints/host.ts";
import { balancedShards } from "../../config/balancedShards.ts";
import { fullPath } from "../../config/config.ts";
import type { Axis, GridPoint } from "../../config/grid.ts";
import { presetConfig, presets } from "../../config/presets.ts";
import type { ExperimentDefinition } from "../../experiments/experiment.ts";
import type { Arguments } from "../command.ts";
import { namedExperiments } from "../namedExperiments.ts";
import { MAX_WORKERS, nodeHost } from "../nodeHost.ts";
import { applyFlags, settingsFromFlags } from "../settingFlags.ts";
import { quoteInput, UsageError, usageChecked } from "../usageError.ts";
import { clusterFlags, clusterOf, MAX_SHARDS } from "./cluster.ts";
import { assertSameSweep, experimentPlan, planOf, readPlan, runsOf, type SweepPlan } from "./sweepFolder.ts";

const MODES = ["shard", "slurm", "status", "merge", "retry"] as const;
const MAX_JOBS = 1024; // processes at once
const OF_A_GRID = ["preset", "grid", "set", "seed", "steps"] as const;

export type SweepMode = (typeof MODES)[number] | "train";

/** A sweep as it is typed: what it is, what is to be done with it, and how. */
export interface AskedSweep {
  readonly mode: SweepMode;
  readonly out: string; // its folder
  readonly plan: SweepPlan;
  readonly points: readonly GridPoint[]; // its runs
  readonly shard: string | undefined; // i/n
  readonly mine: readonly GridPoint[]; // the runs of the shard
  readonly host: Host;
  readonly cluster: ReturnType<typeof clusterOf>;
  readonly jobs: number; // runs at once
  readonly workers: number; // threads of a run
  readonly dryRun: boolean;
  readonly json: boolean; // whether results are told as JSON
}

/** Reads what is typed. Rejects with UsageError and ConfigError. */
export async function parseSweep(args: Arguments): Promise<AskedSweep> {
  const out = args.text("out");
  if (out === undefined) throw new UsageError("missing --out: wanted a folder for the runs");
  const mode = parseMode(args);
  const cluster = clusterOf(args);
  const host = nodeHost(args.text("backend"));
  const plan = await parsePlan(args, out);
  const points = await runsOf(plan);
  const workers = args.whole("workers", 1, MAX_WORKERS) ?? 1;
  const cores = mode === "slurm" ? cluster.cores : availableParallelism();
  const jobs = args.whole("jobs", 1, MAX_JOBS) ?? Math.max(1, Math.floor(cores / workers));
  const shard = args.text("shard");
  const mine = parseShard(points, shard);
  const [dryRun, json] = [args.has("dry-run"), args.has("json")];
  return { mode, out, plan, points, shard, mine, host, cluster, jobs, workers, dryRun, json };
}

/** What of a sweep is asked for. Throws UsageError where it is two things at once. */
function parseMode(args: Arguments): SweepMode {
  const [mode = "train", other] = MODES.filter((name) => args.has(name));
  if (other) throw new UsageError(`ambiguous flags --${mode} and --${other}: wanted one of them`);
  const array = mode === "slurm" ? undefined : ["dry-run", ...Object.keys(clusterFlags)].find((flag) => args.has(flag));
  if (array) throw new UsageError(`missing --slurm: --${array} says something of a job array`);
  return mode;
}

/** The sweep that is typed, or the one that the folder keeps. Rejects with UsageError where they are not one. */
async function parsePlan(args: Arguments, out: string): Promise<SweepPlan> {
  const onlyRead = args.has("status") || args.has("merge");
  const kept = args.has("preset") || args.has("experiment") ? undefined : readPlan(out, onlyRead);
  const typed = OF_A_GRID.find((flag) => args.has(flag));
  if (!kept && !args.has("experiment") && !typed && (onlyRead || args.has("retry")))
    throw new UsageError(`invalid --out: expected the folder of a sweep, got ${quoteInput(out)}, which holds none`);
  if (kept && !typed) return kept;
  const plan = args.has("experiment") ? experimentTyped(args, typed) : gridTyped(args, out, kept);
  await runsOf(plan); // what is wrong with the grid is told before what is wrong with the folder
  assertSameSweep(out, plan);
  return plan;
}

function experimentTyped(args: Arguments, other: string | undefined): SweepPlan {
  if (other) throw new UsageError(`ambiguous flags --experiment and --${other}: an experiment's runs are all its own`);
  const [experiment] = namedExperiments(args.texts("experiment"));
  return experimentPlan(experiment as ExperimentDefinition);
}

function gridTyped(args: Arguments, out: string, kept: SweepPlan | undefined): SweepPlan {
  const preset = args.text("preset");
  if (preset === undefined) {
    const names = presets.map((each) => each.name).join(", ");
    throw new UsageError(
      `missing --preset: wanted one of ${names}${kept ? "" : `, for ${quoteInput(out)} holds no sweep`}`,
    );
  }
  const axes = args.texts("grid").map(readAxis);
  if (axes.length === 0) throw new UsageError("missing --grid: wanted path=a,b,…, the values of a setting to vary");
  refuseTwice(args, axes);
  return planOf(
    applyFlags(
      usageChecked(() => presetConfig(preset)),
      args,
    ),
    axes,
  );
}

function readAxis(typed: string): Axis {
  const at = typed.indexOf("=");
  const values = typed.slice(at + 1).split(",");
  if (at < 1 || values.some((value) => value === "")) {
    throw new UsageError(`invalid --grid: wanted path=a,b,…, got ${quoteInput(typed)}`);
  }
  return { setting: typed.slice(0, at), values };
}

/** Throws UsageError where a setting is varied that is typed already, or varied twice. */
function refuseTwice(args: Arguments, axes: readonly Axis[]): void {
  const said = new Set(Object.keys(usageChecked(() => settingsFromFlags(args))));
  for (const { setting, values } of axes) {
    const path = usageChecked(() => fullPath(setting));
    if (said.has(path))
      throw new UsageError(
        `duplicate setting ${path}: ${quoteInput(`--grid ${setting}=${values.join(",")}`)} says it a second time`,
      );
    said.add(path);
  }
}

/** The runs that are this shard's, all where none is typed. Throws UsageError. */
function parseShard(points: readonly GridPoint[], typed: string | undefined): readonly GridPoint[] {
  if (typed === undefined) return points;
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(typed)?.map(Number) ?? [];
  if (i === undefined || n === undefined || i < 1 || i > n) {
    throw new UsageError(`invalid --shard: wanted i/n with i from 1 to n, got ${quoteInput(typed)}`);
  }
  if (n > MAX_SHARDS)
    throw new UsageError(
      `invalid --shard: wanted at most ${MAX_SHARDS.toLocaleString("en")} parts, got ${quoteInput(typed)}`,
    );
  return balancedShards(points, n)[i - 1] as readonly GridPoint[];
}
