import type { Learner } from "../algorithms/learner.ts";
import { ols } from "../algorithms/ols.engine.ts";
import { ridge } from "../algorithms/ridge.engine.ts";
import { zero } from "../algorithms/zero.engine.ts";
import { ILWD_PROMPTS, ILWD_QUERIES } from "../config/evaluationMemory.ts";
import type { Config } from "../config/schema.ts";
import { effectiveLambda, lambdaGrid } from "../metrics/effectiveLambda.ts";
import { type ImpliedWeights, impliedWeights, weightDistance } from "../metrics/impliedWeights.ts";
import { nearest } from "../metrics/nearest.ts";
import { type PositionSet, positionsIn } from "../metrics/positions.ts";
import { atPosition, overPositions, squaredDifference } from "../metrics/squaredDifference.ts";
import { randomAt } from "../numerics/random.ts";
import { type Bootstrap, bootstrap, mean, type Summary, summarizeMedian } from "../numerics/statistics.ts";
import { answersOf, type PromptBatch, sliceBatch } from "../prompts/prompt.ts";
import { comparedWith, scaleOf } from "../tasks/families.ts";
import { learnerById } from "../tasks/learnerById.ts";
import type { Metric, Row, RowPlace } from "./row.ts";

/** What a comparison comes to in a few numbers. SPD is divided by D τ². */
export interface ComparisonSummary {
  readonly loss: number; // mean squared error over all prompts and positions, not divided
  readonly spdToOls: number | null; // mean over the positions away from N = D; null if there are none (D 1, N 1)
  readonly spd: Readonly<Record<string, number>>; // to each algorithm, over the same positions
  readonly effectiveLambda: number; // over all positions 1…N
  readonly effectiveLambdaAway: number | null; // over the positions away from N = D; null if there are none
  readonly nearest: string; // nearest algorithm over all positions 1…N, "undecided" where the prompts do not tell
  readonly nearestOls: number | null; // share of the decided positions 1…N at which OLS is nearest; null if none is decided
  readonly undecided: number; // positions of 1…N at which the nearest is undecided
}

/** One learner held against the algorithms. */
export interface Compared {
  readonly rows: readonly Row[];
  readonly summary: ComparisonSummary;
  readonly answers: Float32Array; // [B, N + 1]
  readonly toQueries?: QueryAnswers; // with `full`
}

/** What ILWD is made of: a learner's answers to fresh queries after every number of exemplars. */
export interface QueryAnswers {
  readonly prompts: number; // the first B'
  readonly perPrompt: number; // M
  readonly queries: Float32Array; // [B', M, D]
  readonly answers: Float32Array; // [N, B', M], after 1…N exemplars
}

/** Prompts with every algorithm's answers to them: made once, asked often. */
export interface PreparedComparison {
  readonly algorithmRows: readonly Row[];
  readonly answers: ReadonlyMap<string, Float32Array>; // by id, [B, N + 1]
  /** Mean SPD / (D τ²) of a learner to OLS over the positions away from N = D. */
  distanceToOls(learner: Learner): Promise<number>;
  /** Rows of a learner at a training step. `full` adds medians, ILWD and linearity. */
  compare(learner: Learner, options: CompareOptions): Promise<Compared>;
}

export interface CompareOptions {
  readonly step?: number;
  readonly full: boolean;
  readonly signal?: AbortSignal;
}

const QUERIES = ILWD_QUERIES;
const SETS: readonly PositionSet[] = ["all", "under", "away"];

/** What a comparison is part of, which algorithms are asked (OLS among them), and among which the nearest is looked for: all of them where it does not say. */
export interface ComparisonScope {
  readonly experiment: string;
  readonly algorithms?: readonly string[];
  readonly among?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Asks every algorithm the prompts, and keeps what later learners are held against. */
export async function prepareComparison(
  batch: PromptBatch,
  config: Config,
  { experiment, algorithms: asked = comparedWith(config.prompts), among: looked = asked, signal }: ComparisonScope,
): Promise<PreparedComparison> {
  const { prompts, exemplars, dim } = batch;
  const positions = exemplars + 1;
  const scale = scaleOf(config.prompts);
  const truth = answersOf(batch);
  const resamples = bootstrap(prompts, config.seed);
  const algorithms = await Promise.all(asked.map((id) => learnerById(id, config.prompts)));
  const answers = new Map<string, Float32Array>();
  for (const each of algorithms) answers.set(each.id, await each.predict(batch, signal));
  const answersByLambda: Float32Array[] = [];
  for (const lambda of lambdaGrid) answersByLambda.push(await ridgeAt(lambda).predict(batch, signal));
  const candidates = distinct(new Map([...answers].filter(([id]) => looked.includes(id))));
  const sets = SETS.map((set) => [set, positionsIn(set, dim, exemplars)] as const).filter(
    ([, chosen]) => chosen.length > 0,
  );
  const ilwd = ilwdOf(batch, config, algorithms);

  const row = (
    metric: Metric,
    learner: string,
    reference: string,
    at: RowPlace,
    summary: Summary,
    more: Partial<Row> = {},
  ): Row => ({
    experiment,
    metric,
    learner,
    reference,
    at,
    statistic: "mean",
    ...summary,
    of: "prompts",
    ...more,
  });
  const exact = (value: number, n: number): Summary => ({ value, low: value, high: value, n });

  /** Mean, and where asked median, of squares [B, N + 1] at every position from `first` on. */
  function byExemplars(
    metric: Metric,
    learner: string,
    reference: string,
    squares: Float64Array,
    place: RowPlace,
    medians: boolean,
    first = 0,
  ): Row[] {
    const rows: Row[] = [];
    for (let position = first; position < positions; position++) {
      const at = { exemplars: position, ...place };
      const values = atPosition(squares, positions, position);
      rows.push(row(metric, learner, reference, at, resamples.mean(values)));
      if (medians) rows.push(row(metric, learner, reference, at, summarizeMedian(values), { statistic: "median" }));
    }
    return rows;
  }

  const floors = ["zero", "bayes"]
    .filter((id) => answers.has(id))
    .map((id) => {
      const perPrompt = overPositions(
        squaredDifference(answers.get(id) as Float32Array, truth, 1),
        positions,
        config.model.loss === "all" ? Array.from({ length: positions }, (_, k) => k) : [exemplars],
      );
      return row("loss", id, "truth", {}, resamples.mean(perPrompt));
    });
  const algorithmRows = [
    ...floors,
    ...[...answers].flatMap(([id, values]) =>
      byExemplars("squaredError", id, "truth", squaredDifference(values, truth, scale), {}, true),
    ),
  ];

  return {
    algorithmRows,
    answers,
    async distanceToOls(learner) {
      const squares = squaredDifference(await learner.predict(batch), answers.get("ols") as Float32Array, scale);
      return mean(overPositions(squares, positions, positionsIn("away", dim, exemplars)));
    },
    async compare(learner, { step, full, signal: stop }) {
      const own = await learner.predict(batch, stop);
      const place: RowPlace = step === undefined ? {} : { step };
      const rows = byExemplars("squaredError", learner.id, "truth", squaredDifference(own, truth, scale), place, full);
      const squaresTo = new Map<string, Float64Array>();
      for (const [id, values] of answers) {
        const squares = squaredDifference(own, values, scale);
        squaresTo.set(id, squares);
        rows.push(...byExemplars("spd", learner.id, id, squares, place, full, 1));
      }
      const among = (pick: (squares: Float64Array) => Float64Array) =>
        new Map(candidates.map((id) => [id, pick(squaresTo.get(id) as Float64Array)]));
      const nearestRows = (at: RowPlace, perPrompt: ReadonlyMap<string, Float64Array>) => {
        const found = nearest(perPrompt, resamples);
        rows.push(row("nearest", learner.id, found.id, at, exact(found.spd, prompts)));
        rows.push(row("margin", learner.id, found.runnerUp, at, found.margin));
        return found;
      };

      const lambdas = new Map<PositionSet, number>();
      let overall = "undecided";
      for (const [set, chosen] of sets) {
        const at = { ...place, positions: set };
        for (const [id, squares] of squaresTo) {
          rows.push(row("spd", learner.id, id, at, resamples.mean(overPositions(squares, positions, chosen))));
        }
        const found = nearestRows(
          at,
          among((squares) => overPositions(squares, positions, chosen)),
        );
        if (set === "all" && found.decided) overall = found.id;
        const lambda = effectiveLambda(own, answersByLambda, positions, chosen);
        lambdas.set(set, lambda);
        rows.push(row("effectiveLambda", learner.id, "ridge", at, exact(lambda, prompts)));
      }
      let decided = 0;
      let olsNearest = 0;
      for (let position = 1; position < positions; position++) {
        const found = nearestRows(
          { exemplars: position, ...place },
          among((squares) => atPosition(squares, positions, position)),
        );
        if (found.decided) decided += 1;
        if (found.decided && found.id === "ols") olsNearest += 1;
      }
      const share = decided > 0 ? olsNearest / decided : null;
      rows.push(
        row("decidedNearest", learner.id, "ols", { ...place, positions: "all" }, exact(share ?? Number.NaN, decided), {
          of: "positions",
        }),
      );
      const linear = full ? await ilwd(learner, place) : undefined;
      if (linear) rows.push(...linear.rows);

      const away = positionsIn("away", dim, exemplars);
      const spd: Record<string, number> = {};
      if (away.length > 0) {
        for (const [id, squares] of squaresTo) spd[id] = mean(overPositions(squares, positions, away));
      }
      const summary: ComparisonSummary = {
        loss: mean(squaredDifference(own, truth, 1)),
        spdToOls: spd.ols ?? null,
        spd,
        effectiveLambda: lambdas.get("all") as number,
        effectiveLambdaAway: lambdas.get("away") ?? null,
        nearest: overall,
        nearestOls: share,
        undecided: exemplars - decided,
      };
      return { rows, summary, answers: own, ...(linear && { toQueries: linear.toQueries }) };
    },
  };

  /** ILWD to every algorithm and the linear fit's R², by exemplars; the algorithms' own are computed once. */
  function ilwdOf(whole: PromptBatch, { seed }: Config, others: readonly Learner[]) {
    const part = sliceBatch(whole, 0, Math.min(prompts, ILWD_PROMPTS));
    const queries = new Float32Array(part.prompts * QUERIES * dim);
    for (let b = 0; b < part.prompts; b++) {
      const random = randomAt(seed, "evaluation/queries", b);
      for (let k = 0; k < QUERIES * dim; k++) queries[b * QUERIES * dim + k] = random.normal();
    }
    const few: Bootstrap = bootstrap(part.prompts, seed);
    const ask = async (learner: Learner): Promise<Float32Array[]> => {
      const answers: Float32Array[] = [];
      for (let n = 1; n <= exemplars; n++) answers.push(await learner.predictQueries(part, queries, n));
      return answers;
    };
    const implied = (answers: readonly Float32Array[]): ImpliedWeights[] =>
      answers.map((each) => impliedWeights(queries, each, dim, part.prompts));
    let known: Map<string, ImpliedWeights[]> | undefined;
    return async (learner: Learner, place: RowPlace) => {
      if (!known) {
        known = new Map();
        for (const other of others) known.set(other.id, implied(await ask(other)));
      }
      const asked = await ask(learner);
      const rows: Row[] = [];
      implied(asked).forEach((mine, k) => {
        const at = { exemplars: k + 1, ...place };
        const linear = mine.linearity.filter((value) => !Number.isNaN(value));
        if (linear.length === part.prompts) rows.push(row("linearity", learner.id, "truth", at, few.mean(linear)));
        for (const [id, theirs] of known as Map<string, ImpliedWeights[]>) {
          const distances = weightDistance(mine.weights, (theirs[k] as ImpliedWeights).weights, dim, scale);
          rows.push(row("ilwd", learner.id, id, at, few.mean(distances)));
        }
      });
      const answers = new Float32Array(exemplars * part.prompts * QUERIES);
      for (const [k, each] of asked.entries()) answers.set(each, k * each.length);
      return {
        rows,
        toQueries: { prompts: part.prompts, perPrompt: QUERIES, queries, answers } satisfies QueryAnswers,
      };
    };
  }
}

function ridgeAt(lambda: number): Learner {
  if (lambda === 0) return ols();
  return lambda === Number.POSITIVE_INFINITY ? zero() : ridge(lambda);
}

/** Ids of learners whose answers differ: of equal ones (Bayes without noise is OLS) the first stands for all. */
function distinct(answers: ReadonlyMap<string, Float32Array>): string[] {
  const kept: [string, Float32Array][] = [];
  for (const [id, values] of answers) {
    if (!kept.some(([, other]) => other.every((value, k) => value === values[k]))) kept.push([id, values]);
  }
  return kept.map(([id]) => id);
}
