import { describe, expect, it } from "vitest";
import { fitBySingularValues } from "../../src/numerics/fitBySingularValues.ts";
import { mean } from "../../src/numerics/statistics.ts";
import { sampleDrift } from "../../src/retrieval/drift.ts";

const world = { dim: 2, tau: 1, sigma: 0.5, topics: 8, copies: 2, document: 12, hazard: 1 / 24, pairs: 6000 };
const stream = { seed: 7, label: "drift", first: 0 };

describe("sampleDrift", () => {
  const drift = sampleDrift(world, stream);

  it("changes its topic before a pair with the hazard's probability, and visits all of them", () => {
    const { topic } = drift;
    const changes = topic.slice(1).map((value, t) => (value === topic[t] ? 0 : 1));
    expect(Math.abs(mean(changes) - 1 / 24)).toBeLessThan(5 * Math.sqrt(1 / 24 / changes.length));
    expect(new Set(topic).size).toBe(8);
  });

  it("answers with the topic's w and noise, in the stream as in its documents", () => {
    const weights = Array.from({ length: 8 }, (_, of) => {
      const at = [...drift.topic.keys()].filter((t) => drift.topic[t] === of);
      const xs = Float64Array.from(at.flatMap((t) => [...drift.x.subarray(2 * t, 2 * t + 2)]));
      return fitBySingularValues(
        xs,
        Float64Array.from(at, (t) => drift.clean[t] as number),
        at.length,
        2,
        0,
      ).weights;
    });
    const off = (w: Float64Array, { x, y }: { x: Float32Array; y: Float32Array }, t: number) =>
      (y[t] as number) - (w[0] as number) * (x[2 * t] as number) - (w[1] as number) * (x[2 * t + 1] as number);
    const noise = Float64Array.from(drift.topic, (of, t) => off(weights[of] as Float64Array, drift, t));
    expect(Math.abs(mean(noise.map((value) => value ** 2)) / 0.25 - 1)).toBeLessThan(5 * Math.sqrt(2 / noise.length));
    expect(drift.documents.map(({ topic }) => topic)).toEqual(Array.from({ length: 16 }, (_, k) => Math.floor(k / 2)));
    const told = drift.documents.flatMap((each) =>
      Array.from(each.y, (_, t) => off(weights[each.topic] as Float64Array, each, t) ** 2),
    );
    expect(Math.abs(mean(told) / 0.25 - 1)).toBeLessThan(5 * Math.sqrt(2 / told.length));
  });

  it("begins the same if it is longer, and differs by its number", () => {
    const longer = sampleDrift({ ...world, pairs: 6001 }, stream);
    expect(longer.documents).toEqual(drift.documents);
    expect(longer.y.subarray(0, 6000)).toEqual(drift.y);
    expect(sampleDrift(world, { ...stream, first: 1 }).y[0]).not.toBe(drift.y[0]);
  });
});
