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
      wanted: "R² of the linear fit rises with 1…N exemplars: Spearman's ρ at least .9",
      expected: "holds",
      judge(runs) {
        const values = runs.map((run) => rising(linearityOf(run)));
        const early = runs.map((run) =>
          rising(linearityOf(run).filter(({ exemplars }) => exemplars <= run.config.prompts.dim)),
        );
        const remark = `with 1…D exemplars alone ρ is ${early.map((rho) => rho.toFixed(2)).join(", ")}`;
        return { values, of: "seeds", holds: values.every((rho) => rho >= 0.9), remark };
      },
    },
    {
      id: "linear-when-determined",
      paper: "with as many exemplars as dimensions the answers are a linear function of the query",
      wanted: "R² of the linear fit above .99 at every position with at least D exemplars",
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

const rising = (points: ReturnType<typeof linearityOf>): number =>
  spearman(
    points.map(({ exemplars }) => exemplars),
    points.map(({ value }) => value),
  );

const linearityOf = (run: MeasuredRun) =>
  rowsAt(run, { metric: "linearity", at: {} }).map(({ at, value }) => ({ exemplars: at.exemplars ?? 0, value }));
