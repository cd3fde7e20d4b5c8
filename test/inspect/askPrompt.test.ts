import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Checkpoint, decodeCheckpoint, modelOf } from "../../src/checkpoints/checkpoint.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { openSession } from "../../src/inspect/askPrompt.ts";
import { promptsOf } from "../../src/tasks/families.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";

const host = { now: () => performance.now(), backend: "wasm", wasmPaths: {}, warn: () => {} } as const;
const folder = new URL("../../public/runs/play-d1/moments/", import.meta.url);
const steps: number[] = JSON.parse(readFileSync(new URL("moments.json", folder), "utf8"));
const snapshotAt = (step: number): Checkpoint =>
  decodeCheckpoint(new Uint8Array(readFileSync(new URL(`${step}.safetensors`, folder))));
const last = steps.at(-1) as number;

const queries = Float32Array.from([-2, -0.5, 0, 1, 3]);
const x = Float32Array.from([-1, 0.5, 2]);
const y = Float32Array.from([-1.3, 0.2, 3.1]);
const tracedQuery = Float32Array.of(1);
const [sxx, sxy] = [1 + 0.25 + 4, 1.3 + 0.1 + 6.2]; // Σx², Σxy

describe("answers to one prompt", () => {
  let opened: Awaited<ReturnType<typeof openSession>>;
  beforeAll(async () => {
    opened = await openSession(snapshotAt(last), host);
  });
  afterAll(() => opened.dispose());

  it("are the closed forms of one dimension", async () => {
    const ids = ["ols", "ridge(2)", "gd(0.02)"];
    const { curves, deviation, unusual } = await opened.answer({ x, y, queries, tracedQuery, algorithms: ids });
    const slopes = { ols: sxy / sxx, "ridge(2)": sxy / (sxx + 2), "gd(0.02)": 0.04 * sxy, bayes: sxy / (sxx + 0.25) };
    for (const [id, slope] of Object.entries(slopes)) {
      for (const [m, query] of queries.entries()) expect(curves[id]?.[m]).toBeCloseTo(slope * query, 5);
    }
    for (const [m, query] of queries.entries())
      expect(deviation[m]).toBeCloseTo(Math.sqrt(0.25 * (1 + query ** 2 / (sxx + 0.25))), 5);
    // yᵀ (XXᵀ + σ²I)⁻¹ y by the matrix inversion lemma, as Wilson and Hilferty read it
    const quadratic = (y.reduce((sum, each) => sum + each ** 2, 0) - sxy ** 2 / (sxx + 0.25)) / 0.25;
    const spread = 2 / 27;
    expect(unusual.y).toBeCloseTo((Math.cbrt(quadratic / 3) - 1 + spread) / Math.sqrt(spread), 4);
  });

  it("of the transformer are those it gives at a position, and nearest to Bayes on prompts of its task", async () => {
    const { config, state } = snapshotAt(last);
    const batch = sampleLinear(promptsOf(config, "linear"), { seed: 5, label: "answers", first: 0 }, 1);
    const learner = inContextLearner(modelOf(config), state.parameters, {});
    const all = await learner.predict(batch);
    for (const n of [0, 1, 4, 10]) {
      const asked = { x: batch.x.slice(0, n), y: batch.y.slice(0, n), queries: batch.x.slice(n, n + 1) };
      const { curves } = await opened.answer({ ...asked, tracedQuery, algorithms: [] });
      expect(curves.transformer?.[0]).toBeCloseTo(all[n] as number, 4);
    }
    learner.dispose?.();
    const own = await opened.answer({ x, y, queries, tracedQuery, algorithms: ["ols", "ridge(5)", "knn(3,uniform)"] });
    const least = Math.min(...Object.values(own.distances));
    expect(own.distances.bayes).toBe(least);
  });

  it("include the implied weight of each learner, and the attention of the query in every head", async () => {
    const { weights, reads } = await opened.answer({ x, y, queries, tracedQuery, algorithms: ["ols"] });
    expect(weights.ols?.[0]).toBeCloseTo(sxy / sxx, 6);
    expect(weights.bayes?.[0]).toBeCloseTo(sxy / (sxx + 0.25), 6);
    expect(reads.tokens).toEqual(["x₁", "y₁", "x₂", "y₂", "x₃", "y₃", "x₄"]);
    expect(reads.heads).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    for (let head = 0; head < 4; head++) {
      const sum = reads.weights.reduce((all, weight, k) => all + (k % 4 === head ? weight : 0), 0);
      expect(sum).toBeCloseTo(1, 5);
    }
    const other = await opened.answer({ x, y, queries, tracedQuery: Float32Array.of(-2), algorithms: [] });
    expect(other.reads.weights).not.toEqual(reads.weights);
    const alone = await opened.answer({
      x: new Float32Array(0),
      y: new Float32Array(0),
      queries,
      tracedQuery,
      algorithms: [],
    });
    expect([...alone.reads.weights]).toEqual([1, 1, 1, 1]);
  });

  it("report exemplars that are unusual in training", async () => {
    const ask = async (xs: number[], ys: number[]) =>
      (
        await opened.answer({
          x: Float32Array.from(xs),
          y: Float32Array.from(ys),
          queries,
          tracedQuery,
          algorithms: [],
        })
      ).unusual;
    const usual = await ask([-1, 0.5, 1.5], [-1.2, 0.3, 1.9]);
    expect(Math.max(usual.x, usual.y)).toBeLessThan(3);
    expect((await ask([-1, 0.5, 1.5], [4, -5, 4])).y).toBeGreaterThan(3); // on no line
    expect((await ask([3, -3, 3, -3, 3], [3, -3, 3, -3, 3])).x).toBeGreaterThan(3);
    expect(await ask([], [])).toEqual({ x: 0, y: 0 });
  });

  it("are an error of one sentence if the prompt is invalid", async () => {
    const ask = (n: number, value = 1, at: readonly string[] = []) =>
      opened.answer({
        x: new Float32Array(n).fill(value),
        y: new Float32Array(n),
        queries,
        tracedQuery,
        algorithms: at,
      });
    await expect(ask(11)).rejects.toThrow("too many exemplars: the transformer reads at most 10, got 11");
    await expect(ask(1, Number.NaN)).rejects.toThrow("invalid prompt: expected finite numbers");
    await expect(ask(1, 1, ["magic"])).rejects.toThrow("unknown learner magic");
  });
});

it("an untrained transformer answers far from Bayes, and each published snapshot is nearer, or nearly as near", async () => {
  const far: number[] = [];
  for (const step of steps) {
    const opened = await openSession(snapshotAt(step), host);
    far.push((await opened.answer({ x, y, queries, tracedQuery, algorithms: [] })).distances.bayes as number);
    opened.dispose();
  }
  expect(far.at(-1)).toBeLessThan((far[0] as number) / 20);
});

it("without noise, exemplars on one line are usual and off it are not", async () => {
  const config = { ...presetConfig("quick"), prompts: { ...presetConfig("quick").prompts, dim: 1 } };
  const checkpoint = { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
  const opened = await openSession(checkpoint, host);
  const ask = async (ys: number[]) =>
    (await opened.answer({ x, y: Float32Array.from(ys), queries, tracedQuery, algorithms: [] })).unusual.y;
  expect(await ask([-1, 0.5, 2])).toBeLessThan(3);
  expect(await ask([-1, 0.6, 2])).toBe(Number.POSITIVE_INFINITY);
  opened.dispose();
});
