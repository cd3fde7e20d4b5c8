import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";
import { falls, measureUnder } from "./phases.engine.ts";

const SEEDS = [1, 2, 3];
const SIZES = [8, 16, 32, 64, 128];

/** Muon's rate for a hidden size: the larger the matrices, the smaller; found in five dimensions, on another seed. */
const rateOf = (size: number): number => (size <= 32 ? 0.03 : size === 64 ? 0.02 : 0.01);

const configOf = (hiddenSize: number, seed: number): Config =>
  withSettings(presetConfig("fit-d8"), {
    "prompts.exemplars": 16,
    "model.hiddenSize": hiddenSize,
    "training.steps": 4000,
    "training.learningRate": 0.01,
    "training.matrixRate": rateOf(hiddenSize),
    seed,
  });

/** The runs of `phases-d8`, what is measured on them, and what is claimed. */
export const phasesD8Engine: ExperimentEngine = {
  runs: SIZES.flatMap((size) => SEEDS.map((seed) => configOf(size, seed))),
  publishes: ({ seed, model }) => seed === 1 && model.hiddenSize < 64,
  measure: (run) => measureUnder("phases-d8", run),
  claims: [
    {
      id: "falls-with-size",
      paper: "the match with least squares gets better with hidden size",
      wanted: "SPD to OLS over n < D, mean of the seeds, falls from each hidden size to the next, D8",
      expected: "holds",
      judge: (runs) => ({
        ...falls(runs, "hiddenSize", SIZES),
        remark: `nearest: ${SIZES.map((size) => nearestAt(runs, size).join(", ")).join("; ")}`,
      }),
    },
  ],
};

/** What the seeds of a hidden size are nearest to over n < D. */
const nearestAt = (runs: readonly MeasuredRun[], size: number): (string | null)[] =>
  runs
    .filter(({ config }) => config.model.hiddenSize === size)
    .map((run) => rowAt(run, { metric: "nearest", at: { positions: "under" } }).reference);
