import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { difference, withSettings } from "../../config/config.ts";
import { cost } from "../../config/cost.ts";
import { comparisonOperations } from "../../config/predictedTime.ts";
import { type Config, defaults, type Setting } from "../../config/schema.ts";
import { version } from "../../config/version.ts";
import { childCommand } from "./childCommand.ts";
import { AXES, type CostResult } from "./costResult.ts";

type Settings = Readonly<Record<string, Setting>>;

/** The name of the part that compares predicted with real times. */
export const PREDICTED = "predicted";

/** What is measured. */
export interface CostPlan {
  readonly wants: (part: string) => boolean; // which axes, and "predicted"
  readonly base: Config; // its sizes are varied, each alone
  readonly factors: readonly number[]; // what the base's sizes are multiplied by
  readonly prompts: number; // of the base's comparison
  readonly seconds: number; // for which steps are timed at each point
  readonly sweeps: { readonly runs: readonly number[]; readonly settings: Settings };
  readonly predicted: readonly { readonly size: string; readonly settings: Settings }[]; // whole runs, as changes of the base
}

const PATHS = {
  dim: "prompts.dim",
  exemplars: "prompts.exemplars",
  layers: "model.layers",
  hiddenSize: "model.hiddenSize",
  batch: "training.batch",
} as const;

const SMALLEST = { dim: 1, exemplars: 1, layers: 1, hiddenSize: 1, heads: 1, batch: 4 };

/** Measures a plan, every point in a process of its own; `progress` gets a sentence before each. Rejects with the sentence of a process that fails. */
export async function measureCosts(plan: CostPlan, progress: (sentence: string) => void): Promise<CostResult> {
  const cores = availableParallelism();
  const idle = await timeStep(withSettings(defaults, SMALLEST), cores, plan);
  return {
    machine: { processor: cpus()[0]?.model.trim() ?? "unknown", cores, node: process.versions.node, version },
    base: sizesOf(plan.base),
    prompts: plan.prompts,
    idleBytes: idle.peakBytes,
    steps: await measureSteps(plan, cores, progress),
    comparisons: await measureComparisons(plan, cores, progress),
    sweeps: await measureSweeps(plan, progress),
    predictions: await measurePredictions(plan, progress),
  };
}

const sizesOf = ({ prompts: { dim, exemplars }, model: { layers, hiddenSize }, training: { batch } }: Config) => ({
  ...{ dim, exemplars, layers, hiddenSize, batch },
});

/** The threads to time: 1, 2, 4 … up to all cores and all shards of a step. */
const threadCounts = (max: number) => [
  ...new Set([...Array.from({ length: Math.ceil(Math.log2(max)) }, (_, k) => 2 ** k), max]),
];

const BASE = "fit-d5"; // the preset equal to the defaults

const settingFlags = (config: Config) =>
  Object.entries(difference(config, defaults)).flatMap(([path, value]) => ["--set", `${path}=${value}`]);

/** Runs `icl bench` on a config in a process of its own, and returns its row. */
async function bench<Row>(config: Config, workers: number, ...flags: readonly string[]): Promise<Row> {
  const where = ["--backend", "wasm", "--workers", `${workers}`];
  const { result } = await childCommand("bench", BASE, ...settingFlags(config), ...where, ...flags);
  const [row] = result.rows as Row[];
  if (!row) throw new Error("invalid answer of bench: expected a row, got none");
  return row;
}

const timeStep = (config: Config, workers: number, { seconds }: CostPlan) =>
  bench<{ msPerStep: number; gflops: number; peakBytes: number }>(config, workers, "--seconds", `${seconds}`);

/** The config with one size replaced. Heads stay, or become 1 if they do not divide the hidden size. */
function withSize(base: Config, axis: keyof typeof PATHS, value: number): Config {
  const { heads, hiddenSize } = base.model;
  const divided = (axis === "hiddenSize" ? value : hiddenSize) % heads === 0;
  return withSettings(base, { [PATHS[axis]]: value, "model.heads": divided ? heads : 1 });
}

/** The base's size times the factors, rounded, each once. */
const valuesOf = (size: number, factors: readonly number[]) => [
  ...new Set(factors.map((factor) => Math.max(1, Math.round(size * factor)))),
];

async function measureSteps(plan: CostPlan, cores: number, progress: (sentence: string) => void) {
  const { base, factors } = plan;
  const most = Math.min(cores, base.training.shards);
  const points: CostResult["steps"] = [];
  for (const axis of AXES.step.filter(plan.wants)) {
    const values = axis === "workers" ? threadCounts(most) : valuesOf(sizesOf(base)[axis], factors);
    for (const value of values) {
      progress(`a step with ${axis} ${value}`);
      const config = axis === "workers" ? base : withSize(base, axis, value);
      const { msPerStep: ms, gflops, peakBytes } = await timeStep(config, axis === "workers" ? value : most, plan);
      points.push({ axis, value, counted: cost(config).flopPerStep, ms, gflops, peakBytes });
    }
  }
  return points;
}

async function measureComparisons(plan: CostPlan, cores: number, progress: (sentence: string) => void) {
  const { base, factors, prompts: basePrompts } = plan;
  const points: CostResult["comparisons"] = [];
  for (const axis of AXES.comparison.filter(plan.wants)) {
    const size = axis === "prompts" || axis === "workers" ? basePrompts : sizesOf(base)[axis];
    const values = axis === "workers" ? threadCounts(cores) : valuesOf(size, factors);
    for (const value of values) {
      progress(`a comparison with ${axis} ${value}`);
      const config = axis === "dim" || axis === "exemplars" ? withSize(base, axis, value) : base;
      const prompts = axis === "prompts" ? value : basePrompts;
      const workers = axis === "workers" ? value : cores;
      const row = await bench<{ seconds: number; peakBytes: number }>(config, workers, "--compare", `${prompts}`);
      points.push({ axis, value, counted: comparisonOperations(config, prompts), ...pick(row) });
    }
  }
  return points;
}

const pick = ({ seconds, peakBytes }: { readonly seconds: number; readonly peakBytes: number }) => ({
  seconds,
  peakBytes,
});

/** Calls back with a new folder, and removes it afterwards. */
async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "icl-costs-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureSweeps({ base, sweeps, wants }: CostPlan, progress: (sentence: string) => void) {
  const points: CostResult["sweeps"] = [];
  for (const runs of wants("runs") ? sweeps.runs : []) {
    progress(`a sweep of ${runs} runs`);
    const seeds = Array.from({ length: runs }, (_, k) => k + 1).join(",");
    const { seconds } = await inTemporaryFolder((folder) =>
      childCommand(
        ...["sweep", "--preset", BASE, ...settingFlags(withSettings(base, sweeps.settings))],
        ...["--grid", `seed=${seeds}`, "--out", join(folder, "sweep")],
      ),
    );
    points.push({ axis: "runs", value: runs, counted: runs, seconds });
  }
  return points;
}

async function measurePredictions({ base, predicted, wants }: CostPlan, progress: (sentence: string) => void) {
  const rows: CostResult["predictions"] = [];
  for (const { size, settings } of wants(PREDICTED) ? predicted : []) {
    for (const optimizer of ["adam", "muon"]) {
      progress(`a run of ${size} with ${optimizer}`);
      const config = withSettings(base, { ...settings, "training.optimizer": optimizer });
      const train = ["train", "--preset", BASE, ...settingFlags(config)];
      const { result } = await childCommand(...train, "--predict");
      const { seconds } = await inTemporaryFolder((folder) => childCommand(...train, "--out", join(folder, "run")));
      const { steps } = config.training;
      const { seconds: predictedSeconds } = result as { seconds: number };
      rows.push({ size, optimizer, steps, predictedSeconds, seconds });
    }
  }
  return rows;
}
