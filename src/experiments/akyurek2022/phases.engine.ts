import type { Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { type Config, defaults } from "../../config/schema.ts";
import { mean } from "../../numerics/statistics.ts";
import { type ComparedRun, compareTrained } from "../../runs/compareTrained.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";

const SEEDS = [1, 2, 3];
const DEPTHS = [1, 2, 4, 8];
const SIZES = [8, 16, 32, 64, 128];

/** The legend of Fig 3 of Akyürek et al. 2022. */
const LEGEND = [
  "ols",
  "ridge(0.1)",
  "ridge(0.5)",
  "knn(3,inverse-square)",
  "knn(3,uniform)",
  "sgd(0.03)",
  "sgd(0.01)",
  "gd(0.02)",
  "gd(0.01)",
];

const runsOf = (setting: string, values: readonly number[]): Config[] =>
  values.flatMap((value) => SEEDS.map((seed) => withSettings(defaults, { [setting]: value, seed })));

/** The runs of `phases`, what is measured on them, and what is claimed. */
export const phasesEngine: ExperimentEngine = {
  runs: [
    ...runsOf("model.layers", DEPTHS),
    ...runsOf(
      "model.hiddenSize",
      SIZES.filter((size) => size !== defaults.model.hiddenSize),
    ),
  ],
  publishes: ({ seed, model }) => seed === 1 && model.layers < 8 && model.hiddenSize < 128, // the large are megabytes
  measure: (run) => measureUnder("phases", run),
  claims: [
    {
      id: "one-layer",
      paper: "a single layer is closest to one step of gradient descent",
      wanted: "with one layer the nearest over n < D is GD or SGD, in every seed",
      expected: "holds",
      judge(runs) {
        const shallow = runs.filter(({ config }) => config.model.layers === 1);
        const nearest = shallow.map((run) => rowAt(run, { metric: "nearest", at: { positions: "under" } }));
        return {
          values: nearest.map(({ value }) => value),
          of: "seeds",
          holds: nearest.every(({ reference }) => /^s?gd/.test(reference)),
          remark: `nearest: ${nearest.map(({ reference }) => reference).join(", ")}`,
        };
      },
    },
    {
      id: "deepest",
      paper: "with eight layers or more it is closest to least squares",
      wanted: "with 8 layers SPD to OLS over n < D is smaller than that to ridge(0.1), in every seed",
      expected: "holds",
      judge(runs) {
        const deep = runs.filter(({ config }) => config.model.layers === Math.max(...DEPTHS));
        const values = deep.map((run) => under(run, "ols") / under(run, "ridge(0.1)"));
        return { values, of: "seeds, SPD to OLS / to ridge(0.1)", holds: values.every((ratio) => ratio < 1) };
      },
    },
    {
      id: "falls-with-depth",
      paper: "the match with least squares gets better with depth",
      wanted: "SPD to OLS over n < D, mean of the seeds, falls from each depth to the next",
      expected: "holds",
      judge: (runs) => falls(runs, "layers", DEPTHS),
    },
    {
      id: "falls-with-size",
      paper: "the match with least squares gets better with hidden size",
      wanted: "SPD to OLS over n < D, mean of the seeds, falls from each hidden size to the next",
      expected: "does not hold",
      judge: (runs) => falls(runs, "hiddenSize", SIZES),
    },
  ],
};

/** What a run answers like with fewer exemplars than dimensions, by its size. */
export async function measureUnder(experiment: string, run: ComparedRun): Promise<readonly Row[]> {
  const { layers, hiddenSize } = run.checkpoint.config.model;
  const scope = { experiment, algorithms: ["zero", ...LEGEND], among: LEGEND };
  const { compared } = await compareTrained(run, scope, false);
  return compared.rows
    .filter(({ metric, at }) => metric !== "squaredError" && at.positions === "under")
    .map((row) => ({ ...row, at: { ...row.at, layers, hiddenSize } }));
}

const under = (run: MeasuredRun, reference: string): number =>
  rowAt(run, { metric: "spd", reference, at: { positions: "under" } }).value;

/** Mean SPD to OLS at each value of one axis, the other at its default, and whether each is smaller than the one before. */
export function falls(runs: readonly MeasuredRun[], axis: "layers" | "hiddenSize", values: readonly number[]) {
  const other = axis === "layers" ? "hiddenSize" : "layers";
  const means = values.map((value) => {
    const there = runs.filter(
      ({ config: { model } }) => model[axis] === value && model[other] === defaults.model[other],
    );
    return mean(there.map((run) => under(run, "ols")));
  });
  const holds = means.every((spd, k) => k === 0 || spd < (means[k - 1] as number));
  return { values: means, of: `${axis} ${values.join(", ")}`, holds };
}
