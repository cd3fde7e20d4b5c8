import { beforeAll, describe, expect, it } from "vitest";
import type { Learner } from "../../src/algorithms/learner.ts";
import { defaults } from "../../src/config/schema.ts";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { sampleDrift } from "../../src/retrieval/drift.ts";
import { readStream } from "../../src/retrieval/readStream.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { sampleSymbols } from "../../src/tasks/symbols.engine.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { type Model, transformer } from "../../src/transformer/model.ts";
import { traceOf } from "../../src/transformer/traceOf.ts";
import { startHere } from "../kernels/startHere.ts";

const [DIM, EXEMPLARS] = [5, 15];
const size = { ...defaults.model, layers: 1, hiddenSize: 8, heads: 2 };
const model = transformer(size, DIM, EXEMPLARS);
const stream = { seed: 1, label: "unreadable", first: 0 };
const prompts = (dim: number, exemplars: number) => sampleLinear({ dim, exemplars, tau: 1, sigma: 0 }, stream, 2);
const good = prompts(DIM, EXEMPLARS);
const symbols = sampleSymbols(
  { dim: DIM, exemplars: EXEMPLARS, sigma: 0, natural: 1, instructed: 1, symbolSize: 4, symbols: "gaussian" },
  stream,
  2,
);

/** What a promise, or a function, is rejected with: one sentence. */
async function rejection(ask: () => unknown): Promise<string> {
  try {
    await ask();
  } catch (error) {
    return (error as Error).message;
  }
  return expect.fail("expected a rejection");
}

const longer = { ...good, x: new Float32Array(good.x.length + 1) };
const malformed: [string, PromptBatch, RegExp][] = [
  ["an x too long", longer, /^invalid prompts: expected x \[B, N \+ 1, D\] of 160 numbers, got 161$/],
  ["a y too short", { ...good, y: good.y.slice(1) }, /expected y .* of 32 numbers, got 31$/],
  [
    "a queryX of another D",
    { ...good, queryX: prompts(4, EXEMPLARS).x },
    /expected queryX .* of 160 numbers, got 128$/,
  ],
  ["half an exemplar", { ...good, exemplars: 14.5 }, /^invalid exemplars: expected a whole number .* got 14.5$/],
  ["no prompts", { ...good, prompts: 0 }, /^invalid prompts: expected a whole number of at least 1, got 0$/],
  ["dimensions that are no number", { ...good, dim: Number.NaN }, /^invalid dim: .* got NaN$/],
  ["a length beyond N", { ...good, lengths: Int32Array.of(3, 16) }, /^invalid lengths: .* from 0 to 15, got 16$/],
];
const unreadable: [string, PromptBatch, RegExp][] = [
  ["more exemplars", prompts(DIM, 20), /^invalid prompts: expected at most 15 exemplars, got 20$/],
  ["fewer dimensions", prompts(4, EXEMPLARS), /^invalid prompts: expected 5 dimensions, got 4$/],
  ["more dimensions", prompts(6, EXEMPLARS), /^invalid prompts: expected 5 dimensions, got 6$/],
  ["ragged prompts", { ...good, lengths: Int32Array.of(3, 15) }, /^invalid prompts: expected prompts of one length/],
  ["symbols", symbols, /^invalid prompts: expected labels that are numbers, got symbols of 4 numbers$/],
];

describe.each(["wasm", "cpu"] as const)("on tfjs's %s backend the transformer refuses in one sentence", (backend) => {
  const opened: Learner[] = [];
  const open = (of: Model = model) => {
    const learner = inContextLearner(of, of.init(1), {});
    opened.push(learner);
    return learner;
  };
  beforeAll(async () => {
    await startHere(backend);
    return () => {
      for (const learner of opened) learner.dispose?.();
    };
  });

  it.each([...malformed, ...unreadable])("%s", async (_, batch, sentence) => {
    const queries = new Float32Array(2 * batch.dim || 10);
    const asked = Math.floor(batch.exemplars);
    expect(await rejection(() => open().predict(batch))).toMatch(sentence);
    expect(await rejection(() => open().predictQueries(batch, queries, asked))).toMatch(sentence);
  });

  it("queries that do not fit, and exemplars that are not there", async () => {
    const ask = (queries: Float32Array, exemplars: number) =>
      rejection(() => open().predictQueries(good, queries, exemplars));
    expect(await ask(new Float32Array(11), 3)).toMatch(
      /^invalid queries: expected a multiple of 10 numbers .* got 11$/,
    );
    expect(await ask(new Float32Array(0), 3)).toMatch(/^invalid queries: .* got 0$/);
    for (const n of [-1, 2.5, 16, Number.NaN]) {
      expect(await ask(new Float32Array(10), n)).toBe(
        `invalid exemplars: expected a whole number from 0 to 15, got ${n}`,
      );
    }
  });

  it("windows of a stream that are too long", async () => {
    const drift = sampleDrift(
      { dim: DIM, tau: 1, sigma: 0.5, topics: 2, copies: 1, document: 12, hazard: 0.1, pairs: 40 },
      stream,
    );
    const read = (window: number) =>
      rejection(() => readStream(open(), drift, drift.documents, { windows: [window], step: 1, from: 20 }));
    expect(await read(4)).toBe("invalid prompts: expected at most 15 exemplars, got 16");
    expect(await read(2.5)).toMatch(/^invalid windows: expected a whole number .* got 2.5$/);
  });

  it("tokens that its layers cannot be traced on", async () => {
    for (const batch of [prompts(DIM, 16), prompts(6, 3)])
      await expect(traceOf(model, model.init(1), interleave(batch))).rejects.toThrow(/^invalid model: expected /);
  });

  it("parameters of another model", () => {
    expect(() => inContextLearner(model, model.init(1).subarray(1), {})).toThrow(/^invalid parameters: expected \d+ /);
  });

  it("numbers for labels, where it reads symbols", async () => {
    const reader = open(transformer({ ...size, readout: "symbol" }, DIM, EXEMPLARS, 4));
    expect((await reader.predict(symbols)).length).toBe(2 * (EXEMPLARS + 1));
    expect(await rejection(() => reader.predict(good))).toMatch(/expected labels that are symbols of 4 numbers/);
    const { context: _none, ...alone } = symbols;
    expect(await rejection(() => reader.predict(alone))).toMatch(/expected an instruction before each, got none$/);
  });

  it("but not prompts that are shorter, nor the beginning of longer ones", async () => {
    expect((await open().predict(prompts(DIM, 3))).length).toBe(8);
    expect((await open().predictQueries(prompts(DIM, 20), new Float32Array(10), 15)).length).toBe(2);
  });
});

describe.each(["zero", "ols", "ridge(0.1)", "bayes", "knn(3,uniform)", "sgd(0.01)"])("%s refuses", (id) => {
  const learning = learnerById(id, { sigma: 0.5, tau: 1 });

  it.each(malformed)("%s", async (_, batch, sentence) => {
    const learner = await learning;
    expect(await rejection(() => learner.predict(batch))).toMatch(sentence);
    expect(await rejection(() => learner.predictQueries(batch, new Float32Array(10), 3))).toMatch(sentence);
    if (learner.variance) expect(await rejection(() => learner.variance?.(batch))).toMatch(sentence);
  });
});
