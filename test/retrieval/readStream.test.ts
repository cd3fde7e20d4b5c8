import { describe, expect, it } from "vitest";
import { type LabelledPairs, sampleDrift } from "../../src/retrieval/drift.ts";
import { EMPTY_DOCUMENT, readStream } from "../../src/retrieval/readStream.ts";
import { documentBayes } from "../../src/tasks/document.bayes.ts";

const world = { dim: 2, tau: 1, sigma: 0.5, topics: 3, copies: 1, document: 5, hazard: 0.1, pairs: 42 };
const drift = sampleDrift(world, { seed: 3, label: "test", first: 0 });
const reader = documentBayes({ sigma: 0.5, tau: 1, document: 5, relevant: 0.5 });

/** The reader's answer to pair t from a document and the `seen` pairs before t, as one prompt of its own. */
async function alone(document: LabelledPairs, t: number, seen: number): Promise<number> {
  const exemplars = document.y.length + seen;
  const x = Float32Array.from([...document.x, ...drift.x.subarray(2 * (t - seen), 2 * (t + 1))]);
  const y = Float32Array.from([...document.y, ...drift.y.subarray(t - seen, t), 0]); // its own y is not to be seen
  const answers = await reader.predict({ prompts: 1, exemplars, dim: 2, x, y });
  return answers[exemplars] as number;
}

describe("readStream", () => {
  it.each([1, 4])("answers each pair after its window, which goes on by %i", async (step) => {
    const read = await readStream(reader, drift, drift.documents, { windows: [4, 8], step, from: 10 });
    for (const [window, answers] of read) {
      expect(answers.length).toBe(3);
      for (const [k, document] of drift.documents.entries()) {
        for (let t = 12; t < world.pairs; t++) {
          const seen = window - step + 1 + (t % step);
          expect(answers[k]?.[t], `c ${window}, pair ${t}`).toBe(await alone(document, t, seen));
        }
      }
    }
  });

  it("reads a stream with nothing before its window, too", async () => {
    const read = await readStream(reader, drift, [EMPTY_DOCUMENT], { windows: [4], step: 4, from: 8 });
    for (let t = 8; t < world.pairs; t++)
      expect(read.get(4)?.[0]?.[t]).toBe(await alone(EMPTY_DOCUMENT, t, 1 + (t % 4)));
  });

  it("refuses windows that its steps do not make, and pairs that have no window", async () => {
    const how = { windows: [4, 8], step: 4, from: 8 };
    await expect(readStream(reader, drift, drift.documents, { ...how, windows: [4, 6] })).rejects.toThrow(
      /^invalid window: must be a multiple of the step 4, got 6$/,
    );
    await expect(readStream(reader, drift, drift.documents, { ...how, from: 7 })).rejects.toThrow(
      /^invalid from: must be at least the longest window 8, got 7$/,
    );
  });
});
