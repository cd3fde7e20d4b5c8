import type { RetrieverKind, Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import { promptsOf } from "../../tasks/families.ts";
import { learnerById } from "../../tasks/learnerById.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt, runWith } from "../findRows.ts";
import { type ModelSize, sizeName } from "../modelSize.ts";
import { transformerOf } from "../transformerOf.ts";
import { measureRetrieval } from "./measureRetrieval.ts";
import { method, methodName, QUERY_LENGTHS, type RetrievalMethod } from "./retrievalMethods.ts";

const SEEDS = [1, 2, 3];
const base = presetConfig("retrieval");
const SMALL = { layers: 2, hiddenSize: 32, heads: 4 } as const;
const LARGE = base.model;

/** The world that is read: M = 32 topics of two documents each, one giving way to another every 48 pairs. */
const WORLD = { topics: 32, copies: 2, hazard: 1 / 48 } as const;

/** The runs of `retrieval`, what is measured on them, and what is claimed. */
export const retrievalEngine: ExperimentEngine = {
  runs: [SMALL, LARGE].flatMap((size) =>
    SEEDS.map((seed) =>
      withSettings(base, { layers: size.layers, hiddenSize: size.hiddenSize, heads: size.heads, seed }),
    ),
  ),
  publishes: ({ seed, model }) => seed === 1 && model.hiddenSize === SMALL.hiddenSize, // the larger would take half of the room
  measure,
  claims: [
    {
      id: "retrieval-helps",
      paper: "a document found by words alone (BM25) lowers perplexity, for every size",
      wanted:
        "risk with the document of the bag statistic below that with a random one and with none, both paired intervals above 0, in every run",
      expected: "holds",
      judge: (runs) =>
        aboveZero(runs, [
          ["random", "bag"],
          ["none", "bag"],
        ]),
    },
    {
      id: "random-is-none",
      paper: "an unrelated document is ignored (ours; the reader has learned that half of them are)",
      wanted: "risk with a random document within 5 % of that with none, in every run",
      expected: "holds",
      judge(runs) {
        const values = eachRun(runs, (run) => risk(run, "random") / risk(run, "none") - 1);
        return { values, of: RUNS, holds: values.every((value) => Math.abs(value) <= 0.05) };
      },
    },
    {
      id: "reranking-helps",
      paper:
        "reranking by the reader’s own loss (zero-shot) lowers it further; an oracle shows a large gap that is left",
      wanted:
        "risk falls from the bag statistic to zero-shot and from zero-shot to the oracle, both paired intervals above 0, in every run",
      expected: "does not hold",
      judge: (runs) =>
        aboveZero(runs, [
          ["bag", "zero-shot"],
          ["zero-shot", "oracle"],
        ]),
    },
    {
      id: "predictive",
      paper: "a reranker trained to predict which document helps is better than zero-shot",
      wanted:
        "risk falls from zero-shot to predictive and from predictive to the oracle, both paired intervals above 0, in every run",
      expected: "holds",
      judge: (runs) =>
        aboveZero(runs, [
          ["zero-shot", "predictive"],
          ["predictive", "oracle"],
        ]),
    },
    {
      id: "stride",
      paper: "retrieving more often is better: perplexity rises with the stride",
      wanted:
        "risk at s = 64 above that at s = 1, by the bag statistic and by zero-shot, the paired intervals above 0, in every run",
      expected: "holds",
      judge: (runs) =>
        aboveZero(
          runs,
          (["bag", "zero-shot"] as const).map((way) => [method(way, { stride: 64 }), method(way, { stride: 1 })]),
        ),
    },
    {
      id: "query-length",
      paper: "queries of about 32 tokens are best: longer ones lose recency, shorter ones context",
      wanted:
        "some ℓ between 2 and 128 whose risk by the bag statistic is below that at 2 and at 128, both paired intervals above 0, in every run",
      expected: "holds",
      judge(runs) {
        const best = eachRun(runs, (run) => {
          const margin = (length: number) => {
            const better = method("bag", { queryLength: length });
            return Math.min(...[2, 128].map((other) => gap(run, method("bag", { queryLength: other }), better).low));
          };
          return QUERY_LENGTHS.slice(1, -1).reduce(
            (found, length) => (margin(length) > found.margin ? { length, margin: margin(length) } : found),
            { length: Number.NaN, margin: 0 },
          ).length;
        });
        return { values: best, of: `${RUNS}, ℓ`, holds: best.every(Number.isFinite) };
      },
    },
    {
      id: "short-window",
      paper: "a smaller reader with retrieval matches larger ones without",
      wanted:
        "risk of a window of 4 with zero-shot below that of windows of 8 and of 12 without a document, both paired intervals above 0, in every run",
      expected: "does not hold",
      judge: (runs) =>
        aboveZero(
          runs,
          [8, 12].map((window) => [method("none", { window }), method("zero-shot", { window: 4 })]),
        ),
    },
    {
      id: "small-reader",
      paper: "OPT-6.7B with retrieval is about as good as OPT-66B without",
      wanted: `risk of ${sizeName(SMALL)} with zero-shot below that of ${sizeName(LARGE)} with none, in every seed`,
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map(
          (seed) => risk(runOf(runs, SMALL, seed), "zero-shot") - risk(runOf(runs, LARGE, seed), "none"),
        );
        return { values, of: "seeds", holds: values.every((value) => value < 0) };
      },
    },
  ],
};

/** Risk of every reading and their paired gaps; of the Bayes reader with the first run of each seed. */
async function measure(run: TrainedRun): Promise<readonly Row[]> {
  const { config } = run.checkpoint;
  const { model, seed } = config;
  const prompts = promptsOf(config, "document");
  const { dim, tau, sigma, document } = prompts;
  const world = { seed, settings: { ...WORLD, dim, tau, sigma, document } };
  const { layers, hiddenSize } = model;
  const trained = transformerOf(run);
  try {
    const rows = await measureRetrieval(trained, world, { layers, hiddenSize });
    if (hiddenSize !== SMALL.hiddenSize) return rows;
    return [...rows, ...(await measureRetrieval(await learnerById("bayes", prompts), world, {}))];
  } finally {
    trained.dispose?.();
  }
}

const RUNS = `(${sizeName(SMALL)}, ${sizeName(LARGE)}) × seeds`;

const usual = (kind: RetrieverKind | RetrievalMethod): RetrievalMethod =>
  typeof kind === "string" ? method(kind) : kind;

const eachRun = <Value>(runs: readonly MeasuredRun[], value: (run: MeasuredRun) => Value): Value[] =>
  [SMALL, LARGE].flatMap((size) => SEEDS.map((seed) => value(runOf(runs, size, seed))));

type Size = Pick<ModelSize, "layers" | "hiddenSize">;

const runOf = (runs: readonly MeasuredRun[], { layers, hiddenSize }: Size, seed: number): MeasuredRun =>
  runWith(runs, { layers, hiddenSize, seed });

const risk = (run: MeasuredRun, kind: RetrieverKind | RetrievalMethod): number =>
  rowAt(run, { metric: "risk", reference: "truth", at: { ...usual(kind) } }).value;

const gap = (run: MeasuredRun, worse: RetrievalMethod, better: RetrievalMethod): Row =>
  rowAt(run, { metric: "riskGap", reference: methodName(worse), at: { ...better } });

/**
 * Whether the worse reading's risk is above the better one's by a paired interval that lies above 0, in every run; where
 * not in all, in how many seeds of each size.
 */
function aboveZero(
  runs: readonly MeasuredRun[],
  pairs: readonly (readonly [RetrieverKind | RetrievalMethod, RetrieverKind | RetrievalMethod])[],
) {
  const gapsOf = (run: MeasuredRun) => pairs.map(([worse, better]) => gap(run, usual(worse), usual(better)));
  const isAbove = ({ low }: Row) => low > 0;
  const gaps = pairs.flatMap((_, k) => eachRun(runs, (run) => gapsOf(run)[k] as Row));
  const holds = gaps.every(isAbove);
  const seedsOf = (size: typeof SMALL | typeof LARGE) =>
    SEEDS.filter((seed) => gapsOf(runOf(runs, size, seed)).every(isAbove)).length;
  const names = pairs.map(([worse, better]) => `${methodName(usual(worse))} − ${methodName(usual(better))}`);
  return {
    values: gaps.map(({ value }) => value),
    of: pairs.length > 1 ? `(${names.join(", ")}) × ${RUNS}` : RUNS,
    holds,
    ...(!holds && {
      remark: `above 0 in ${[SMALL, LARGE].map((size) => `${seedsOf(size)} of ${SEEDS.length} seeds of ${sizeName(size)}`).join(", ")}`,
    }),
  };
}
