import { describe, expect, it } from "vitest";
import { mean } from "../../src/numerics/statistics.ts";
import { cleanAnswers } from "../../src/prompts/cleanAnswers.ts";
import { flipLabels } from "../../src/prompts/flipLabels.ts";
import { sampleConcept } from "../../src/tasks/concept.engine.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";

const task = { dim: 3, exemplars: 5, tau: 2, sigma: 0.5, natural: 0.75, spread: 0.1 };
const stream = { seed: 7, label: "data", first: 0 };

const weightsOf = (natural: number, prompts: number) =>
  sampleConcept({ ...task, natural }, stream, prompts).task?.w as Float32Array;

describe("sampleConcept", () => {
  it("does not depend on the size of the batch, and is drawn by its family's name", async () => {
    const batch = sampleConcept(task, stream, 4);
    expect(await samplePrompts({ ...task, family: "concept", tuning: 0 }, stream, 4)).toEqual(batch);
    for (let b = 0; b < 4; b++) {
      const alone = sampleConcept(task, { ...stream, first: b }, 1);
      expect(alone.x).toEqual(batch.x.slice(b * 18, (b + 1) * 18));
      expect(alone.y).toEqual(batch.y.slice(b * 6, (b + 1) * 6));
    }
  });

  it("draws natural w about τ (1, …, 1), t₀ τ wide, and free w about 0, τ wide", () => {
    const n = 20_000;
    for (const [natural, about, width] of [
      [1, 2, 0.2],
      [0, 0, 2],
    ] as const) {
      const w = weightsOf(natural, n);
      const variance = mean(w.map((value) => (value - about) ** 2));
      expect(Math.abs(mean(w) - about)).toBeLessThan((5 * width) / Math.sqrt(w.length));
      expect(Math.abs(variance / width ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / w.length));
    }
  });

  it("has the given share of natural prompts, without a change of their draws", () => {
    const n = 4000;
    const [mixed, natural, free] = [weightsOf(0.75, n), weightsOf(1, n), weightsOf(0, n)];
    let found = 0;
    for (let b = 0; b < n; b++) {
      const at = b * 3;
      const kind = mixed[at] === natural[at] ? natural : free;
      if (kind === natural) found += 1;
      expect(mixed.subarray(at, at + 3)).toEqual(kind.subarray(at, at + 3));
    }
    expect(Math.abs(found / n - 0.75)).toBeLessThan(5 * Math.sqrt(0.1875 / n));
  });
});

describe("flipLabels", () => {
  const batch = sampleConcept(task, stream, 500);

  it("flips none, all, or about the given share; a larger share flips the same labels and more", () => {
    expect(flipLabels(batch, 0, 3).y).toEqual(batch.y);
    expect(flipLabels(batch, 1, 3).y).toEqual(batch.y.map((value) => -value));
    const [few, many] = [flipLabels(batch, 0.25, 3), flipLabels(batch, 0.75, 3)];
    const flips = (y: Float32Array) => y.map((value, k) => (value === batch.y[k] ? 0 : 1));
    const [fewer, more] = [flips(few.y), flips(many.y)];
    expect(Math.abs(mean(fewer) - 0.25)).toBeLessThan(5 * Math.sqrt(0.1875 / fewer.length));
    fewer.forEach((flip, k) => {
      expect(flip).toBeLessThanOrEqual(more[k] as number);
    });
    expect(few.x).toBe(batch.x);
  });

  it("is scored on wᵀx, without flips or noise", () => {
    const clean = sampleConcept({ ...task, sigma: 0 }, stream, 500);
    expect(cleanAnswers(batch).every((value, k) => Math.abs(value - (clean.y[k] as number)) < 1e-5)).toBe(true);
    expect(flipLabels(batch, 0.5, 3).queryY).toEqual(Float32Array.from(cleanAnswers(batch)));
  });

  it("refuses prompts whose task weights are not known", () => {
    const { task: _, ...unknown } = batch;
    expect(() => flipLabels(unknown, 0.5, 3)).toThrow(/^invalid prompts: expected known task weights$/);
  });
});
