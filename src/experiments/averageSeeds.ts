import type { Row } from "../comparison/row.ts";
import { type MetricDefinition, metrics } from "../metrics/metrics.ts";
import { mean } from "../numerics/statistics.ts";
import type { MeasuredRun } from "./experiment.ts";

/**
 * Rows of runs that differ in their seed alone become one each: the mean of the seeds, with the smallest and the largest.
 * Rows of one seed stay as they are, and rows that name an algorithm are omitted for several seeds.
 */
export function averageSeeds(runs: readonly MeasuredRun[]): Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of runs.flatMap(({ rows }) => rows)) {
    const { experiment, metric, learner, reference, at, statistic } = row;
    const key = JSON.stringify([experiment, metric, learner, reference, at, statistic]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const seeds = new Set(runs.map(({ config }) => config.seed)).size;
  if (seeds < 2) return runs.flatMap(({ rows }) => rows);
  return [...groups.values()].flatMap((rows): Row[] => {
    const [first] = rows;
    if (!first) return [];
    const definition: MetricDefinition | undefined = metrics[first.metric];
    if (definition?.namesResult) return [];
    const values = rows.map(({ value }) => value);
    return [
      {
        ...first,
        value: mean(values),
        low: Math.min(...values),
        high: Math.max(...values),
        n: rows.length,
        of: "seeds",
      },
    ];
  });
}
