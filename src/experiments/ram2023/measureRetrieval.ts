import type { Learner } from "../../algorithms/learner.ts";
import type { Row, RowPlace } from "../../comparison/row.ts";
import { type Bootstrap, bootstrap, mean } from "../../numerics/statistics.ts";
import { type DriftSettings, sampleDrift } from "../../retrieval/drift.ts";
import {
  type PredictiveReranker,
  predictiveRetriever,
  trainPredictiveReranker,
} from "../../retrieval/predictiveReranker.ts";
import { EMPTY_DOCUMENT, readStream } from "../../retrieval/readStream.ts";
import {
  oracleRetriever,
  type Retriever,
  type RetrieverInput,
  randomRetriever,
  readWithRetriever,
  similarityRetriever,
  zeroShotReranker,
} from "../../retrieval/retrievers.ts";
import {
  COMPARISONS,
  DEFAULTS,
  LOOKBACKS,
  METHODS,
  methodName,
  type RetrievalMethod,
  WINDOWS_WITH_DOCUMENT,
  WINDOWS_WITHOUT_DOCUMENT,
} from "./retrievalMethods.ts";

const STREAMS = 40;
const TRAINING_STREAMS = 10; // of the predictive reranker, of a label of their own
const PAIRS = 512; // of a stream that are scored
const HISTORY = 128; // pairs before them: the longest ℓ
const STEP = 4; // pairs that a window goes on by at a time

interface World {
  readonly seed: number;
  readonly settings: Omit<DriftSettings, "pairs">;
}

/** Rows of one reader: the risk of every reading, (ŷ − wᵀx)² / (D τ²) over streams, and the gaps, paired by stream. */
export async function measureRetrieval(reader: Learner, { seed, settings }: World, at: RowPlace): Promise<Row[]> {
  const world = { ...settings, pairs: HISTORY + PAIRS };
  const reranker = await trainReranker(reader, world, seed);
  const risks = new Map<string, Float64Array>(METHODS.map((of) => [methodName(of), new Float64Array(STREAMS)]));
  for (let first = 0; first < STREAMS; first++) {
    const { library, withoutDocument } = await librariesOf(reader, world, { seed, label: "stream", first });
    for (const of of METHODS) {
      const { window = DEFAULTS.window, stride = DEFAULTS.stride } = of;
      const { drift } = library(window);
      const read =
        of.way === "none"
          ? (withoutDocument.get(window) as Float32Array).subarray(HISTORY)
          : readWithRetriever(retrieverOf(of, seed, reranker), library(window), stride, HISTORY);
      const errors = read.map((value, t) => (value - (drift.clean[HISTORY + t] as number)) ** 2);
      (risks.get(methodName(of)) as Float64Array)[first] = mean(errors) / (world.dim * world.tau ** 2);
    }
  }
  const resamples = bootstrap(STREAMS, seed);
  const risksOf = (of: RetrievalMethod) => risks.get(methodName(of)) as Float64Array;
  return [
    ...METHODS.map((of) => rowOf(reader, "risk", "truth", { ...of, ...at }, resamples, risksOf(of))),
    ...COMPARISONS.map(([worse, better]) => {
      const gaps = risksOf(worse).map((value, k) => value - (risksOf(better)[k] as number));
      return rowOf(reader, "riskGap", methodName(worse), { ...better, ...at }, resamples, gaps);
    }),
  ];
}

const rowOf = (
  reader: Learner,
  metric: "risk" | "riskGap",
  reference: string,
  at: RowPlace,
  resamples: Bootstrap,
  values: Float64Array,
): Row => ({
  ...{ experiment: "retrieval", metric, learner: reader.id, reference, at, statistic: "mean", of: "streams" },
  ...resamples.mean(values),
});

function retrieverOf({ way, ...settings }: RetrievalMethod, seed: number, reranker: PredictiveReranker): Retriever {
  const all = { ...DEFAULTS, ...settings };
  if (way === "random") return randomRetriever(seed);
  if (way === "bag") return similarityRetriever(all.queryLength);
  if (way === "zero-shot") return zeroShotReranker(all, all.recent);
  return way === "predictive" ? predictiveRetriever(reranker, all) : oracleRetriever(all);
}

async function librariesOf(
  reader: Learner,
  world: DriftSettings,
  stream: { seed: number; label: string; first: number },
) {
  const drift = sampleDrift(world, stream);
  const from = HISTORY - Math.max(...LOOKBACKS);
  const answers = await readStream(reader, drift, drift.documents, {
    windows: WINDOWS_WITH_DOCUMENT,
    step: STEP,
    from,
  });
  const read = await readStream(reader, drift, [EMPTY_DOCUMENT], {
    windows: WINDOWS_WITHOUT_DOCUMENT,
    step: STEP,
    from,
  });
  const withoutDocument = new Map([...read].map(([window, [only]]) => [window, only as Float32Array]));
  const library = (window: number): RetrieverInput => ({ drift, answers: answers.get(window) ?? [] });
  return { library, withoutDocument };
}

/** Trained on its own streams; v is the reader's mean squared error there with what the zero-shot reranker chooses. */
async function trainReranker(reader: Learner, world: DriftSettings, seed: number): Promise<PredictiveReranker> {
  const libraries: RetrieverInput[] = [];
  const errors: number[] = [];
  for (let first = 0; first < TRAINING_STREAMS; first++) {
    const { library } = await librariesOf(reader, world, { seed, label: "reranker", first });
    const one = library(DEFAULTS.window);
    const read = readWithRetriever(zeroShotReranker(DEFAULTS, DEFAULTS.recent), one, DEFAULTS.stride, HISTORY);
    errors.push(mean(read.map((value, t) => (value - (one.drift.y[HISTORY + t] as number)) ** 2)));
    libraries.push(one);
  }
  return trainPredictiveReranker(
    { libraries, from: HISTORY, stride: DEFAULTS.stride, variance: mean(errors) },
    DEFAULTS,
  );
}
