import fc from "fast-check";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { modelOf } from "../src/checkpoints/checkpoint.ts";
import type { Checkpoint, Drift, Host, Learner, PromptBatch, RetrieverInput, Task } from "../src/index.ts";
import * as lab from "../src/index.ts";
import { lambdaGrid } from "../src/metrics/effectiveLambda.ts";
import { initialState } from "../src/training/optimizer.ts";
import { startHere } from "./kernels/startHere.ts";

// Every export of the package is called with shapes that fit and with shapes that do not. What fits is said here, beside
// each call, by other code than what is tested: where it fits there is an answer, the same bits at each call; where it
// does not there is one sentence.

/** A call with everything it is given, made anew each time, and whether what it is given fits. */
interface Call {
  readonly fits: boolean;
  readonly run: () => unknown;
}

const [B, N, D] = [2, 3, 2];
const stream = { seed: 1, label: "surface", first: 0 };
const host: Host = {
  ...{ now: () => 0, wasmPaths: {}, backend: "wasm", workers: 1, cores: 1 },
  warn: (sentence) => expect.fail(sentence),
};

const isWhole =
  (least: number, most = 2 ** 53) =>
  (value: number) =>
    Number.isInteger(value) && value >= least && value <= most;
const above0 = (value: number) => value > 0 && value < Infinity;

/** Mostly the size that is right. */
const size = (right: number) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(right) },
    { weight: 4, arbitrary: fc.constantFrom(0, -1, 1.5, Number.NaN, Infinity, right + 1, right + 17, right - 1) },
  );

/** Mostly an array of the length that is right: the lengths of arrays that are made anew at each call. */
const length = (right: number) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(right) },
    { weight: 4, arbitrary: fc.constantFrom(0, 1, Math.max(0, right - 1), right + 1, 2 * right) },
  );

const floats = (n: number) => Float32Array.from({ length: n }, (_, k) => Math.sin(1 + 3 * k));
const doubles = (n: number) => Float64Array.from(floats(n));

/** Lengths of a batch's arrays, by its sizes. */
const lengthsOf = ([prompts, exemplars, dim]: readonly [number, number, number]) => {
  const positions = prompts * (exemplars + 1);
  return { prompts, exemplars, dim, x: positions * dim, y: positions };
};

/** A batch that fits, of the sizes that models here are made for or of others, or one whose arrays may not fit. */
const anyBatch = fc
  .record({
    shape: fc.oneof(
      { weight: 2, arbitrary: fc.constant(lengthsOf([B, N, D])) },
      { weight: 1, arbitrary: fc.constantFrom(lengthsOf([B, N + 5, D]), lengthsOf([B, N, D + 1])) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(1, B, 5), fc.constantFrom(0, 1, N, N + 1, 9), fc.constantFrom(1, D, D + 1))
          .map(lengthsOf),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          ...{ prompts: size(B), exemplars: size(N), dim: size(D), x: length(B * (N + 1) * D), y: length(B * (N + 1)) },
        }),
      },
    ),
    more: fc.constantFrom("none", "none", "queries", "lengths", "task", "task", "doubles"),
    other: length(B * (N + 1) * D),
    own: fc.boolean(), // whether what comes besides is of the batch's own sizes
    few: length(B),
    beyond: fc.constantFrom(0, N, N + 1, -1),
  })
  .map(({ shape, own, other, few, ...rest }) => {
    const { prompts, exemplars, dim } = shape;
    const right = rest.more === "task" ? prompts * dim : prompts * (exemplars + 1) * dim;
    const isArray = own && isWhole(0, 1000)(right) && isWhole(0, 1000)(prompts);
    return { ...rest, ...shape, other: isArray ? right : other, few: isArray ? prompts : few };
  })
  .map(({ prompts, exemplars, dim, x, y, more, other, few, beyond }) => {
    const positions = prompts * (exemplars + 1);
    const sized = isWhole(1)(prompts) && isWhole(0)(exemplars) && isWhole(1)(dim);
    let fits = sized && x === positions * dim && y === positions;
    if (more === "queries") fits &&= other === positions * dim;
    if (more === "lengths") fits &&= few === prompts && (few === 0 || isWhole(0, exemplars)(beyond));
    if (more === "task") fits &&= other === prompts * dim;
    if (more === "doubles") fits = false;
    const make = (): PromptBatch => ({
      ...{ prompts, exemplars, dim, x: floats(x), y: floats(y) },
      ...(more === "queries" && { queryX: floats(other) }),
      ...(more === "lengths" && { lengths: new Int32Array(few).fill(beyond) }),
      ...(more === "task" && { task: { kind: "linear", w: floats(other) } satisfies Task }),
      ...(more === "doubles" && { x: doubles(x) as unknown as Float32Array }),
    });
    return {
      fits,
      make,
      prompts,
      exemplars,
      dim,
      least: more === "lengths" && fits ? beyond : exemplars,
    };
  });

/** A batch that fits, with labels that are symbols. */
const arbitrary = { sigma: 0, natural: 0.5, instructed: 1, symbolSize: 3, symbols: "cube" } as const;
const symbolic = { ...arbitrary, dim: D, exemplars: N };

/** A learner asked a batch and queries. `reads` says what it can read besides what fits its type. */
const asked = (
  make: () => Learner | Promise<Learner>,
  reads: (batch: { dim: number; exemplars: number; least: number }) => boolean = () => true,
): fc.Arbitrary<Call> =>
  fc
    .record({
      batch: anyBatch,
      some: length(2),
      stray: fc.constantFrom(0, 0, 0, 1),
      after: size(N - 1),
      one: fc.boolean(),
    })
    .map(({ batch, some, stray, after, one }) => {
      const each = batch.prompts * batch.dim;
      const queries = isWhole(0, 1000)(each) ? some * each + stray : some;
      const asksRight = queries > 0 && queries % each === 0 && isWhole(0, batch.exemplars)(after);
      const fits = batch.fits && reads(one ? batch : { ...batch, exemplars: after }) && (one || asksRight);
      const run = async () => {
        const learner = await make();
        try {
          if (one) return [await learner.predict(batch.make()), await learner.variance?.(batch.make())];
          return await learner.predictQueries(batch.make(), floats(queries), after);
        } finally {
          learner.dispose?.();
        }
      };
      return { fits, run };
    });

/** A classifier that is asked of the signs of y: other labels it refuses. */
function ofSigns(learner: Learner): Learner {
  const signs = (batch: PromptBatch) => ({ ...batch, y: batch.y.map((value) => (value < 0 ? -1 : 1)) });
  return {
    ...learner,
    predict: (batch) => learner.predict(signs(batch)),
    predictQueries: (batch, ...rest) => learner.predictQueries(signs(batch), ...rest),
  };
}

/** A call whose arguments are all sizes, by their names, with what each must be. */
function sizes<const Name extends string>(
  right: Readonly<Record<Name, number>>,
  fits: (values: Record<Name, number>) => boolean,
  call: (values: Record<Name, number>) => unknown,
): fc.Arbitrary<Call> {
  const record = Object.fromEntries(Object.entries(right).map(([name, value]) => [name, size(value as number)]));
  return fc
    .record(record as Record<Name, fc.Arbitrary<number>>)
    .map((values) => ({ fits: fits(values as Record<Name, number>), run: () => call(values as Record<Name, number>) }));
}

/** A call of arrays, by the lengths of each, and of sizes. */
function arrays<const Array extends string, const Size extends string>(
  lengths: Readonly<Record<Array, number>>,
  right: Readonly<Record<Size, number>>,
  fits: (values: Record<Array | Size, number>) => boolean,
  call: (values: Record<Array | Size, number>) => unknown,
): fc.Arbitrary<Call> {
  const all = {
    ...Object.fromEntries(Object.entries(lengths).map(([name, value]) => [name, length(value as number)])),
    ...Object.fromEntries(Object.entries(right).map(([name, value]) => [name, size(value as number)])),
  } as Record<Array | Size, fc.Arbitrary<number>>;
  return fc.record(all).map((values) => {
    const given = values as Record<Array | Size, number>;
    return { fits: fits(given), run: () => call(given) };
  });
}

const sampled = (
  sample: (shape: never, from: typeof stream, prompts: number) => PromptBatch | Promise<PromptBatch>,
  rest: object,
  allows: (values: { exemplars: number; dim: number }) => boolean = () => true,
) =>
  sizes(
    { dim: D, exemplars: N + 1, prompts: B, first: 2, seed: 1 },
    (v) => [v.dim, v.prompts].every(isWhole(1)) && [v.exemplars, v.first, v.seed].every(isWhole(0)) && allows(v),
    ({ dim, exemplars, prompts, first, seed }) =>
      sample({ dim, exemplars, ...rest } as never, { ...stream, first, seed }, prompts),
  );

const world = { dim: D, tau: 1, sigma: 0.5, topics: 3, copies: 1, document: 4, hazard: 0.2, pairs: 72 };

/** A library of a stream, of which an array may be of another length. */
const anyLibrary = fc
  .record({ x: length(72 * D), answers: length(72), documents: length(3), document: length(4 * D) })
  .map(({ x, answers, documents, document }) => ({
    drifts: x === 72 * D && document === 4 * D,
    fits: x === 72 * D && document === 4 * D && answers === 72 && documents === 3,
    make: (): RetrieverInput => {
      const drift = lab.sampleDrift(world, stream);
      const changed: Drift = {
        ...drift,
        ...(x !== 72 * D && { x: floats(x) }),
        documents: drift.documents.map((each) => (document === 4 * D ? each : { ...each, x: floats(document) })),
      };
      return {
        drift: changed,
        answers: Array.from({ length: documents }, (_, k) => floats(answers).map((v) => v * k)),
      };
    },
  }));

type AnyLibrary = typeof anyLibrary extends fc.Arbitrary<infer Value> ? Value : never;

const withLibrary = <const Name extends string>(
  right: Readonly<Record<Name, number>>,
  fits: (values: Record<Name, number>, library: AnyLibrary) => boolean,
  call: (library: RetrieverInput, values: Record<Name, number>) => unknown,
): fc.Arbitrary<Call> =>
  fc
    .tuple(
      anyLibrary,
      sizes(
        right,
        () => true,
        (values) => values,
      ),
    )
    .map(([library, sized]) => {
      const values = sized.run() as Record<Name, number>;
      return { fits: fits(values, library), run: () => call(library.make(), values) };
    });

const isAt = isWhole(0, 72);
const candidates = { queryLength: 8, candidates: 2 };

const config = lab.withSettings(lab.defaults, {
  ...{ dim: D, exemplars: N, layers: 1, hiddenSize: 4, heads: 1 },
  ...{ "training.steps": 1, "training.batch": 2, "evaluation.prompts": 3, times: 0 },
});
const checkpoint = (parameters = modelOf(config).init(1)): Checkpoint => ({
  config,
  state: initialState(parameters),
  secondsTraining: 0,
});
const count = checkpoint().state.parameters.length;

/** A number, a text or a thing that is no setting's value, in its place. */
const settings = fc
  .record({ name: fc.constantFrom("dim", "heads", "layers", "depth", "batch"), value: size(2) })
  .map(({ name, value }) => {
    const known = name === "heads" || name === "dim" || name === "layers";
    const fits = known && isWhole(1, name === "layers" ? 64 : 256)(value) && (name !== "heads" || 4 % value === 0);
    return { fits, given: { [name]: value } };
  });

const bytes = fc.uint8Array({ maxLength: 64 }).map((given) => ({ given }));
const { document } = parseHTML("<!doctype html><html><body></body></html>");
const drawn = { document, width: 200, height: 100, theme: "light" } as const;

const takesNoArray = "a constant or a class";
const takesDefinition = "takes a definition, which test/extensions checks";
const takesRows = "takes rows, each of which says of itself where it is from; a figure has no shape to fit";

/** What each export is called with; of those that take nothing with a shape, why not. */
const surface: Readonly<Record<keyof typeof lab, fc.Arbitrary<Call> | string>> = {
  randomAt: sizes(
    { seed: 1, index: 2 },
    ({ seed, index }) => [seed, index].every(isWhole(0)),
    ({ seed, index }) => lab.randomAt(seed, "a", index).uniform(),
  ),
  bootstrap: arrays(
    { values: 4 },
    { n: 4, seed: 1 },
    ({ values, n, seed }) => isWhole(1)(n) && isWhole(0)(seed) && values === n,
    ({ values, n, seed }) => lab.bootstrap(n, seed).mean(floats(values)),
  ),
  mean: arrays(
    { a: 4 },
    {},
    () => true,
    ({ a }) => lab.mean(floats(a)),
  ),
  median: arrays(
    { a: 4 },
    {},
    () => true,
    ({ a }) => lab.median(floats(a)),
  ),
  summarizeMedian: arrays(
    { a: 4 },
    {},
    () => true,
    ({ a }) => lab.summarizeMedian(floats(a)),
  ),
  spearman: arrays(
    { a: 4, b: 4 },
    {},
    ({ a, b }) => a === b,
    ({ a, b }) => lab.spearman(floats(a), floats(b)),
  ),

  answersOf: anyBatch.map(({ make }) => ({ fits: true, run: () => lab.answersOf(make()) })),
  queriesOf: anyBatch.map(({ make }) => ({ fits: true, run: () => lab.queriesOf(make()) })),
  lastOf: anyBatch.map(({ fits, make }) => ({ fits, run: () => lab.lastOf(make()) })),
  sliceBatch: fc.record({ batch: anyBatch, first: size(1), last: size(B) }).map(({ batch, first, last }) => ({
    fits: batch.fits && isWhole(0, batch.prompts - 1)(first) && isWhole(first + 1, batch.prompts)(last),
    run: () => lab.sliceBatch(batch.make(), first, last),
  })),
  sampleLinear: sampled(lab.sampleLinear, { tau: 1, sigma: 0 }),
  sampleConcept: sampled(lab.sampleConcept, { tau: 1, sigma: 0.5, natural: 0.5, spread: 0.1 }),
  drawPrompts: sampled(
    ({ dim, exemplars }: { dim: number; exemplars: number }, from, prompts) =>
      lab.drawPrompts({ dim, exemplars, sigma: 0 }, from, prompts, (data, w) => w.set(w.map(() => data.normal()))),
    {},
  ),
  sampleSparse: sampled(lab.sampleSparse, { tau: 1, sigma: 0, nonzero: 1 }),
  sampleDocument: sampled(lab.sampleDocument, { tau: 1, sigma: 0.5, document: 2, relevant: 0.5 }),
  sampleHalfspace: sampled(lab.sampleHalfspace, { coefficients: "signed" }, ({ exemplars }) => exemplars % 2 === 0),
  sampleSymbols: sampled(lab.sampleSymbols, { ...arbitrary, boundary: "bend" }, ({ dim }) => dim > 1),
  sampleDrift: sizes(
    { dim: D, topics: 3, copies: 1, document: 4, pairs: 9, first: 0 },
    (v) =>
      [v.dim, v.copies, v.pairs].every(isWhole(1)) &&
      v.topics > 1 &&
      isWhole(2)(v.topics) &&
      [v.document, v.first].every(isWhole(0)),
    ({ first, ...shape }) => lab.sampleDrift({ ...world, ...shape }, { ...stream, first }),
  ),
  flipLabels: fc.record({ batch: anyBatch, share: size(0.5), seed: size(1) }).map(({ batch, share, seed }) => ({
    fits: batch.fits && batch.make().task !== undefined && share >= 0 && share <= 1 && isWhole(0)(seed),
    run: () => lab.flipLabels(batch.make(), share, seed),
  })),
  exchangeSymbols: arrays(
    { symbols: B * 2 * 3 },
    {},
    ({ symbols }) => symbols === B * 2 * 3,
    ({ symbols }) => lab.exchangeSymbols({ ...lab.sampleSymbols(symbolic, stream, B), symbols: floats(symbols) }),
  ),

  zero: asked(() => lab.zero()),
  averaging: asked(() => lab.averaging()),
  ols: asked(() => lab.ols()),
  ridge: fc.oneof(
    asked(() => lab.ridge(0.1)),
    sizes(
      { lambda: 1 },
      ({ lambda }) => above0(lambda),
      ({ lambda }) => lab.ridge(lambda).id,
    ),
  ),
  bayes: fc.oneof(
    asked(() => lab.bayes({ sigma: 0.5, tau: 1 })),
    asked(() => lab.bayes({ sigma: 0, tau: 1 })),
    sizes(
      { sigma: 1, tau: 1 },
      (v) => v.sigma >= 0 && v.sigma < Infinity && above0(v.tau),
      (v) => lab.bayes(v).id,
    ),
  ),
  conceptBayes: asked(() => lab.conceptBayes({ sigma: 0.5, tau: 1, natural: 0.5, spread: 0.1 })),
  halfspaceBayes: asked(() => ofSigns(lab.halfspaceBayes(10))),
  halfplaneBayes: asked(
    () => lab.halfplaneBayes(),
    ({ dim }) => dim === 2,
  ),
  documentBayes: asked(() => lab.documentBayes({ sigma: 0.5, tau: 1, document: 2, relevant: 0.5 })),
  prior: asked(() => lab.prior({ tau: 1 })),
  gradientDescent: fc.oneof(
    asked(() => lab.gradientDescent(0.01, 3)),
    sizes(
      { rate: 1, steps: 2 },
      (v) => above0(v.rate) && isWhole(1)(v.steps),
      (v) => lab.gradientDescent(v.rate, v.steps).id,
    ),
  ),
  sgd: asked(() => lab.sgd(0.01)),
  linearAttentionOptimum: sizes(
    { dim: D, exemplars: N },
    ({ dim, exemplars }) => [dim, exemplars].every(isWhole(1)),
    (shape) => lab.linearAttentionOptimum({ ...shape, tau: 1, sigma: 0 }),
  ),
  nearestNeighbors: fc.oneof(
    asked(() => lab.nearestNeighbors(2, "inverse-square")),
    sizes(
      { k: 2 },
      ({ k }) => isWhole(1)(k),
      ({ k }) => lab.nearestNeighbors(k, "uniform").id,
    ),
  ),
  centroids: asked(() => ofSigns(lab.centroids())),
  coordinateSum: asked(() => ofSigns(lab.coordinateSum())),
  ridgeClassifier: asked(() => ofSigns(lab.ridgeClassifier(1))),
  learnerById: fc.oneof(
    asked(() => lab.learnerById("ridge(1/9)", { sigma: 0, tau: 1 })),
    sizes(
      { k: 2 },
      ({ k }) => isWhole(1)(k),
      async ({ k }) => (await lab.learnerById(`knn(${k},uniform)`, { sigma: 0, tau: 1 })).id,
    ),
  ),
  lasso: asked(() => lab.lasso(0.1)),
  sparseBayes: asked(() => lab.sparseBayes({ sigma: 0.5, tau: 1, nonzero: 1 })),
  onlineLearner: asked(() =>
    lab.onlineLearner({ id: "last", family: "last", settings: {}, laws: [] }, () => {
      let last = 0;
      return {
        reset() {
          last = 0;
        },
        observe(_, __, y) {
          last = y;
        },
        answer: () => last,
      };
    }),
  ),
  algorithm: takesDefinition,
  addAlgorithm: takesDefinition,
  algorithms: takesNoArray,
  metrics: takesNoArray,
  allAlgorithms: takesNoArray,
  positiveNumbers: "takes texts",
  integer: takesDefinition,
  number: takesDefinition,
  oneOf: takesDefinition,
  linearSettings: takesNoArray,
  taskFamily: takesDefinition,
  addTaskFamily: takesDefinition,
  taskFamilies: takesNoArray,
  allFamilies: takesNoArray,
  samplePrompts: sampled(lab.samplePrompts, { family: "linear", tau: 1, sigma: 0, taskWeights: "drawn" }),
  comparedIds: takesNoArray,
  paperLegend: takesNoArray,

  predictiveRetriever: arrays(
    { beta: 9 },
    {},
    ({ beta }) => beta === 9,
    ({ beta }) => lab.predictiveRetriever({ beta: doubles(beta), objective: [] }, candidates)(libraryOf(), 40, 44),
  ),
  trainPredictiveReranker: withLibrary(
    { from: 40, stride: 4, variance: 1 },
    (v, { fits }) => fits && isWhole(32, 72 - v.stride)(v.from) && isWhole(1)(v.stride) && above0(v.variance),
    (library, values) =>
      lab.trainPredictiveReranker({ libraries: [library], ...values }, candidates, { rounds: 2 }).beta,
  ),
  EMPTY_DOCUMENT: takesNoArray,
  readStream: withLibrary(
    { window: 4, step: 2, from: 10 },
    (v, { drifts }) =>
      drifts &&
      isWhole(1, 72)(v.window) &&
      isWhole(1)(v.step) &&
      v.window % v.step === 0 &&
      isWhole(v.window, 72)(v.from),
    async ({ drift }, { window, step, from }) => [
      ...(await lab.readStream(lab.ols(), drift, drift.documents, { windows: [window], step, from })).values(),
    ],
  ),
  topK: arrays(
    { scores: 5 },
    { k: 2 },
    ({ k }) => isWhole(0)(k),
    ({ scores, k }) => lab.topK(floats(scores), k),
  ),
  similarities: withLibrary(
    { at: 20, length: 8 },
    (v, { drifts }) => drifts && isAt(v.at) && isWhole(1)(v.length),
    ({ drift }, v) => lab.similarities(drift, v.at, v.length),
  ),
  similarityRetriever: withLibrary(
    { at: 20, length: 8 },
    (v, { drifts }) => drifts && isAt(v.at) && isWhole(1)(v.length),
    (library, v) => lab.similarityRetriever(v.length)(library, v.at, v.at),
  ),
  candidatesAt: withLibrary(
    { at: 20, queryLength: 8, candidates: 2 },
    (v, { drifts }) => drifts && isAt(v.at) && isWhole(1)(v.queryLength) && isWhole(1)(v.candidates),
    (library, { at, ...found }) => lab.candidatesAt(library, at, found),
  ),
  errorOf: arrays(
    { answers: 72 },
    { document: 1, first: 4, last: 9 },
    (v) => v.answers === 72 && isWhole(0, 2)(v.document) && isAt(v.last) && isWhole(0, v.last)(v.first),
    (v) =>
      lab.errorOf({ ...libraryOf(), answers: [0, 1, 2].map(() => floats(v.answers)) }, v.document, v.first, v.last),
  ),
  oracleRetriever: sizes(
    { at: 20, until: 24 },
    (v) => isAt(v.until) && isWhole(0, v.until)(v.at),
    (v) => lab.oracleRetriever(candidates)(libraryOf(), v.at, v.until),
  ),
  randomRetriever: sizes(
    { seed: 1, at: 20 },
    (v) => [v.seed, v.at].every(isWhole(0)),
    (v) => lab.randomRetriever(v.seed)(libraryOf(), v.at, v.at),
  ),
  readWithRetriever: withLibrary(
    { stride: 4, from: 40 },
    (v, { fits }) => fits && isWhole(1)(v.stride) && isAt(v.from),
    (library, v) => lab.readWithRetriever(lab.similarityRetriever(8), library, v.stride, v.from),
  ),
  zeroShotReranker: sizes(
    { at: 20, recent: 4 },
    (v) => isAt(v.at) && isWhole(1)(v.recent),
    (v) => lab.zeroShotReranker(candidates, v.recent)(libraryOf(), v.at, v.at),
  ),

  spd: arrays(
    { a: 8, b: 8 },
    { positions: 4, scale: 2 },
    (v) => v.a > 0 && v.a === v.b && isWhole(1)(v.positions) && v.a % v.positions === 0 && above0(v.scale),
    (v) => lab.spd(floats(v.a), floats(v.b), v.positions, v.scale),
  ),
  atPosition: arrays(
    { a: 8 },
    { positions: 4, at: 3 },
    (v) => v.a > 0 && isWhole(1)(v.positions) && v.a % v.positions === 0 && isWhole(0, v.positions - 1)(v.at),
    (v) => lab.atPosition(doubles(v.a), v.positions, v.at),
  ),
  overPositions: arrays(
    { a: 8 },
    { positions: 4, at: 3 },
    (v) => v.a > 0 && isWhole(1)(v.positions) && v.a % v.positions === 0 && isWhole(0, v.positions - 1)(v.at),
    (v) => lab.overPositions(doubles(v.a), v.positions, [0, v.at]),
  ),
  squaredDifference: arrays(
    { a: 8, b: 8 },
    { scale: 1 },
    (v) => v.a === v.b && above0(v.scale),
    (v) => lab.squaredDifference(floats(v.a), floats(v.b), v.scale),
  ),
  impliedWeights: arrays(
    { queries: 12, answers: 6 },
    { dim: 2, prompts: 2 },
    (v) =>
      v.answers > 0 &&
      [v.dim, v.prompts].every(isWhole(1)) &&
      v.answers % v.prompts === 0 &&
      v.queries === v.answers * v.dim,
    (v) => lab.impliedWeights(floats(v.queries), floats(v.answers), v.dim, v.prompts),
  ),
  weightDistance: arrays(
    { a: 8, b: 8 },
    { dim: 4, scale: 1 },
    (v) => v.a > 0 && v.a === v.b && isWhole(1)(v.dim) && v.a % v.dim === 0 && above0(v.scale),
    (v) => lab.weightDistance(doubles(v.a), doubles(v.b), v.dim, v.scale),
  ),
  sameSign: arrays(
    { a: 8, b: 8 },
    {},
    ({ a, b }) => a === b,
    ({ a, b }) => lab.sameSign(floats(a), floats(b)),
  ),
  positionsIn: sizes(
    { dim: 2, exemplars: 5 },
    (v) => isWhole(1)(v.dim) && isWhole(0)(v.exemplars),
    (v) => lab.positionsIn("away", v.dim, v.exemplars),
  ),
  nearest: arrays(
    { a: 6, b: 6 },
    {},
    ({ a, b }) => a === 6 && b === 6,
    ({ a, b }) =>
      lab.nearest(
        new Map([
          ["ols", doubles(a)],
          ["zero", doubles(b).map((v) => v + 1)],
        ]),
        lab.bootstrap(6, 1),
      ),
  ),
  effectiveLambda: arrays(
    { a: 8, b: 8, lambdas: lambdaGrid.length },
    { positions: 4, at: 3 },
    (v) =>
      v.a > 0 &&
      isWhole(1)(v.positions) &&
      v.a % v.positions === 0 &&
      isWhole(0, v.positions - 1)(v.at) &&
      v.a === v.b &&
      v.lambdas === lambdaGrid.length,
    (v) =>
      lab.effectiveLambda(
        floats(v.a),
        Array.from({ length: v.lambdas }, () => floats(v.b)),
        v.positions,
        [v.at],
      ),
  ),

  constructions: fc
    .record({
      name: fc.constantFrom(...(Object.keys(lab.constructions) as lab.ConstructionName[])),
      dim: size(2),
      exemplars: size(3),
    })
    .map(({ name, dim, exemplars }) => ({
      fits: [dim, exemplars].every(isWhole(1)),
      run: () => JSON.stringify(lab.constructions[name](dim, exemplars)).length,
    })),
  ConfigError: takesNoArray,
  defaults: takesNoArray,
  presets: takesNoArray,
  parseConfig: settings.map(({ fits, given }) => ({
    fits,
    run: () =>
      lab.parseConfig({
        ...config,
        prompts: { ...config.prompts, ...("dim" in given && given) },
        model: { ...config.model, ...(!("dim" in given) && given) },
      }),
  })),
  withSettings: settings.map(({ fits, given }) => ({
    fits: fits || ("batch" in given && isWhole(1)(given.batch as number)),
    run: () => lab.withSettings(config, given),
  })),
  difference: settings.map(() => ({ fits: true, run: () => lab.difference(config, lab.defaults) })),
  presetConfig: fc
    .constantFrom("quick", "none", "")
    .map((name) => ({ fits: name === "quick", run: () => lab.presetConfig(name) })),
  gridPoints: settings.map(({ fits, given }) => {
    const [[setting, value] = ["", 0]] = Object.entries(given);
    const known = fits || (setting === "batch" && isWhole(1)(value));
    return { fits: known, run: () => lab.gridPoints(config, [{ setting, values: [value] }]) };
  }),
  run: sizes(
    { until: 1 },
    ({ until }) => isWhole(0)(until),
    async ({ until }) => {
      const hashes: unknown[] = [];
      for await (const event of lab.run(config, host, { until })) {
        if (event.type === "done") hashes.push(event.result.parametersSha256, event.result.loss);
      }
      return hashes;
    },
  ),
  decodeCheckpoint: bytes.map(({ given }) => ({ fits: false, run: () => lab.decodeCheckpoint(given) })),
  decodeParameters: bytes.map(({ given }) => ({ fits: false, run: () => lab.decodeParameters(given, config) })),
  encodeCheckpoint: arrays(
    { parameters: count, first: count },
    {},
    (v) => v.parameters === count && v.first === count,
    (v) =>
      lab.encodeCheckpoint({
        ...checkpoint(),
        state: { ...checkpoint().state, parameters: floats(v.parameters), first: floats(v.first) },
      }),
  ),
  parametersSha256: arrays(
    { parameters: 5 },
    {},
    () => true,
    (v) => lab.parametersSha256(floats(v.parameters)),
  ),
  openLearner: fc.oneof(
    asked(
      () => lab.openLearner(checkpoint(), host),
      ({ dim, exemplars, least }) => dim === D && exemplars <= N && exemplars <= least,
    ),
    arrays(
      { parameters: count },
      {},
      (v) => v.parameters === count,
      async (v) => {
        (await lab.openLearner(checkpoint(floats(v.parameters)), host)).dispose?.();
      },
    ),
  ),
  compareOnPrompts: sizes(
    { prompts: 2, seed: 1 },
    (v) => isWhole(1)(v.prompts) && isWhole(0)(v.seed),
    async (v) => (await lab.compareOnPrompts(checkpoint(), v, host)).arrays.transformer,
  ),
  traceLayers: sizes(
    { k: 3 },
    ({ k }) => isWhole(0)(k),
    ({ k }) => lab.traceLayers(checkpoint(), k, host),
  ),
  encodeNpz: arrays(
    { data: 12 },
    { rows: 3 },
    ({ data, rows }) => isWhole(0)(rows) && data === 4 * rows,
    ({ data, rows }) => lab.encodeNpz({ x: { shape: [rows, 4], data: floats(data) } }),
  ),
  parseRows: "takes a text",
  stringifyRows: takesRows,
  parseRecord: "takes a text",
  valuesText: "takes a claim of a record",

  agreementByExemplars: takesRows,
  agreementByStep: takesRows,
  errorByExemplars: takesRows,
  lossByStep: takesRows,
  agreementByNoise: takesRows,
  capacityByDim: takesRows,
  agreementBySize: takesRows,
  linearityByExemplars: takesRows,
  lambdaByStep: takesRows,
  labelsByExemplars: takesRows,
  labelsBySize: takesRows,
  labelsByTuning: takesRows,
  accuracyByDim: takesRows,
  accuracyByAngle: takesRows,
  accuracyByFlipped: takesRows,
  accuracyByFlips: takesRows,
  accuracyBySize: takesRows,
  choiceValues: takesRows,
  makeChoices: takesRows,
  riskByRetrieval: takesRows,
  riskByRetriever: takesRows,
  riskByTask: takesRows,
  errorByScale: takesRows,
  probeByLayer: takesRows,
  probeAttention: takesRows,
  heightOfHeatMap: sizes(
    { rows: 3 },
    ({ rows }) => isWhole(0)(rows),
    ({ rows }) => lab.heightOfHeatMap(rows),
  ),
  heatMap: arrays(
    { values: 6, rows: 3 },
    {},
    (v) => v.values === 2 * v.rows,
    (v) =>
      lab.heatMap(
        { name: "a", columns: ["1", "2"], rows: Array.from({ length: v.rows }, String), values: floats(v.values) },
        drawn,
      ).node.outerHTML,
  ),
};

function libraryOf(): RetrieverInput {
  return { drift: lab.sampleDrift(world, stream), answers: [0, 1, 2].map((k) => floats(72).map((value) => k * value)) };
}

/** A sentence of ours: what is wrong, what was expected, what came. Not what an engine says by itself. */
const SENTENCE = /^(invalid|unknown|ambiguous|missing|duplicate) [^\n]+$/;

/** What a call comes to: numbers, texts and arrays to the bit, or the sentence it is refused with. */
async function outcomeOf({ run }: Call): Promise<{ readonly value?: string; readonly rejection?: Error }> {
  try {
    return { value: written(await run()) };
  } catch (error) {
    return { rejection: error as Error };
  }
}

const written = (value: unknown): string =>
  JSON.stringify(value, (_, part) => {
    if (ArrayBuffer.isView(part)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("base64");
    return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  }) ?? "nothing";

/** Leaves other numbers in the engine's free memory, so that whoever reads beyond its tensors gets them. */
async function stir(k: number): Promise<void> {
  const learner = await lab.openLearner(checkpoint(floats(count).map((value) => value * k)), host);
  await learner.predict(lab.sampleLinear({ dim: D, exemplars: N, tau: k, sigma: 0 }, stream, 5 + k));
  learner.dispose?.();
}

it("names every export", () => {
  expect(Object.keys(surface).sort()).toEqual(Object.keys(lab).sort());
});

const called = Object.entries(surface).filter(
  (entry): entry is [string, fc.Arbitrary<Call>] => typeof entry[1] !== "string",
);
const slow = new Set(["run", "compareOnPrompts", "traceLayers"]);

const neverFits = new Set(["decodeCheckpoint", "decodeParameters"]); // random bytes are no file
const alwaysFits = new Set([
  "mean",
  "median",
  "summarizeMedian",
  "answersOf",
  "queriesOf",
  "difference",
  "parametersSha256",
]);

describe("with any shape an export answers, the same at each call, or refuses in one sentence", () => {
  beforeAll(() => startHere("wasm"));

  it.each(called)("%s", async (name, calls) => {
    const seen = { answered: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(calls, async (call) => {
        const first = await outcomeOf(call);
        if (name === "openLearner") await stir(2 + seen.answered + seen.refused);
        const second = await outcomeOf(call);
        expect(second.value).toBe(first.value);
        expect(second.rejection?.message).toBe(first.rejection?.message);
        if (call.fits) {
          expect(first.rejection?.stack).toBeUndefined();
          seen.answered += 1;
        } else {
          expect(first.value, "an answer to what does not fit").toBeUndefined();
          expect(first.rejection?.message).toMatch(SENTENCE);
          seen.refused += 1;
        }
      }),
      { numRuns: slow.has(name) ? 16 : 60, seed: 1, endOnFailure: true },
    );
    if (!neverFits.has(name)) expect(seen.answered).toBeGreaterThan(0);
    if (!alwaysFits.has(name)) expect(seen.refused).toBeGreaterThan(0);
  });
});
