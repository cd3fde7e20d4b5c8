import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import { mean } from "../../numerics/statistics.ts";
import { compareTrained } from "../../runs/compareTrained.ts";
import { deviationsOf, promptsOf } from "../../tasks/families.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";

const SEEDS = [1, 2, 3];
const SIGMAS = [0, 1 / 4, 1 / 3, 1 / 2, 2 / 3]; // with τ = 1: σ²/τ² = 0, 1/16, 1/9, 1/4, 4/9

/** What each noise level's Bayes predictor is, in the order of SIGMAS: the rows of the paper's Fig 2. */
const PREDICTORS = ["ols", "ridge(1/16)", "ridge(1/9)", "ridge(1/4)", "ridge(4/9)"];

/** The runs of `bayes`, what is measured on them, and what is claimed. */
export const bayesEngine: ExperimentEngine = {
  runs: SIGMAS.flatMap((sigma) =>
    SEEDS.map((seed) => withSettings(presetConfig("noisy-d4"), { "prompts.sigma": sigma, seed })),
  ),
  publishes: ({ seed, prompts }) => seed === 1 && [0, 1 / 4, 1 / 2].includes(deviationsOf(prompts).sigma), // public may have 12 MB
  async measure(run) {
    const { sigma, tau } = promptsOf(run.checkpoint.config, "linear");
    const scope = { experiment: "bayes", algorithms: ["zero", ...PREDICTORS], among: PREDICTORS };
    const { compared } = await compareTrained(run, scope, false);
    return compared.rows
      .filter(({ metric, at }) => metric !== "squaredError" && at.positions === "under")
      .map((row) => ({ ...row, at: { ...row.at, sigma2: (sigma / tau) ** 2 } }));
  },
  claims: [
    {
      id: "effective-lambda",
      paper: "the transformer computes the minimum Bayes risk predictor: ridge regression at λ = σ²/τ²",
      wanted:
        "over n < D effective λ within a factor 2 of σ²/τ² in every noisy column and rising with it, below 1/32 without noise",
      expected: "holds",
      judge(runs) {
        const bySeed = SEEDS.map((seed) =>
          columnsOf(runs).map(({ sigma2, runs: column }) => ({ sigma2, lambda: lambdaOf(column, seed) })),
        );
        const holds = bySeed.every((columns) =>
          columns.every(({ sigma2, lambda }, k) => {
            if (sigma2 === 0) return lambda < 1 / 32;
            const rises = lambda > (columns[k - 1]?.lambda ?? 0);
            return rises && lambda <= 2 * sigma2 && lambda >= sigma2 / 2;
          }),
        );
        return { values: bySeed.flat().map(({ lambda }) => lambda), of: "seeds × noise levels", holds };
      },
    },
    {
      id: "diagonal",
      paper: "in every column the Bayes predictor of its noise is the nearest",
      wanted: "the smallest SPD of a column of the heat map is on its diagonal in at least 4 of 5 columns",
      expected: "holds",
      judge(runs) {
        const nearest = columnsOf(runs).map(({ runs: column }) => {
          const spd = PREDICTORS.map((reference) => meanSpd(column, reference));
          return spd.indexOf(Math.min(...spd));
        });
        const on = nearest.filter((row, column) => row === column).length;
        const misses = nearest.flatMap((row, k) =>
          row === k ? [] : [`at ${PREDICTORS[k]}'s noise the nearest is ${PREDICTORS[row]}`],
        );
        return {
          values: [on],
          of: "columns of 5",
          holds: on >= 4,
          ...(misses.length > 0 && { remark: misses.join("; ") }),
        };
      },
    },
  ],
};

const columnsOf = (runs: readonly MeasuredRun[]) =>
  SIGMAS.map((sigma) => ({
    sigma2: sigma ** 2,
    runs: runs.filter(({ config }) => deviationsOf(config.prompts).sigma === sigma),
  }));

function lambdaOf(column: readonly MeasuredRun[], seed: number): number {
  const run = column.find(({ config }) => config.seed === seed) as MeasuredRun;
  return rowAt(run, { metric: "effectiveLambda", at: { positions: "under" } }).value;
}

const meanSpd = (column: readonly MeasuredRun[], reference: string): number =>
  mean(column.map((run) => rowAt(run, { metric: "spd", reference, at: { positions: "under" } }).value));
