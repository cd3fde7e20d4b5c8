import { paperLegend } from "../../algorithms/learnerSets.ts";
import type { Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import { formatValue } from "../../plots/parts/format.ts";
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
      wanted: "OLS is decidedly the nearest of Fig 1's legend at 90 % or more of the positions 1…N, in every seed",
      bound: "after a pilot",
      expected: "holds",
      judge(runs) {
        const values = runs.map((run) => decidedFor(run, "ols").length / run.config.prompts.exemplars);
        const holds = values.every((share) => share >= 0.9);
        return {
          values,
          of: "seeds; an undecided position counts against it",
          holds,
          remark: runs.map(undecidedOf).join("; "),
        };
      },
    },
    {
      id: "spd-everywhere",
      paper: "squared prediction difference to least squares, over D, below .01 for almost any number of exemplars",
      wanted: "SPD / D to OLS below .01 at every number of exemplars but D, in every seed",
      bound: "after a pilot",
      expected: "does not hold",
      judge(runs) {
        const worst = runs.map(worstOf);
        const values = worst.map(({ value }) => value);
        return {
          ...{ values, of: "seeds, the largest", holds: values.every((spd) => spd < 0.01) },
          intervals: worst.map(({ low, high }) => [low, high] as const),
          remark: `the largest with ${worst.map(({ at }) => at.exemplars).join(", ")} exemplars; with D ${runs
            .map((run) => formatValue(ofExemplars(run, run.config.prompts.dim)?.value ?? Number.NaN))
            .join(", ")}`,
        };
      },
    },
    {
      id: "spd-to-ols",
      paper: "the same, where the number of exemplars is not near D",
      wanted:
        "SPD / D to OLS below .01 and below that to ridge(0.1), over the positions with at most D/2 or at least 1.5 D exemplars, in every seed",
      bound: "after a pilot",
      expected: "holds",
      judge(runs) {
        const values = runs.flatMap((run) => [away(run, "ols"), away(run, "ols") / away(run, "ridge(0.1)")]);
        const holds = runs.every((run) => away(run, "ols") < Math.min(0.01, away(run, "ridge(0.1)")));
        return { values, of: "seeds × (to OLS, over that to ridge(0.1))", holds };
      },
    },
    {
      id: "knn-farther",
      paper: "nearest neighbours are the worst match",
      wanted: "SPD to either kNN at least 10 times that to OLS, over the same positions, in every seed",
      bound: "after a pilot",
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
      wanted: "effective λ below 1/64 over 1…N, over fewer than D, and away from D, in every seed",
      bound: "after a pilot",
      expected: "holds",
      judge(runs) {
        const values = runs.flatMap((run) =>
          (["all", "under", "away"] as const).map(
            (positions) => rowAt(run, { metric: "effectiveLambda", at: { positions } }).value,
          ),
        );
        return {
          ...{ values, of: "seeds × (1…N, below D, away from D)", holds: values.every((lambda) => lambda < 1 / 64) },
          remark: "it is not 0: a ridge regression with this small λ is nearer than least squares",
        };
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

/** SPD / D to OLS after n exemplars. */
const ofExemplars = (run: MeasuredRun, n: number): Row | undefined =>
  rowsAt(run, { metric: "spd", reference: "ols", at: { exemplars: n } })[0];

/** The position but D where SPD / D to OLS is largest. */
function worstOf(run: MeasuredRun): Row {
  const { dim, exemplars } = run.config.prompts;
  const rows = Array.from({ length: exemplars }, (_, k) => ofExemplars(run, k + 1));
  return rows.reduce<Row>(
    (worst, row) => (row && row.at.exemplars !== dim && !(row.value <= worst.value) ? row : worst),
    rowAt(run, { metric: "spd", reference: "ols", at: { exemplars: 1 } }),
  );
}

/** The positions at which an algorithm is decidedly the nearest. */
function decidedFor(run: MeasuredRun, reference: string): readonly Row[] {
  const nearest = new Map(rowsAt(run, { metric: "nearest", at: {} }).map((row) => [row.at.exemplars, row.reference]));
  return rowsAt(run, { metric: "margin", at: {} }).filter(
    (row) => row.at.exemplars !== undefined && isDecided(row) && nearest.get(row.at.exemplars) === reference,
  );
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
