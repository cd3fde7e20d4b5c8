import { spearman } from "../../numerics/statistics.ts";
import { compareTrained } from "../../runs/compareTrained.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowsAt } from "../findRows.ts";
import { fitEngine } from "./fit.engine.ts";

/** The runs of `linearity`, what is measured on them, and what is claimed. */
export const linearityEngine: ExperimentEngine = {
  runs: fitEngine.runs,
  async measure(run) {
    const { compared } = await compareTrained(run, { experiment: "linearity", algorithms: ["ols", "zero"] });
    return compared.rows.filter((row) => row.metric === "linearity");
  },
  claims: [
    {
      id: "rises",
      paper: "the answers become gradually linear in the under-determined regime",
      wanted: "R² of the linear fit rises with 1…D exemplars: Spearman's ρ at least .9, in every seed",
      bound: "after a pilot",
      expected: "does not hold",
      exempt: { shuffled: "an answer can be linear in the query whatever the labels are" },
      judge(runs) {
        const values = runs.map((run) =>
          rising(linearityOf(run).filter(({ exemplars }) => exemplars <= run.config.prompts.dim)),
        );
        return { values, of: "seeds", holds: values.every((rho) => rho >= 0.9), remark: runs.map(course).join("; ") };
      },
    },
    {
      id: "linear-when-determined",
      paper: "with as many exemplars as dimensions the answers are a linear function of the query",
      wanted: "R² of the linear fit above .99 at every position with at least D exemplars, in every seed",
      bound: "after a pilot",
      exempt: { shuffled: "least squares of shuffled labels is linear in the query too" },
      expected: "holds",
      judge(runs) {
        const values = runs.map((run) => {
          const rows = linearityOf(run).filter(({ exemplars }) => exemplars >= run.config.prompts.dim);
          return Math.min(...rows.map(({ value }) => value));
        });
        return { values, of: "seeds", holds: values.every((r2) => r2 > 0.99) };
      },
    },
  ],
};

/** How R² goes from one exemplar to D and to N: it is already near 1 with one, and dips at D. */
function course(run: MeasuredRun): string {
  const { dim, exemplars } = run.config.prompts;
  const at = (n: number) => linearityOf(run).find((point) => point.exemplars === n)?.value ?? Number.NaN;
  const best = Math.max(...linearityOf(run).flatMap((point) => (point.exemplars < dim ? point.value : [])));
  return `R² with one exemplar ${at(1).toFixed(4)}, at most ${best.toFixed(4)} below D, at D ${at(dim).toFixed(4)}, at N ${at(exemplars).toFixed(4)}`;
}

const rising = (points: ReturnType<typeof linearityOf>): number =>
  spearman(
    points.map(({ exemplars }) => exemplars),
    points.map(({ value }) => value),
  );

const linearityOf = (run: MeasuredRun) =>
  rowsAt(run, { metric: "linearity", at: {} }).map(({ at, value }) => ({ exemplars: at.exemplars ?? 0, value }));
