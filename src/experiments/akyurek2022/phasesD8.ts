import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import type { Experiment, MeasuredRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";
import { falls, measureUnder } from "./phases.ts";

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

/**
 * The other half of Fig 3 of Akyürek et al. 2022 at a dimension of the paper's: in five the road to least squares ends at a
 * hidden size of 64 (`phases`); where there is more to learn it goes on. As in the paper each size has rates of its own.
 */
export const phasesD8: Experiment = {
  name: "phases-d8",
  title: "Wider, in eight dimensions",
  figure: "Fig 3",
  question: "Does a larger hidden size bring a transformer nearer to least squares where there are more dimensions?",
  scale: { here: "D8 N16, H 8…128 at L4; rates by hidden size; three seeds", paper: "D8 and D16, H 16…1024" },
  runs: SIZES.flatMap((size) => SEEDS.map((seed) => configOf(size, seed))),
  publishes: ({ seed, model }) => seed === 1 && model.hiddenSize < 64,
  measure: ({ checkpoint }) => measureUnder("phases-d8", checkpoint),
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
