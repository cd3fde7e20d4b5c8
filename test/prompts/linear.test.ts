import { describe, expect, it } from "vitest";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const task = { dim: 3, exemplars: 5, tau: 2, sigma: 0.5 };
const stream = { seed: 7, label: "data", first: 0 };

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
};

describe("sampleLinear", () => {
  const batch = sampleLinear(task, stream, 4);
  const w = batch.task?.w as Float32Array;

  it("has the shapes of its contract", () => {
    expect(batch).toMatchObject({ prompts: 4, exemplars: 5, dim: 3 });
    expect([batch.x.length, batch.y.length, w.length]).toEqual([4 * 6 * 3, 4 * 6, 4 * 3]);
  });

  it("does not depend on the size of the batch", () => {
    for (let b = 0; b < 4; b++) {
      const alone = sampleLinear(task, { ...stream, first: b }, 1);
      expect(alone.x).toEqual(batch.x.slice(b * 18, (b + 1) * 18));
      expect(alone.y).toEqual(batch.y.slice(b * 6, (b + 1) * 6));
      expect(alone.task?.w).toEqual(w.slice(b * 3, (b + 1) * 3));
    }
  });

  it("has the same w and the same first x if there are more exemplars", () => {
    const longer = sampleLinear({ ...task, exemplars: 9 }, stream, 4);
    expect(longer.task?.w).toEqual(w);
    for (let b = 0; b < 4; b++) {
      expect(longer.x.slice(b * 30, b * 30 + 18)).toEqual(batch.x.slice(b * 18, (b + 1) * 18));
      expect(longer.y.slice(b * 10, b * 10 + 6)).toEqual(batch.y.slice(b * 6, (b + 1) * 6));
    }
  });

  it("has the same w and x for another σ, which scales only the noise", () => {
    const clean = sampleLinear({ ...task, sigma: 0 }, stream, 4);
    const loud = sampleLinear({ ...task, sigma: 1 }, stream, 4);
    expect([clean.x, clean.task?.w, loud.x, loud.task?.w]).toEqual([batch.x, w, batch.x, w]);
    batch.y.forEach((y, k) => {
      const noise = y - (clean.y[k] as number);
      expect((loud.y[k] as number) - (clean.y[k] as number)).toBeCloseTo(2 * noise, 5);
    });
  });

  it("has y = wᵀx without noise", () => {
    const { x, y } = sampleLinear({ ...task, sigma: 0 }, stream, 4);
    y.forEach((answer, k) => {
      let sum = 0;
      for (let d = 0; d < 3; d++) sum += (w[Math.floor(k / 6) * 3 + d] as number) * (x[k * 3 + d] as number);
      expect(answer).toBeCloseTo(sum, 5);
    });
  });

  it("draws x, w and the noise with the given variances", () => {
    const prompts = 20_000;
    const many = sampleLinear(task, { seed: 1, label: "data", first: 0 }, prompts);
    const clean = sampleLinear({ ...task, sigma: 0 }, { seed: 1, label: "data", first: 0 }, prompts);
    const noise = many.y.map((y, k) => y - (clean.y[k] as number));
    const known = [
      [many.x, 1],
      [many.task?.w as Float32Array, task.tau ** 2],
      [noise, task.sigma ** 2],
    ] as const;
    for (const [values, variance] of known) {
      const found = moments(values);
      expect(Math.abs(found.mean)).toBeLessThan(5 * Math.sqrt(variance / values.length));
      expect(Math.abs(found.variance / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
    }
  });

  it("draws noise that is independent of w and x", () => {
    const prompts = 20_000;
    const from = { seed: 2, label: "data", first: 0 };
    const many = sampleLinear(task, from, prompts);
    const clean = sampleLinear({ ...task, sigma: 0 }, from, prompts);
    const noise = many.y.map((y, k) => y - (clean.y[k] as number));
    const weights = many.task?.w as Float32Array;
    for (let position = 0; position < 6; position++) {
      for (let d = 0; d < 3; d++) {
        let withW = 0;
        let withX = 0;
        for (let b = 0; b < prompts; b++) {
          const here = (noise[b * 6 + position] as number) / task.sigma;
          withW += (here * (weights[b * 3 + d] as number)) / task.tau / prompts;
          withX += (here * (many.x[(b * 6 + position) * 3 + d] as number)) / prompts;
        }
        expect(Math.abs(withW), `w ${d} at ${position}`).toBeLessThan(5 / Math.sqrt(prompts));
        expect(Math.abs(withX), `x ${d} at ${position}`).toBeLessThan(5 / Math.sqrt(prompts));
      }
    }
  });

  it("has independent prompts for different labels and seeds", () => {
    const others = [
      { ...stream, label: "evaluation" },
      { ...stream, seed: 8 },
    ];
    for (const other of others) {
      const drawn = new Set(sampleLinear(task, other, 4).x);
      for (const value of batch.x) expect(drawn.has(value)).toBe(false);
    }
  });
});
