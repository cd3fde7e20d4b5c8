import { paperLegend } from "../algorithms/learnerSets.ts";
import { sampleLinear } from "../prompts/linear.ts";
import { inContextLearner } from "../transformer/inContextLearner.ts";
import { type Checkpoint, modelOf } from "./checkpoint.ts";
import { prepareComparison } from "./comparison.ts";
import { withSettings } from "./config.ts";
import type { Experiment, MeasuredRun } from "./experiment.ts";
import { presetConfig } from "./presets.ts";
import type { Metric, Row, RowPlace } from "./row.ts";

const PROMPTS = 2048;
const SEEDS = [1, 2, 3];

/** Fig 1 of Akyürek et al. 2022: whose answers a deep transformer gives, with 1…N exemplars. */
export const fit: Experiment = {
  name: "fit",
  figure: "Fig 1",
  question: "Which textbook algorithm does a deep transformer answer like, with few exemplars and with many?",
  scale: { here: "D8 N20 L8 H64 K4, three seeds", paper: "D8 N40, L16 H512 K4" },
  runs: SEEDS.map((seed) => ({ label: `seed-${seed}`, config: withSettings(presetConfig("fit-d8-l8"), { seed }) })),
  measure: fitRows,
  claims: [
    {
      id: "ols-nearest",
      paper: "the transformer matches least squares at almost every number of exemplars",
      wanted: "OLS is the nearest of Fig 1's legend at 90 % or more of the decided positions 1…N",
      expected: "not run",
      judge(runs) {
        const values = runs.map((run) => only(run, "decidedNearest", "ols", { positions: "all" }));
        return { values, holds: values.every((share) => share >= 0.9), remark: runs.map(undecidedOf).join("; ") };
      },
    },
    {
      id: "spd-to-ols",
      paper: "squared prediction difference to least squares below .01 / D for almost any number of exemplars",
      wanted: "SPD / D to OLS below .01, over the positions with at most D/2 or at least 1.5 D exemplars",
      expected: "not run",
      judge(runs) {
        const values = runs.map((run) => only(run, "spd", "ols", { positions: "away" }));
        return { values, holds: values.every((spd) => spd < 0.01) };
      },
    },
    {
      id: "knn-farther",
      paper: "nearest neighbours are the worst match",
      wanted: "SPD to either kNN at least 10 times that to OLS, over the same positions",
      expected: "not run",
      judge(runs) {
        const values = runs.map((run) => {
          const neighbours = ["knn(3,uniform)", "knn(3,inverse-square)"];
          const nearer = Math.min(...neighbours.map((id) => only(run, "spd", id, { positions: "away" })));
          return nearer / only(run, "spd", "ols", { positions: "away" });
        });
        return { values, holds: values.every((times) => times >= 10) };
      },
    },
    {
      id: "effective-lambda",
      paper: "without noise the Bayes predictor is least squares",
      wanted: "effective λ over all positions 1…N below .1, the ridge of Fig 1's legend",
      expected: "not run",
      judge(runs) {
        const values = runs.map((run) => only(run, "effectiveLambda", "ridge", { positions: "all" }));
        return { values, holds: values.every((lambda) => lambda < 0.1) };
      },
    },
  ],
};

/** The transformer and every algorithm on the same prompts; the nearest is looked for in the paper's legend. */
async function fitRows({ config, state }: Checkpoint): Promise<readonly Row[]> {
  const prompts = sampleLinear(config.prompts, { seed: config.seed, label: "compare", first: 0 }, PROMPTS);
  const comparison = await prepareComparison(prompts, config, { experiment: "fit", among: paperLegend });
  const learner = inContextLearner(modelOf(config), state.parameters, { step: state.step });
  try {
    return [...comparison.algorithmRows, ...(await comparison.compare(learner, { full: true })).rows];
  } finally {
    learner.dispose?.();
  }
}

/** The mean of the one row of a run that is of this metric, reference and place. */
function only({ label, rows }: MeasuredRun, metric: Metric, reference: string, at: RowPlace): number {
  const places = Object.entries(at) as [keyof RowPlace, unknown][];
  const found = rows.filter(
    (row) =>
      row.metric === metric &&
      row.reference === reference &&
      row.learner === "transformer" &&
      row.statistic === "mean" &&
      places.every(([key, value]) => row.at[key] === value),
  );
  if (found.length !== 1) throw new Error(`invalid rows of ${label}: wanted one of ${metric}, found ${found.length}`);
  return (found[0] as Row).value;
}

/** How many positions do not tell, and how OLS fares around N = D, where algorithms differ most. */
function undecidedOf({ config, rows }: MeasuredRun): string {
  const { dim, exemplars } = config.prompts;
  const decided = (row: Row) => row.low > 0 || row.high < 0;
  const margins = rows.filter((row) => row.metric === "margin" && row.at.exemplars !== undefined);
  const nearest = new Map(
    rows.filter((row) => row.metric === "nearest").map((row) => [row.at.exemplars, row.reference]),
  );
  const between = margins.filter(({ at }) => (at.exemplars ?? 0) > dim / 2 && (at.exemplars ?? 0) < 1.5 * dim);
  const known = between.filter(decided);
  const ols = known.filter(({ at }) => nearest.get(at.exemplars) === "ols").length;
  return (
    `${margins.filter((row) => !decided(row)).length} of ${exemplars} undecided, ` +
    `between D/2 and 1.5 D nearest at ${ols} of ${known.length} decided`
  );
}
