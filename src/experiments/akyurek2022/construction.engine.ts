import { modelOf } from "../../checkpoints/checkpoint.ts";
import type { Row, RowPlace } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { currentEngine, type Engine } from "../../kernels/engine.ts";
import { bootstrap, mean } from "../../numerics/statistics.ts";
import type { PromptBatch } from "../../prompts/prompt.ts";
import { promptsOf } from "../../tasks/families.ts";
import { learnerById } from "../../tasks/learnerById.ts";
import { sampleLinear } from "../../tasks/linear.engine.ts";
import type { Approximation } from "../../transformer/constructions/construction.ts";
import { CONSTRUCTED, type ConstructionName, constructions } from "../../transformer/constructions/constructions.ts";
import { needsOf } from "../../transformer/constructions/needs.ts";
import { parametersOf } from "../../transformer/constructions/parametersOf.ts";
import { inContextLearner } from "../../transformer/inContextLearner.ts";
import { isDrawn } from "../../transformer/modelConfig.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";

const PROMPTS = 1024;
const PROMPTS_ALONG_SCALES = 256;
const HALVINGS = Array.from({ length: 14 }, (_, k) => k); // ε = 2⁰ … 2⁻¹³
const DOUBLINGS = HALVINGS.map((k) => k + 3); // N = 2³ … 2¹⁶
const PRIMITIVES = ["mov", "mul", "aff", "div", "raw"] as const;
const SMALL = { "prompts.dim": 2, "prompts.exemplars": 4, "model.hiddenSize": 18 }; // enough for each primitive
const DIMS = [1, 2, 3];
const WRITTEN = "nothing is trained: the parameters are written by hand";
const exempt = { untrained: WRITTEN, shuffled: WRITTEN };

/** What each construction is to answer, by its exact algorithm in float64. */
const exact: Readonly<Record<ConstructionName, string | ((prompt: Seen) => number)>> = {
  mov: ({ ys }) => ys.at(-1) ?? 0,
  mul: ({ x }) => square(x),
  aff: ({ x }) => 1 + sum(x),
  div: ({ x }) => (x[0] as number) / (1 + square(x)),
  raw: ({ x, ys }) => (ys.length > 0 ? mean(ys) * sum(x) : 0),
  "gd-step": `gd(${CONSTRUCTED.rate})`,
  "sherman-morrison": `ridge(${CONSTRUCTED.lambda})`,
};

/** What a position of a prompt lets one see: the ys before it, and its x. */
interface Seen {
  readonly ys: Float64Array;
  readonly x: Float64Array;
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
const square = (values: Float64Array) => sum(values.map((value) => value * value));

const ridgeOf = (dim: number): Config => {
  const base = presetConfig("sherman-morrison");
  const exemplars = 2 * dim;
  const { layers, hiddenSize } = needsOf(constructions["sherman-morrison"](dim, exemplars));
  return withSettings(base, {
    "prompts.dim": dim,
    "prompts.exemplars": exemplars,
    "model.layers": layers,
    "model.hiddenSize": hiddenSize,
  });
};

/** The runs of `construction`, what is measured on them, and what is claimed. */
export const constructionEngine: ExperimentEngine = {
  runs: [
    ...PRIMITIVES.map((init) => withSettings(presetConfig("gd-step"), { ...SMALL, "model.init": init })),
    presetConfig("gd-step"),
    ...DIMS.map(ridgeOf),
  ],
  publishes: ({ model, prompts }) => model.init !== "sherman-morrison" || prompts.dim < Math.max(...DIMS),
  measure,
  claims: [
    {
      id: "primitives",
      paper: "mov, mul, aff and div, and RAW, are each a layer or two (App. C)",
      wanted: "relative error of each against the exact answer below 10⁻³",
      expected: "holds",
      exempt,
      judge(runs) {
        const values = PRIMITIVES.map((init) => errorOf(only(runs, init)));
        return { values, of: PRIMITIVES.join(", "), holds: values.every((error) => error < 1e-3) };
      },
    },
    {
      id: "gradient-step",
      paper: "one step of gradient descent takes O(1) layers and O(D) hidden size (Theorem 1)",
      wanted: `relative error of two layers against one step at α = ${CONSTRUCTED.rate} below 10⁻³, D5 N10`,
      expected: "holds",
      exempt,
      judge(runs) {
        const value = errorOf(only(runs, "gd-step"));
        return { values: [value], of: "D5 N10", holds: value < 1e-3 };
      },
    },
    {
      id: "sherman-morrison",
      paper: "an exemplar's update of ridge regression takes O(1) layers and O(D²) hidden size (Theorem 2)",
      wanted: `relative error against ridge regression with λ = ${CONSTRUCTED.lambda} below 10⁻² at D ≤ 3`,
      expected: "holds",
      exempt,
      judge(runs) {
        const values = ofInit(runs, "sherman-morrison").map((run) => errorOf(run));
        return {
          values,
          of: DIMS.map((dim) => `D${dim} N${2 * dim}`).join(", "),
          holds: values.every((error) => error < 1e-2),
        };
      },
    },
    {
      id: "gelu-product",
      paper: "GELU multiplies, up to terms of higher order (Lemma 4)",
      wanted:
        "the error of mul falls as ε²: by a factor of 4, within 10 %, from ε = 1/16 to 1/32 and from 1/32 to 1/64",
      expected: "holds",
      exempt,
      judge(runs) {
        const values = ratios([2 ** -4, 2 ** -5, 2 ** -6].map((product) => errorOf(only(runs, "mul"), { product })));
        return { values, of: "halvings of ε", holds: values.every((ratio) => Math.abs(ratio - 4) <= 0.4) };
      },
    },
    {
      id: "layer-norm",
      paper: "a LayerNorm can be passed unchanged, or made to divide (Lemmas 6 and 8)",
      wanted:
        "the errors of aff and div fall as 1 / N²: by a factor of 4, within 10 %, from N = 32 to 64 and from 64 to 128",
      expected: "holds",
      exempt,
      judge(runs) {
        const values = (["aff", "div"] as const).flatMap((init) =>
          ratios([32, 64, 128].map((bypass) => errorOf(only(runs, init), { bypass }))),
        );
        return {
          values,
          of: "doublings of N, aff then div",
          holds: values.every((ratio) => Math.abs(ratio - 4) <= 0.4),
        };
      },
    },
  ],
};

const ratios = (errors: readonly number[]) => errors.slice(1).map((error, k) => (errors[k] as number) / error);

const ofInit = (runs: readonly MeasuredRun[], init: ConstructionName) =>
  runs.filter(({ config }) => config.model.init === init);

const only = (runs: readonly MeasuredRun[], init: ConstructionName): MeasuredRun =>
  ofInit(runs, init)[0] as MeasuredRun;

const errorOf = (run: MeasuredRun, at: RowPlace = {}): number =>
  rowAt(run, { metric: "relativeError", at: { product: undefined, bypass: undefined, ...at } }).value;

/** The error of the checkpoint's answers, and of the same construction made at other scales, one of them at a time. */
async function measure({ checkpoint: { config, state } }: TrainedRun): Promise<readonly Row[]> {
  const engine = currentEngine();
  const { init } = config.model;
  if (isDrawn(init)) throw new Error(`invalid run: expected one set by hand, got model.init "${init}"`);
  const { dim, exemplars } = config.prompts;
  const made = constructions[init](dim, exemplars);
  const specs = modelOf(config).specs;
  const whole = await errorsOn(config, PROMPTS, engine);
  const few = await errorsOn(config, PROMPTS_ALONG_SCALES, engine);
  const at = (scales: Partial<Approximation>) =>
    few(parametersOf(made, config.model, specs, { ...made.scales, ...scales }), scales);
  const rows = [await whole(state.parameters, {})];
  for (const k of HALVINGS) rows.push(await at({ product: 2 ** -k }));
  for (const k of DOUBLINGS) rows.push(await at({ bypass: 2 ** k }));
  return rows;
}

/** Measures parameters, on an engine, on this many prompts of a config: root mean square error over root mean square answer. */
async function errorsOn(
  config: Config,
  prompts: number,
  engine: Engine,
): Promise<(parameters: Float32Array, at: RowPlace) => Promise<Row>> {
  const { dim, exemplars } = config.prompts;
  const init = config.model.init as ConstructionName;
  const batch = sampleLinear(promptsOf(config, "linear"), { seed: config.seed, label: "compare", first: 0 }, prompts);
  const truth = await exactAnswers(init, batch);
  const perPrompt = (values: Float64Array) =>
    Float64Array.from({ length: prompts }, (_, b) =>
      square(values.subarray(b * (exemplars + 1), (b + 1) * (exemplars + 1))),
    );
  const resamples = bootstrap(prompts, config.seed);
  const size = mean(perPrompt(truth));
  return async (parameters, at) => {
    const learner = inContextLearner(modelOf(config), parameters, {}, engine);
    try {
      const answers = await learner.predict(batch);
      const squares = perPrompt(truth.map((value, k) => (answers[k] as number) - value));
      const { value, low, high, n } = resamples.mean(squares);
      const relative = (square: number) => Math.sqrt(square / size);
      return {
        ...{
          experiment: "construction",
          metric: "relativeError",
          learner: "transformer",
          statistic: "mean",
          of: "prompts",
        },
        ...{ reference: typeof exact[init] === "string" ? exact[init] : init, at: { dim, exemplars, ...at } },
        ...{ value: relative(value), low: relative(low), high: relative(high), n },
      };
    } finally {
      learner.dispose?.();
    }
  };
}

async function exactAnswers(init: ConstructionName, batch: PromptBatch): Promise<Float64Array> {
  const answer = exact[init];
  if (typeof answer === "string")
    return Float64Array.from(await (await learnerById(answer, { sigma: 0, tau: 1 })).predict(batch));
  const { prompts, exemplars, dim } = batch;
  const positions = exemplars + 1;
  const [x, y] = [Float64Array.from(batch.x), Float64Array.from(batch.y)];
  return Float64Array.from({ length: prompts * positions }, (_, k) => {
    const n = k % positions;
    return answer({ ys: y.subarray(k - n, k), x: x.subarray(k * dim, (k + 1) * dim) });
  });
}
