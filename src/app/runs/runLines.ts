import { ascending, mean, rollups } from "d3";
import type { Row } from "../../comparison/row.ts";
import type { RunLine } from "../../plots/runsCompared.ts";
import { type Distance, evaluationsOf, lastDistance } from "../runData/evaluations.ts";
import type { Run } from "../runData/run.ts";
import type { YQuantity } from "../store/runStore.ts";
import { words } from "../text/common.ts";
import { namesOf } from "./runNames.ts";

/** What runs are drawn along. */
export type XQuantity = "step" | "prompts" | "seconds";

/**
 * Runs as lines; `together` draws those that differ only in the seed as one, if they were evaluated at the same
 * steps. One that was trained elsewhere is a horizontal line across the others.
 */
export function linesOf(
  runs: readonly Run[],
  { measure, along, together }: { readonly measure: YQuantity; readonly along: XQuantity; readonly together: boolean },
): RunLine[] {
  const groups = together ? groupBySettings(runs) : runs.map((run) => [run]);
  const first = groups.map(([run]) => run as Run);
  const single = groups.length === 1 && (groups[0]?.length ?? 0) > 1;
  const names = single ? [words.runs.same] : namesOf(together && groups.length > 1 ? first.map(withoutSeed) : first);
  const drawn = groups.map((group, k) => {
    const name = names[k] as string;
    const lines = group.map((run) =>
      valuesOf(run, measure).map(({ step, value }) => ({ x: placeOf(run, step, along), value })),
    );
    const [whole = []] = lines;
    const points = whole.flatMap(({ x }, m) => {
      const values = lines.flatMap((line) => line[m]?.value ?? []);
      if (x === undefined || values.length < lines.length) return []; // a seed that is not as far yet
      const places = lines.map((line) => line[m]?.x ?? x);
      return [
        { x: mean(places) as number, y: mean(values) as number, low: Math.min(...values), high: Math.max(...values) },
      ];
    });
    const [{ id } = { id: "" }] = group;
    return { id, name: group.length > 1 ? words.runs.ofSeeds(name, group.length) : name, points };
  });
  const places = [...new Set(drawn.flatMap(({ points }) => points.map(({ x }) => x)))].sort(ascending);
  return drawn.map((line, k) => {
    const [run] = groups[k] as [Run];
    if (run.elsewhere === undefined) return line;
    const level = levelOf(run, measure);
    return { ...line, points: places.map((x) => ({ x, y: level, low: level, high: level })) };
  });
}

/** Runs whose configs are the same but for the seed, in order of their first; what was trained elsewhere stays separate. */
export function groupBySettings(runs: readonly Run[]): Run[][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = run.elsewhere === undefined ? JSON.stringify(withoutSeed(run).config) : run.id;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}

const withoutSeed = (run: Run): Run => ({ ...run, config: { ...run.config, seed: 0 } });

function valuesOf({ rows }: Run, measure: YQuantity): { step: number; value: number }[] {
  if (measure !== "error")
    return evaluationsOf(rows).map((evaluation) => ({ step: evaluation.step, value: at(evaluation, measure) }));
  const bySteps = rollups(errorsOf(rows), meanValue, ({ at }) => at.step);
  return bySteps
    .flatMap(([step, value]) => (step === undefined ? [] : { step, value }))
    .sort((a, b) => a.step - b.step);
}

/** The number of what was trained elsewhere, which has one evaluation and no step. */
function levelOf({ rows }: Run, measure: YQuantity): number {
  if (measure === "error") return meanValue(errorsOf(rows));
  const standing = lastDistance(rows);
  return standing ? at(standing, measure) : Number.NaN;
}

/** A number of an evaluation. The best predictor is Bayes; without one in closed form it is least squares away from n = D. */
function at({ effectiveLambda, to, toOlsAway }: Distance, measure: Exclude<YQuantity, "error">): number {
  if (measure === "lambda") return effectiveLambda;
  return measure === "toOls" ? (to.get("ols") ?? Number.NaN) : (to.get("bayes") ?? toOlsAway);
}

const errorsOf = (rows: readonly Row[]) =>
  rows.filter((row) => row.metric === "squaredError" && row.statistic === "mean" && row.learner === "transformer");

const meanValue = (rows: readonly Row[]): number => mean(rows, ({ value }) => value) ?? Number.NaN;

/** A run's number at its last evaluation; undefined if it has none. */
export const lastOf = (run: Run, measure: YQuantity): number | undefined => valuesOf(run, measure).at(-1)?.value;

/** The x of a training step of a run; undefined if it is unknown. */
function placeOf({ config, log }: Run, step: number, along: XQuantity): number | undefined {
  if (along === "step") return step;
  if (along === "prompts") return step * config.training.batch;
  if (step === 0) return 0;
  const after = log.find((event) => event.step >= step) ?? log.at(-1);
  return after && (after.secondsTraining * step) / after.step;
}
