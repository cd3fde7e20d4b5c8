import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { defaults } from "../../src/config/schema.ts";
import { adam } from "../../src/training/adam.ts";
import { muonDirection, muonStep, orthogonalize } from "../../src/training/muon.ts";
import { initialState, type Orthogonalizer, update } from "../../src/training/optimizer.ts";
import { rateScale } from "../../src/training/schedule.ts";
import { startHere } from "../kernels/startHere.ts";
import reference from "../reference/transformer.json" with { type: "json" };

beforeAll(async () => {
  await startHere("auto");
});

/** The constants of the reference. */
const CONSTANTS = { beta2: 0.98, epsilon: 1e-8 };

describe("adam", () => {
  it("moves parameters as PyTorch's does, three steps on", () => {
    let parameters: Float32Array = Float32Array.from(reference.parameters);
    const { first, second } = initialState(parameters);
    let state = { first, second };
    const next = () => {
      const { parameters: moved, first, second } = initialState(parameters.slice());
      return { parameters: moved, first, second };
    };
    reference.adam.scales.forEach((scale, k) => {
      const gradient = Float32Array.from(reference.gradient, (g) => scale * g);
      const moved = next();
      adam(parameters, gradient, state, k + 1, reference.adam.rate, CONSTANTS, moved);
      parameters = moved.parameters;
      state = moved;
    });
    const far = Math.max(...reference.adam.parameters.map((value, k) => Math.abs(value - (parameters[k] as number))));
    expect(far).toBeLessThan(1e-6);
  });

  it("leaves its arguments as they were", () => {
    const parameters = Float32Array.of(1, 2);
    const { first, second } = initialState(parameters);
    adam(parameters, Float32Array.of(3, 4), { first, second }, 1, 0.1, CONSTANTS, initialState(new Float32Array(2)));
    expect([...parameters, ...first, ...second]).toEqual([1, 2, 0, 0, 0, 0]);
  });
});

describe("muon", () => {
  it("brings a matrix near the nearest orthogonal one: its singular values are near one", async () => {
    // diag(1, .5, .2) has singular vectors e₁ e₂ e₃: the iteration acts on each value alone.
    const values = await orthogonalize({ rows: 3, columns: 3, values: Float32Array.of(1, 0, 0, 0, 0.5, 0, 0, 0, 0.2) });
    const [a, b, c] = [0, 4, 8].map((k) => values[k] as number);
    for (const value of [a, b, c]) expect(value).toSatisfy((v: number) => v > 0.65 && v < 1.25);
    expect(values[1]).toBeCloseTo(0, 6);
  });

  it("follows the scalar polynomial on each singular value, whatever the rotation", async () => {
    const polynomial = (s: number) => {
      let u = s;
      for (let k = 0; k < 5; k++) u = 3.4445 * u - 4.775 * u ** 3 + 2.0315 * u ** 5;
      return u;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        async (angle, small) => {
          // [2 × 3] matrix R(angle) diag(1, small) [I 0]: singular values 1 and small, over its Frobenius norm.
          const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
          const norm = Math.hypot(1, small);
          const values = await orthogonalize({
            rows: 2,
            columns: 3,
            values: Float32Array.of(cos, -sin * small, 0, sin, cos * small, 0),
          });
          const [s1, s2] = [polynomial(1 / norm), polynomial(small / norm)];
          const wanted = [cos * s1, -sin * s2, 0, sin * s1, cos * s2, 0];
          wanted.forEach((value, k) => {
            expect(values[k]).toBeCloseTo(value, 4);
          });
        },
      ),
      { numRuns: 30, seed: 1 },
    );
  });

  it("treats a tall matrix as its transpose", async () => {
    const wide = await orthogonalize({ rows: 2, columns: 3, values: Float32Array.of(1, 2, 3, 4, 5, 7) });
    const tall = await orthogonalize({ rows: 3, columns: 2, values: Float32Array.of(1, 4, 2, 5, 3, 7) });
    expect([...tall]).toEqual([0, 3, 1, 4, 2, 5].map((k) => expect.closeTo(wide[k] as number, 5)));
  });

  it("keeps momentum in Nesterov's form, and moves matrices with more outputs farther", () => {
    const [momentum, direction] = [new Float32Array(2), new Float32Array(2)];
    muonDirection(Float32Array.of(2, -1), 0.95, Float32Array.of(0, 4), momentum, direction);
    expect(momentum[0]).toBeCloseTo(0.05 * 2, 6);
    expect(momentum[1]).toBeCloseTo(0.95 * 4 - 0.05, 6);
    expect(direction[0]).toBeCloseTo(0.05 * 2 + 0.95 * 0.1, 6);
    expect(direction[1]).toBeCloseTo(0.05 * -1 + 0.95 * 3.75, 6);
    expect(muonStep(0.1, { rows: 1, columns: 4 })).toBeCloseTo(0.2, 12);
    expect(muonStep(0.1, { rows: 4, columns: 1 })).toBeCloseTo(0.1, 12);
  });

  it("is for the blocks' matrices; the rest is Adam's", async () => {
    const specs = [
      { name: "h.0.m", shape: [2, 2], init: { constant: 0 }, role: "matrix" as const },
      { name: "b", shape: [2], init: { constant: 0 }, role: "other" as const },
    ];
    const config = { ...defaults.training, optimizer: "muon" as const, warmup: 0 };
    const start = initialState(Float32Array.of(1, 2, 3, 4, 5, 6));
    const gradient = Float32Array.of(0.3, 0.1, -0.2, 0.4, 0.5, -0.5);
    const orthogonal: Orthogonalizer = (matrices) => Promise.all(matrices.map((matrix) => orthogonalize(matrix)));
    const moved = await update(start, gradient, specs, config, orthogonal);
    const adams = await update(start, gradient, specs, { ...config, optimizer: "adam" }, orthogonal);
    expect([...moved.parameters.subarray(4)]).toEqual([...adams.parameters.subarray(4)]);
    expect([...moved.parameters.subarray(0, 4)]).not.toEqual([...adams.parameters.subarray(0, 4)]);
    expect([...moved.second.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect(moved.step).toBe(1);
  });
});

describe("rateScale", () => {
  const config = { ...defaults.training, steps: 100, warmup: 10 };
  it("rises linearly over the warm-up and falls to almost nothing at the last step", () => {
    expect(rateScale({ ...config, decay: "constant" }, 5)).toBe(0.5);
    expect(rateScale({ ...config, decay: "constant" }, 100)).toBe(1);
    expect(rateScale(config, 51)).toBeCloseTo(0.5, 12);
    expect(rateScale(config, 100)).toBeCloseTo(0.01, 12);
    expect(rateScale({ ...config, decay: "cosine" }, 51)).toBeCloseTo(0.5, 12);
    expect(rateScale({ ...config, warmup: 0 }, 1)).toBe(1);
  });
});
