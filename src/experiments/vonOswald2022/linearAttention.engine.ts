import { gradientDescent } from "../../algorithms/gradientDescent.engine.ts";
import type { Learner } from "../../algorithms/learner.ts";
import { learnerOf } from "../../checkpoints/learnerOf.ts";
import type { Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { impliedWeights } from "../../metrics/impliedWeights.ts";
import type { Metric } from "../../metrics/metrics.ts";
import { atPosition } from "../../metrics/squaredDifference.ts";
import { dot } from "../../numerics/dot.ts";
import { randomAt } from "../../numerics/random.ts";
import { bootstrap, type Summary } from "../../numerics/statistics.ts";
import { cleanAnswers } from "../../prompts/cleanAnswers.ts";
import { lastOf, type PromptBatch, sliceBatch } from "../../prompts/prompt.ts";
import { promptsOf } from "../../tasks/families.ts";
import { sampleLinear } from "../../tasks/linear.engine.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";
import { linearAttentionOptimum } from "./linearAttentionOptimum.ts";

const SEEDS = [1, 2, 3];
const PROMPTS = 16_384;
const PROMPTS_FOR_WEIGHTS = 512;
const QUERIES = 64;

const base = presetConfig("linear-attention");
const tasks = [{}, { "prompts.dim": 8, "prompts.exemplars": 16 }, { "prompts.sigma": 1 }];

/** The runs of `linear-attention`, what is measured on them, and what is claimed. */
export const linearAttentionEngine: ExperimentEngine = {
  runs: [
    ...tasks.flatMap((settings) => SEEDS.map((seed) => withSettings(base, { ...settings, seed }))),
    ...SEEDS.map((seed) => withSettings(base, { "model.layers": 2, seed })),
  ],
  measure,
  claims: [
    {
      id: "one-layer-risk",
      paper: "one trained layer reaches the loss of one step of gradient descent at its best rate",
      wanted:
        "excess risk of one layer within 3 % of the closed-form optimum D (1 − γ*), at every D, N and σ², in every seed",
      expected: "holds",
      judge(runs) {
        const shallow = ofLayers(runs, 1);
        const values = shallow.map((run) => risk(run, "transformer") / risk(run, "optimum"));
        return { values, of: "runs, trained / optimum", holds: values.every((ratio) => Math.abs(ratio - 1) <= 0.03) };
      },
    },
    {
      id: "step-size",
      paper: "its step size is the optimal one",
      wanted: "γ of its answers within 3 % of γ* = N / (N + D + 1 + σ²/τ²), at every D, N and σ², in every seed",
      expected: "holds",
      judge(runs) {
        const values = ofLayers(runs, 1).map(
          (run) => measured(run, "stepSize", "transformer") / measured(run, "stepSize", "optimum"),
        );
        return { values, of: "runs, trained / optimum", holds: values.every((ratio) => Math.abs(ratio - 1) <= 0.03) };
      },
    },
    {
      id: "sensitivities",
      paper: "trained layer and gradient step respond to the query alike: cosine near 1",
      wanted: "mean cosine of the sensitivities to the query above .99, in every run of one layer",
      expected: "holds",
      judge(runs) {
        const values = ofLayers(runs, 1).map((run) => measured(run, "cosine", "transformer"));
        return { values, of: "runs", holds: values.every((cosine) => cosine > 0.99) };
      },
    },
    {
      id: "two-layers",
      paper: "two layers beat two plain steps of gradient descent",
      wanted: "excess risk of two layers below that of two steps at their two best rates, in every seed",
      expected: "holds",
      judge(runs) {
        const values = ofLayers(runs, 2).map((run) => risk(run, "transformer") / risk(run, "two steps"));
        return { values, of: "seeds, trained / two steps", holds: values.every((ratio) => ratio < 1) };
      },
    },
  ],
};

/** Risks at N exemplars on 16,384 prompts, the closed form beside them, γ, and the cosine of sensitivities. */
async function measure({ checkpoint }: TrainedRun): Promise<readonly Row[]> {
  const { config } = checkpoint;
  const { dim, exemplars, tau, sigma } = promptsOf(config, "linear");
  const optimum = linearAttentionOptimum(promptsOf(config, "linear"));
  const batch = sampleLinear(promptsOf(config, "linear"), { seed: config.seed, label: "compare", first: 0 }, PROMPTS);
  const trained = learnerOf(checkpoint);
  const step = gradientDescent(optimum.rate);
  try {
    const truth = lastClean(batch);
    const answers = await atLast(trained, batch);
    const stepped = await atLast(step, batch);
    const twice = await twoSteps(config, optimum.rate, batch);
    const scale = dim * tau ** 2;
    const squares = (values: Float64Array) => values.map((value, b) => (value - (truth[b] as number)) ** 2 / scale);
    const resamples = bootstrap(PROMPTS, config.seed);
    const place = { exemplars, dim, sigma2: (sigma / tau) ** 2, layers: config.model.layers };
    const row = (metric: Metric, learner: string, summary: Summary): Row => ({
      ...{ experiment: "linear-attention", metric, learner, reference: "truth", at: place, statistic: "mean" },
      ...{ ...summary, of: "prompts" },
    });
    const exact = (value: number): Summary => ({ value, low: value, high: value, n: PROMPTS });
    // The step's risk is known: what the prompts drawn add to it, they add to the others too.
    const best = optimum.risk / scale;
    const known = squares(stepped);
    const riskOf = (learner: string, values: Float64Array) =>
      row("risk", learner, resamples.mean(squares(values).map((value, b) => value - (known[b] as number) + best)));
    return [
      riskOf("transformer", answers),
      row("risk", "optimum", exact(best)),
      riskOf("two steps", twice),
      row("stepSize", "transformer", exact((optimum.stepSize * inner(answers, stepped)) / inner(stepped, stepped))),
      row("stepSize", "optimum", exact(optimum.stepSize)),
      row("cosine", "transformer", await cosineOf(trained, step, batch, config.seed)),
    ];
  } finally {
    trained.dispose?.();
  }
}

/** A learner's answers after all exemplars. [B] */
async function atLast(learner: Learner, batch: PromptBatch): Promise<Float64Array> {
  return Float64Array.from(await learner.predictQueries(batch, lastOf(batch).x, batch.exemplars));
}

/** wᵀx of the last query, without noise. [B] */
const lastClean = (batch: PromptBatch): Float64Array =>
  atPosition(cleanAnswers(batch), batch.exemplars + 1, batch.exemplars);

/** Two steps from w = 0 at the two rates that are best on prompts of their own: c₁ xᵀXᵀy − c₂ xᵀXᵀX Xᵀy, fitted. [B] */
async function twoSteps(config: Config, rate: number, batch: PromptBatch): Promise<Float64Array> {
  const parts = async (prompts: PromptBatch) => [
    await atLast(gradientDescent(rate), prompts),
    await atLast(gradientDescent(rate, 2), prompts),
  ];
  const tuning = sampleLinear(
    promptsOf(config, "linear"),
    { seed: config.seed, label: "evaluation", first: 0 },
    PROMPTS,
  );
  const [a, b] = (await parts(tuning)) as [Float64Array, Float64Array];
  const truth = lastClean(tuning);
  const [aa, ab, bb, at, bt] = [inner(a, a), inner(a, b), inner(b, b), inner(a, truth), inner(b, truth)];
  const ca = (at * bb - bt * ab) / (aa * bb - ab * ab);
  const cb = (bt * aa - at * ab) / (aa * bb - ab * ab);
  const [once, twice] = (await parts(batch)) as [Float64Array, Float64Array];
  return once.map((value, k) => ca * value + cb * (twice[k] as number));
}

/** Mean cosine of what two learners do with the query: of the linear weights that fit their answers to fresh ones. */
async function cosineOf(a: Learner, b: Learner, batch: PromptBatch, seed: number): Promise<Summary> {
  const part = sliceBatch(batch, 0, PROMPTS_FOR_WEIGHTS);
  const { dim, exemplars, prompts } = part;
  const queries = new Float32Array(prompts * QUERIES * dim);
  const random = randomAt(seed, "evaluation/queries", 0);
  for (let k = 0; k < queries.length; k++) queries[k] = random.normal();
  const weights = async (learner: Learner) =>
    impliedWeights(queries, await learner.predictQueries(part, queries, exemplars), dim, prompts).weights;
  const [u, v] = [await weights(a), await weights(b)];
  const cosines = Float64Array.from({ length: prompts }, (_, k) => {
    const product = (p: Float64Array, q: Float64Array) => dot(p, k * dim, q, k * dim, dim);
    return product(u, v) / Math.sqrt(product(u, u) * product(v, v));
  });
  return bootstrap(prompts, seed).mean(cosines);
}

const inner = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);

const ofLayers = (runs: readonly MeasuredRun[], layers: number) =>
  runs.filter(({ config }) => config.model.layers === layers);

const measured = (run: MeasuredRun, metric: Metric, learner: string): number =>
  rowAt(run, { metric, learner, at: {} }).value;

const risk = (run: MeasuredRun, learner: string): number => measured(run, "risk", learner);
