import { expect, test } from "vitest";
import { sampleAtAngle } from "../../src/experiments/wei2023/sampleAtAngle.ts";

const prompts = { dim: 4, exemplars: 3, tau: 2, sigma: 0, natural: 1, spread: 0 };
const stream = { seed: 1, label: "test", first: 0 };

test.each([0, 30, 90, 150, 180])("every task has the concept's length, and %i degrees to it", (angle) => {
  const batch = sampleAtAngle(prompts, angle, stream, 50);
  const w = batch.task?.w as Float32Array;
  for (let b = 0; b < 50; b++) {
    const own = [...w.subarray(4 * b, 4 * b + 4)];
    const length = Math.hypot(...own);
    expect(length).toBeCloseTo(4, 5); // τ √D
    const cosine = own.reduce((sum, value) => sum + value, 0) / (2 * length); // along (1, …, 1)
    expect((Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI).toBeCloseTo(angle, 1);
    const x = batch.x.subarray(16 * b, 16 * b + 4);
    expect(batch.y[4 * b]).toBeCloseTo(
      own.reduce((sum, value, d) => sum + value * (x[d] as number), 0),
      4,
    );
  }
});

test("the directions across the concept are all drawn", () => {
  const w = sampleAtAngle(prompts, 90, stream, 4000).task?.w as Float32Array;
  for (let d = 0; d < 4; d++) {
    let [sum, squares] = [0, 0];
    for (let b = 0; b < 4000; b++) {
      sum += w[4 * b + d] as number;
      squares += (w[4 * b + d] as number) ** 2;
    }
    expect(Math.abs(sum / 4000)).toBeLessThan(0.15);
    expect(squares / 4000).toBeCloseTo(4, 0); // |w|² = 16 in four coordinates
  }
});

test("an angle outside 0 to 180 degrees, and one dimension, are refused", () => {
  expect(() => sampleAtAngle(prompts, 181, stream, 1)).toThrow(/angle/);
  expect(() => sampleAtAngle({ ...prompts, dim: 1 }, 90, stream, 1)).toThrow(/dim/);
});
