import { describe, expect, it } from "vitest";
import { randomAt } from "../../src/numerics/random.ts";
import { type Drift, sampleDrift } from "../../src/retrieval/drift.ts";
import { predictiveRetriever, trainPredictiveReranker } from "../../src/retrieval/predictiveReranker.ts";
import { candidatesAt, errorOf, type RetrieverInput } from "../../src/retrieval/retrievers.ts";

const world = { dim: 2, tau: 1, sigma: 0.1, topics: 4, copies: 2, document: 8, hazard: 1 / 24, pairs: 300 };
const settings = { queryLength: 16, candidates: 4 };
const FROM = 64;
const STRIDE = 4;

/** A reader that is right where its document is of the topic, and off by about 1 where it is not. */
function libraryOf(first: number): RetrieverInput {
  const drift: Drift = sampleDrift(world, { seed: 5, label: "test", first });
  const answers = drift.documents.map((document, k) => {
    const random = randomAt(5, `reader ${k}`, first);
    return drift.y.map((y, t) => y + (document.topic === drift.topic[t] ? 0.1 : 1) * random.normal());
  });
  return { drift, answers };
}

describe("trainPredictiveReranker", () => {
  const libraries = [0, 1, 2, 3].map(libraryOf);
  const reranker = trainPredictiveReranker({ libraries, from: FROM, stride: STRIDE, variance: 0.5 }, settings);

  it("never loses on eq. 9, and begins with every candidate as likely", () => {
    const { objective } = reranker;
    for (const [k, value] of objective.entries()) expect(value).toBeGreaterThanOrEqual(objective[k - 1] ?? -1e9);
    const logs = libraries.flatMap((library) => {
      const means: number[] = [];
      for (let at = FROM; at + STRIDE <= world.pairs; at += STRIDE) {
        const each = candidatesAt(library, at, settings).map((d) => Math.exp(-errorOf(library, d, at, at + STRIDE)));
        means.push(Math.log(each.reduce((sum, value) => sum + value, 0) / each.length)); // 2 v = 1
      }
      return means;
    });
    const expected = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    expect(objective[0]).toBeCloseTo(expected, 10);
    expect(objective.at(-1) as number).toBeGreaterThan(expected + 0.1);
  });

  it("ends where no small change of β improves it: the gradient by differences is zero", () => {
    const objectiveAt = (beta: Float64Array) =>
      trainPredictiveReranker({ libraries, from: FROM, stride: STRIDE, variance: 0.5 }, settings, { beta, rounds: 1 })
        .objective[0] as number;
    reranker.beta.forEach((_, f) => {
      const moved = (by: number) => objectiveAt(reranker.beta.map((value, g) => (g === f ? value + by : value)));
      expect(Math.abs(moved(1e-3) - moved(-1e-3)) / 2e-3, `β ${f}`).toBeLessThan(2e-3);
    });
  });

  it("finds the topic's documents in streams it was not trained on, by what is past alone", () => {
    const library = libraryOf(9);
    const { drift, answers } = library;
    const choose = predictiveRetriever(reranker, settings);
    let [right, all] = [0, 0];
    for (let at = FROM; at < world.pairs; at += STRIDE) {
      const chosen = choose(library, at, at + STRIDE);
      const old = drift.topic.subarray(at - 8, at + 1).every((topic) => topic === drift.topic[at]);
      if (!old) continue; // the topic has only begun
      all += 1;
      if (drift.documents[chosen]?.topic === drift.topic[at]) right += 1;
      const changed = { drift, answers: answers.map((read) => read.map((value, t) => (t < at ? value : -value))) };
      expect(choose(changed, at, at + STRIDE)).toBe(chosen);
    }
    expect(all).toBeGreaterThan(20);
    expect(right / all).toBeGreaterThan(0.95);
  });
});
