import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../src/numerics/statistics.ts";
import { sampleDrift } from "../../src/retrieval/drift.ts";
import { EMPTY_DOCUMENT, readStream } from "../../src/retrieval/readStream.ts";
import {
  oracleRetriever,
  type Retriever,
  type RetrieverInput,
  randomRetriever,
  readWithRetriever,
  similarityRetriever,
  zeroShotReranker,
} from "../../src/retrieval/retrievers.ts";
import { documentBayes } from "../../src/tasks/document.bayes.ts";

const FROM = 128;
const c = 8;
const candidates = { queryLength: 16, candidates: 16 };

describe("the Bayes reader at D8, M = 32, h = 1/48, σ² = ¼, c = 8, s = 4, ℓ = 16, s′ = 16", () => {
  const reader = documentBayes({ sigma: 0.5, tau: 1, document: 12, relevant: 0.5 });
  const world = { dim: 8, tau: 1, sigma: 0.5, topics: 32, copies: 2, document: 12, hazard: 1 / 48, pairs: FROM + 400 };
  const libraries: RetrieverInput[] = [];
  const alone: Float32Array[] = [];
  const errors = ({ drift }: RetrieverInput, read: Float32Array) =>
    mean(read.map((value, t) => (value - (drift.clean[FROM + t] as number)) ** 2 / world.dim));
  const risk = (retriever: Retriever, stride = 4) =>
    mean(libraries.map((library) => errors(library, readWithRetriever(retriever, library, stride, FROM))));

  beforeAll(async () => {
    const how = { windows: [c], step: 1, from: FROM - 32 };
    for (let first = 0; first < 16; first++) {
      const drift = sampleDrift(world, { seed: 1, label: "drift", first });
      const answers = await readStream(reader, drift, drift.documents, how);
      libraries.push({ drift, answers: answers.get(c) as readonly Float32Array[] });
      alone.push(
        ((await readStream(reader, drift, [EMPTY_DOCUMENT], how)).get(c) as readonly Float32Array[])[0] as Float32Array,
      );
    }
  });

  // Known from an independent simulation, with the standard error that is known of the first gap. The levels move by more,
  // as a few streams have few topics: the streams here have some 130.
  it("has the known risk for each way to choose a document", () => {
    const none = mean(libraries.map((library, k) => errors(library, (alone[k] as Float32Array).subarray(FROM))));
    const levels = [
      none,
      risk(randomRetriever(1)),
      risk(similarityRetriever(16)),
      risk(zeroShotReranker(candidates, 16)),
      risk(oracleRetriever(candidates)),
    ];
    const known = [0.381, 0.38, 0.313, 0.267, 0.228];
    levels.forEach((value, k) => {
      expect(Math.abs(value / (known[k] as number) - 1), `${levels}`).toBeLessThan(0.2);
    });
    // From one way to the next, on the same streams: none − random, random − bag (± .005 there), and so on.
    const gaps = levels.slice(1).map((value, k) => (levels[k] as number) - value);
    for (const [k, gap, within] of [
      [0, 0, 0.01],
      [1, 0.057, 0.015],
      [2, 0.038, 0.03],
      [3, 0.043, 0.015],
    ] as const) {
      expect(Math.abs((gaps[k] as number) - gap), `${gaps}`).toBeLessThan(within);
    }
  });

  it("has the smallest risk with a query of medium length, and a larger one the more rarely it retrieves", () => {
    expect(risk(similarityRetriever(32))).toBeLessThan(
      Math.min(risk(similarityRetriever(2)), risk(similarityRetriever(128))) - 0.01,
    );
    expect(risk(similarityRetriever(16), 64)).toBeGreaterThan(risk(similarityRetriever(16), 1) + 0.005);
  });

  it("chooses by past pairs only, except for the oracle: other future pairs change no choice", () => {
    const { drift, answers } = libraries[0] as RetrieverInput;
    const at = 200;
    const changed = {
      drift: {
        ...drift,
        x: drift.x.map((value, k) => (k < at * 8 ? value : -value)),
        y: drift.y.map((value, t) => (t < at ? value : 9)),
      },
      answers: answers.map((read) => read.map((value, t) => (t < at ? value : 5 - value))),
    };
    for (const retriever of [randomRetriever(1), similarityRetriever(16), zeroShotReranker(candidates, 16)])
      expect(retriever(changed, at, at + 4)).toBe(retriever({ drift, answers }, at, at + 4));
  });
});
