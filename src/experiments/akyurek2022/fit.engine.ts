import { paperLegend } from "../../algorithms/learnerSets.ts";
import type { Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import { compareTrained } from "../../runs/compareTrained.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { isDecided, rowAt, rowsAt } from "../findRows.ts";

const SEEDS = [1, 2, 3];

/** The runs of `fit`, what is measured on them, and what is claimed. */
export const fitEngine: ExperimentEngine = {
  runs: SEEDS.map((seed) => withSettings(presetConfig("fit-d8-l8"), { seed })),
  measure: fitRows,
  claims: [
    {
      id: "ols-nearest",
      paper: "the transformer matches least squares at almost every number of exemplars",
      wanted: "OLS is the nearest of Fig 1's legend at 90 % or more of the decided positions 1…N",
      expected: "holds",
      judge(runs) {
        const filter = { metric: "decidedNearest", reference: "ols", at: { positions: "all" } } as const;
        const values = runs.map((run) => rowAt(run, filter).value);
        const holds = values.every((share) => share >= 0.9);
        return { values, of: "seeds", holds, remark: runs.map(undecidedOf).join("; ") };
      },
    },
    {
      id: "spd-to-ols",
      paper: "squared prediction difference to least squares, over D, below .01 for almost any number of exemplars",
      wanted: "SPD / D to OLS below .01, over the positions with at most D/2 or at least 1.5 D exemplars",
      expected: "holds",
      judge(runs) {
        const values = runs.map((run) => away(run, "ols"));
        return { values, of: "seeds", holds: values.every((spd) => spd < 0.01) };
      },
    },
    {
      id: "knn-farther",
      paper: "nearest neighbours are the worst match",
      wanted: "SPD to either kNN at least 10 times that to OLS, over the same positions",
      expected: "holds",
      judge(runs) {
        const values = runs.map((run) => {
          const neighbours = ["knn(3,uniform)", "knn(3,inverse-square)"];
          return Math.min(...neighbours.map((id) => away(run, id))) / away(run, "ols");
        });
        return { values, of: "seeds", holds: values.every((times) => times >= 10) };
      },
    },
    {
      id: "effective-lambda",
      paper: "without noise the Bayes predictor is least squares",
      wanted: "effective λ over all positions 1…N below .1, the ridge of Fig 1's legend",
      expected: "holds",
      judge(runs) {
        const values = runs.map((run) => rowAt(run, { metric: "effectiveLambda", at: { positions: "all" } }).value);
        return { values, of: "seeds", holds: values.every((lambda) => lambda < 0.1) };
      },
    },
  ],
};

/** SPD / D of a run to an algorithm, over the positions away from N = D. */
const away = (run: MeasuredRun, reference: string): number =>
  rowAt(run, { metric: "spd", reference, at: { positions: "away" } }).value;

/** The transformer and every algorithm on the same prompts; the nearest is looked for in the paper's legend. */
async function fitRows(run: TrainedRun): Promise<readonly Row[]> {
  const { algorithmRows, compared } = await compareTrained(run, { experiment: "fit", among: paperLegend });
  const errors = algorithmRows.filter((row) => row.metric === "squaredError");
  return [...errors, ...compared.rows].filter((row) => row.statistic === "mean");
}

/** The number of undecided positions, and the results of OLS around N = D, where algorithms differ most. */
function undecidedOf(run: MeasuredRun): string {
  const { dim, exemplars } = run.config.prompts;
  const margins = rowsAt(run, { metric: "margin", at: {} }).filter(({ at }) => at.exemplars !== undefined);
  const nearest = new Map(rowsAt(run, { metric: "nearest", at: {} }).map((row) => [row.at.exemplars, row.reference]));
  const between = margins.filter(({ at }) => (at.exemplars ?? 0) > dim / 2 && (at.exemplars ?? 0) < 1.5 * dim);
  const known = between.filter(isDecided);
  const ols = known.filter(({ at }) => nearest.get(at.exemplars) === "ols").length;
  return (
    `${margins.filter((row) => !isDecided(row)).length} of ${exemplars} undecided, ` +
    `between D/2 and 1.5 D nearest at ${ols} of ${known.length} decided`
  );
}
