import { gradientDescent } from "../../algorithms/gradientDescent.engine.ts";
import type { Learner } from "../../algorithms/learner.ts";
import type { Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { impliedWeights } from "../../metrics/impliedWeights.ts";
import type { Metric } from "../../metrics/metrics.ts";
import { atPosition } from "../../metrics/squaredDifference.ts";
import { dot } from "../../numerics/dot.ts";
import { randomAt } from "../../numerics/random.ts";
import { bootstrap, mean, type Summary } from "../../numerics/statistics.ts";
import { cleanAnswers } from "../../prompts/cleanAnswers.ts";
import { lastOf, type PromptBatch, sliceBatch } from "../../prompts/prompt.ts";
import { promptsOf } from "../../tasks/families.ts";
import { sampleLinear } from "../../tasks/linear.engine.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";
import { EVALUATION_SEED, RESAMPLES, SEEDS, seedClaim } from "../seedClaim.ts";
import { transformerOf } from "../transformerOf.ts";
import { bestGdPlusPlus, type GdPlusPlus, gdPlusPlus } from "./gdPlusPlus.ts";
import { type LinearAttentionOptimum, linearAttentionOptimum } from "./linearAttentionOptimum.ts";

const SHALLOW = { prompts: 16_384, resamples: RESAMPLES };
const DEEP = { prompts: 131_072, resamples: 400 }; // with two layers errors have a heavy tail
const PROMPTS_FOR_WEIGHTS = 512;
const QUERIES = 64;

const base = presetConfig("linear-attention");
const NAMES = "D5 N10, D8 N16, D5 N10 σ1";
const tasks = [{}, { "prompts.dim": 8, "prompts.exemplars": 16 }, { "prompts.sigma": 1 }];

/** Two layers have rare prompts with a large loss: clipped gradients would leave them out. */
const TWO_LAYERS = {
  "model.layers": 2,
  "training.steps": 12_000,
  "training.learningRate": 3e-3,
  "training.clip": 0,
};

/** The runs of `linear-attention`, what is measured on them, and what is claimed. */
export const linearAttentionEngine: ExperimentEngine = {
  runs: [
    ...tasks.flatMap((settings) => SEEDS.map((seed) => withSettings(base, { ...settings, seed }))),
    ...SEEDS.map((seed) => withSettings(base, { ...TWO_LAYERS, seed })),
  ],
  measure,
  claims: [
    seedClaim({
      id: "one-layer-risk",
      paper: "one trained layer reaches the loss of one step of gradient descent at its best rate",
      wanted: "excess risk of one layer within 3 % of the closed-form optimum D (1 − γ*), at every D, N and σ²",
      expected: "holds",
      of: `${NAMES}, trained / optimum`,
      values: (runs, seed) =>
        shallow(runs, seed).map((run) => risk(run, "transformer").value / risk(run, "optimum").value),
      intervals: (runs, seed) => shallow(runs, seed).map((run) => ratioInterval(run, "optimum")),
      has: (ratios) => ratios.every((ratio) => Math.abs(ratio - 1) <= 0.03),
    }),
    seedClaim({
      id: "step-size",
      paper: "its step size is the optimal one",
      wanted: "γ of its answers within 3 % of γ* = N / (N + D + 1 + σ²/τ²), at every D, N and σ²",
      expected: "holds",
      of: `${NAMES}, trained / optimum`,
      values: (runs, seed) =>
        shallow(runs, seed).map(
          (run) => measured(run, "stepSize", "transformer").value / measured(run, "stepSize", "optimum").value,
        ),
      has: (ratios) => ratios.every((ratio) => Math.abs(ratio - 1) <= 0.03),
    }),
    seedClaim({
      id: "sensitivities",
      paper: "trained layer and gradient step respond to the query alike: cosine near 1",
      wanted: "mean cosine of the sensitivities to the query above .99, for one layer at every D, N and σ²",
      expected: "holds",
      of: NAMES,
      values: (runs, seed) => shallow(runs, seed).map((run) => measured(run, "cosine", "transformer").value),
      has: (cosines) => cosines.every((cosine) => cosine > 0.99),
    }),
    seedClaim({
      id: "two-layers",
      paper: "two layers beat two plain steps of gradient descent",
      wanted: "excess risk of two layers below .8 times that of two steps at their two best rates",
      expected: "holds",
      of: "trained / two steps",
      values: (runs, seed) => [risk(deep(runs, seed), "transformer").value / risk(deep(runs, seed), "two steps").value],
      has: ([ratio = 1]) => ratio < 0.8,
    }),
    seedClaim({
      id: "gd++",
      paper: "two layers match two steps of GD++, which also changes the x between them",
      wanted:
        "excess risk of two layers within 5 % of that of GD++ at its best rates, and mean cosine of the sensitivities above .99",
      expected: "does not hold",
      of: "trained / GD++, cosine",
      values: (runs, seed) => [
        risk(deep(runs, seed), "transformer").value / risk(deep(runs, seed), "gd++").value,
        measured(deep(runs, seed), "cosine", "transformer").value,
      ],
      intervals: (runs, seed) => {
        const { low, high } = measured(deep(runs, seed), "cosine", "transformer");
        return [ratioInterval(deep(runs, seed), "gd++"), [low, high]];
      },
      has: ([ratio = 2, cosine = 0]) => Math.abs(ratio - 1) <= 0.05 && cosine > 0.99,
    }),
  ],
};

const measuredOn = ({ model: { layers } }: Config) => (layers === 1 ? SHALLOW : DEEP);

/** The prompts of a label that are measured on. */
const drawn = (config: Config, label: string): PromptBatch =>
  sampleLinear(promptsOf(config, "linear"), { seed: EVALUATION_SEED, label, first: 0 }, measuredOn(config).prompts);

const fitted = new Map<string, GdPlusPlus>(); // the same for all seeds

/** The steps of gradient descent that so many layers can take at best: one plain step, or GD++, fitted to prompts of its own. */
function rivalOf(config: Config, { rate }: LinearAttentionOptimum): Pick<Learner, "predictQueries"> {
  const { layers } = config.model;
  if (layers === 1) return gradientDescent(rate);
  const key = JSON.stringify([config.prompts, layers]);
  const rates = fitted.get(key) ?? bestGdPlusPlus(drawn(config, "evaluation"), layers, 2 * rate);
  fitted.set(key, rates);
  return gdPlusPlus(rates);
}

/** Risks at N exemplars, gradient descent at its best beside them, γ, and the cosine of sensitivities. */
async function measure(run: TrainedRun): Promise<readonly Row[]> {
  const { config } = run.checkpoint;
  const { layers } = config.model;
  const { dim, exemplars, tau, sigma } = promptsOf(config, "linear");
  const optimum = linearAttentionOptimum(promptsOf(config, "linear"));
  const batch = drawn(config, "compare");
  const { prompts } = batch;
  const trained = transformerOf(run);
  const rival = rivalOf(config, optimum);
  try {
    const truth = lastClean(batch);
    const answers = await atLast(trained, batch);
    const stepped = await atLast(rival, batch);
    const scale = dim * tau ** 2;
    const squares = (values: Float64Array) => values.map((value, b) => (value - (truth[b] as number)) ** 2 / scale);
    const resamples = bootstrap(prompts, EVALUATION_SEED, measuredOn(config).resamples);
    const place = { exemplars, dim, sigma2: (sigma / tau) ** 2, layers };
    const row = (metric: Metric, learner: string, summary: Summary): Row => ({
      ...{ experiment: "linear-attention", metric, learner, reference: "truth", at: place, statistic: "mean" },
      ...{ ...summary, of: "prompts" },
    });
    const exact = (value: number): Summary => ({ value, low: value, high: value, n: prompts });
    // One step's risk is known: what the prompts drawn add to it, they add to the others too. GD++ has only its mean.
    const known = squares(stepped);
    const best = layers === 1 ? optimum.risk / scale : mean(known);
    const riskOf = (learner: string, values: Float64Array) =>
      row("risk", learner, resamples.mean(squares(values).map((value, b) => value - (known[b] as number) + best)));
    const stepSizes = () => [
      row("stepSize", "transformer", exact((optimum.stepSize * inner(answers, stepped)) / inner(stepped, stepped))),
      row("stepSize", "optimum", exact(optimum.stepSize)),
    ];
    return [
      riskOf("transformer", answers),
      row("risk", layers === 1 ? "optimum" : "gd++", exact(best)),
      ...(layers === 2 ? [riskOf("two steps", await twoSteps(config, optimum.rate, batch))] : []),
      row("cosine", "transformer", await cosineOf(trained, rival, batch)),
      ...(layers > 1 ? [] : stepSizes()),
    ];
  } finally {
    trained.dispose?.();
  }
}

/** A learner's answers after all exemplars. [B] */
async function atLast(learner: Pick<Learner, "predictQueries">, batch: PromptBatch): Promise<Float64Array> {
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
  const tuning = drawn(config, "evaluation");
  const [a, b] = (await parts(tuning)) as [Float64Array, Float64Array];
  const truth = lastClean(tuning);
  const [aa, ab, bb, at, bt] = [inner(a, a), inner(a, b), inner(b, b), inner(a, truth), inner(b, truth)];
  const ca = (at * bb - bt * ab) / (aa * bb - ab * ab);
  const cb = (bt * aa - at * ab) / (aa * bb - ab * ab);
  const [once, twice] = (await parts(batch)) as [Float64Array, Float64Array];
  return once.map((value, k) => ca * value + cb * (twice[k] as number));
}

/** Mean cosine of what two learners do with the query: of the linear weights that fit their answers to fresh ones. */
async function cosineOf(
  a: Pick<Learner, "predictQueries">,
  b: Pick<Learner, "predictQueries">,
  batch: PromptBatch,
): Promise<Summary> {
  const part = sliceBatch(batch, 0, PROMPTS_FOR_WEIGHTS);
  const { dim, exemplars, prompts } = part;
  const queries = new Float32Array(prompts * QUERIES * dim);
  const random = randomAt(EVALUATION_SEED, "evaluation/queries", 0);
  for (let k = 0; k < queries.length; k++) queries[k] = random.normal();
  const weights = async (learner: Pick<Learner, "predictQueries">) =>
    impliedWeights(queries, await learner.predictQueries(part, queries, exemplars), dim, prompts).weights;
  const [u, v] = [await weights(a), await weights(b)];
  const cosines = Float64Array.from({ length: prompts }, (_, k) => {
    const product = (p: Float64Array, q: Float64Array) => dot(p, k * dim, q, k * dim, dim);
    return product(u, v) / Math.sqrt(product(u, u) * product(v, v));
  });
  return bootstrap(prompts, EVALUATION_SEED, RESAMPLES).mean(cosines);
}

const inner = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);

/** The runs of one layer of a seed, in the order of the tasks. */
const shallow = (runs: readonly MeasuredRun[], seed: number): readonly MeasuredRun[] =>
  runs.filter(({ config }) => config.seed === seed && config.model.layers === 1);

/** The run of two layers of a seed. */
function deep(runs: readonly MeasuredRun[], seed: number): MeasuredRun {
  const found = runs.find(({ config }) => config.seed === seed && config.model.layers === 2);
  if (!found) throw new Error(`invalid runs: expected one of two layers with seed ${seed}`);
  return found;
}

const measured = (run: MeasuredRun, metric: Metric, learner: string): Row => rowAt(run, { metric, learner, at: {} });

const risk = (run: MeasuredRun, learner: string): Row => measured(run, "risk", learner);

/** The interval of a transformer's risk, over that of a rival, with whose answers its own are paired. */
function ratioInterval(run: MeasuredRun, rival: string): readonly [number, number] {
  const { low, high } = risk(run, "transformer");
  const { value } = risk(run, rival);
  return [low / value, high / value];
}
