import { comparedIds, paperLegend } from "../../algorithms/learnerSets.ts";
import type { Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { defaults } from "../../config/schema.ts";
import { spearman } from "../../numerics/statistics.ts";
import { compareTrained } from "../../runs/compareTrained.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowsAt } from "../findRows.ts";

const SEEDS = [1, 2, 3];

/** The runs of `emergence`, what is measured on them, and what is claimed. */
export const emergenceEngine: ExperimentEngine = {
  runs: SEEDS.map((seed) => withSettings(defaults, { seed })),
  publishes: ({ seed }) => seed === 1,
  async measure(run) {
    const { checkpoint, history } = run;
    const { compared } = await compareTrained(run, { experiment: "emergence" }, false);
    const before = history.filter(({ at }) => at.step !== undefined && at.step < checkpoint.state.step);
    return [...before, ...compared.rows]
      .filter(({ metric, at }) => at.positions === "all" && metric !== "decidedNearest")
      .map((row) => ({ ...row, experiment: "emergence" }));
  },
  claims: [
    {
      id: "lambda-falls",
      paper: "not in the paper",
      wanted: "effective λ over 1…N falls with training: Spearman's ρ with the step at most −.9, in every seed",
      expected: "holds",
      judge(runs) {
        const values = runs.map((run) => {
          const rows = rowsAt(run, { metric: "effectiveLambda", at: { positions: "all" } });
          return spearman(
            rows.map(({ at }) => at.step ?? 0),
            rows.map(({ value }) => value),
          );
        });
        const remark = `nearest of Fig 1's legend: ${sequences(runs, paperLegend)}; of all algorithms: ${sequences(runs, comparedIds)}`;
        return { values, of: "seeds", holds: values.every((rho) => rho <= -0.9), remark };
      },
    },
  ],
};

/** The sequences of nearest algorithms, each with the number of seeds that have it. */
function sequences(runs: readonly MeasuredRun[], among: readonly string[]): string {
  const all = runs.map((run) => sequence(run, among));
  const count = (each: string) => all.filter((other) => other === each).length;
  return [...new Set(all)].map((each) => `${each} (${count(each)} of ${runs.length} seeds)`).join(", ");
}

/** The nearest algorithms in the order training comes by them: "gd(0.01) → ridge(0.5) → ols". */
function sequence(run: MeasuredRun, among: readonly string[]): string {
  const nearest = new Map<number, Row>();
  for (const row of rowsAt(run, { metric: "spd", at: { positions: "all" } })) {
    const step = row.at.step ?? 0;
    const min = nearest.get(step)?.value ?? Number.POSITIVE_INFINITY;
    if (among.includes(row.reference) && row.value < min) nearest.set(step, row);
  }
  const ids = [...nearest].sort(([a], [b]) => a - b).map(([, row]) => row.reference);
  return ids.filter((id, k) => id !== ids[k - 1]).join(" → ");
}
