import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { mean } from "../../src/numerics/statistics.ts";
import { interleave, withQueries } from "../../src/prompts/tokens.ts";
import { readSymbols, writtenLabels } from "../../src/prompts/writtenLabels.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { exchangeSymbols, type SymbolKind, sampleSymbols } from "../../src/tasks/symbols.engine.ts";

const task = {
  ...{ dim: 3, exemplars: 5, sigma: 0, natural: 0.75, instructed: 0.5, symbolSize: 4 },
  symbols: "gaussian" as SymbolKind,
};
const stream = { seed: 7, label: "data", first: 0 };
const draw = (changes: Partial<typeof task>, prompts: number) =>
  sampleSymbols({ ...task, ...changes }, stream, prompts);

const lengthOf = (vector: ArrayLike<number>) => Math.sqrt(Array.from(vector).reduce((sum, v) => sum + v * v, 0));
const columns = (vectors: readonly ArrayLike<number>[]) =>
  new Matrix(vectors.map((each) => Array.from(each))).transpose();
/** The two symbols of prompt b. */
const pairOf = (symbols: Float32Array, b: number) =>
  [symbols.subarray(8 * b, 8 * b + 4), symbols.subarray(8 * b + 4, 8 * b + 8)] as const;

describe("sampleSymbols", () => {
  it("does not depend on the size of the batch, and is drawn by its family's name", async () => {
    const batch = draw({}, 4);
    expect(await samplePrompts({ ...task, family: "symbols", tuning: 0 }, stream, 4)).toEqual(batch);
    for (let b = 0; b < 4; b++) {
      const alone = sampleSymbols(task, { ...stream, first: b }, 1);
      expect(alone.x).toEqual(batch.x.slice(b * 18, (b + 1) * 18));
      expect(alone.y).toEqual(batch.y.slice(b * 6, (b + 1) * 6));
      expect(alone.symbols).toEqual(batch.symbols?.slice(b * 8, (b + 1) * 8));
      expect(alone.context?.instruction).toEqual(batch.context?.instruction?.slice(b * 4, (b + 1) * 4));
    }
  });

  it("labels by the side of a w of length one, half of them on each", () => {
    const { x, y, task: known } = draw({}, 4000);
    const w = known?.w as Float32Array;
    y.forEach((label, k) => {
      const b = Math.floor(k / 6);
      const along = [0, 1, 2].reduce((sum, d) => sum + (w[3 * b + d] as number) * (x[3 * k + d] as number), 0);
      expect(label).toBe(along > 0 ? 1 : -1);
      expect(lengthOf(w.subarray(3 * b, 3 * b + 3))).toBeCloseTo(1, 5);
    });
    expect(Math.abs(mean(y))).toBeLessThan(5 / Math.sqrt(4000));
  });

  it("writes natural labels ±Aw, A one linear map for all prompts and seeds, and instructions by another", () => {
    const plane = { ...task, dim: 2, natural: 1, instructed: 1 };
    const [one, other] = [plane, plane].map((settings, k) => sampleSymbols(settings, { ...stream, seed: k }, 40));
    const said = [one, other].flatMap((batch) => {
      const w = batch?.task?.w as Float32Array;
      return Array.from({ length: 40 }, (_, b) => {
        const [below, above] = pairOf(batch?.symbols as Float32Array, b);
        const instruction = batch?.context?.instruction?.slice(4 * b, 4 * b + 4) as Float32Array;
        expect(below).toEqual(above.map((value) => -value));
        return { w: w.slice(2 * b, 2 * b + 2), label: above, instruction };
      });
    });
    for (const language of ["label", "instruction"] as const) {
      // w = α₁ w₁ + α₂ w₂ is said c (α₁ c₁ said₁ + α₂ c₂ said₂), all c > 0: the ratio of c₂ to c₁ is the same for all w.
      const inTwo = (vectors: readonly ArrayLike<number>[], vector: ArrayLike<number>) =>
        solve(columns(vectors), columns([vector]), true);
      const ratios = said.slice(2).map(({ w, ...rest }) => {
        const [first, second] = said as [(typeof said)[0], (typeof said)[0]];
        const [alpha, beta] = [
          inTwo([first.w, second.w], w),
          inTwo([first[language], second[language]], rest[language]),
        ];
        const back = columns([first[language], second[language]]).mmul(beta);
        rest[language].forEach((value, m) => {
          expect(back.get(m, 0)).toBeCloseTo(value, 4);
        });
        const by = (k: number) => beta.get(k, 0) / alpha.get(k, 0);
        expect(by(0)).toBeGreaterThan(0);
        return by(1) / by(0);
      });
      for (const ratio of ratios) expect(ratio / (ratios[0] as number)).toBeCloseTo(1, 3);
      for (const each of said) expect(lengthOf(each[language])).toBeCloseTo(2, 5);
    }
    for (const { label, instruction } of said) expect(instruction).not.toEqual(label);
  });

  it.each([
    ["gaussian", () => true],
    ["cube", (vector: Float32Array) => vector.every((value) => Math.abs(value) === 1)],
    [
      "pairs",
      (vector: Float32Array) => vector.filter((value) => Math.abs(Math.abs(value) - Math.SQRT2) < 1e-6).length === 2,
    ],
  ] as const)("makes two different symbols of one length: %s", (symbols, isOne) => {
    const drawn = draw({ natural: 0, symbols }, 300).symbols as Float32Array;
    for (let b = 0; b < 300; b++) {
      const [below, above] = pairOf(drawn, b);
      expect(below).not.toEqual(above);
      for (const vector of [below, above]) {
        expect(isOne(vector)).toBe(true);
        expect(lengthOf(vector)).toBeCloseTo(2, 5);
      }
    }
  });

  it("has the given shares of natural and of instructed prompts, without a change of x and y", () => {
    const n = 4000;
    const [mixed, natural] = [draw({}, n), draw({ natural: 1, instructed: 1 }, n)];
    expect(mixed.x).toEqual(natural.x);
    expect(mixed.y).toEqual(natural.y);
    const same = (a?: Float32Array, b?: Float32Array, size = 8) =>
      mean(
        Array.from({ length: n }, (_, k) =>
          Number(a?.subarray(k * size, (k + 1) * size).every((value, m) => value === b?.[k * size + m])),
        ),
      );
    expect(Math.abs(same(mixed.symbols, natural.symbols) - 0.75)).toBeLessThan(5 * Math.sqrt(0.1875 / n));
    const instructed = same(mixed.context?.instruction, natural.context?.instruction, 4);
    expect(Math.abs(instructed - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / n));
    expect(draw({ instructed: 0 }, 50).context?.instruction).toEqual(new Float32Array(200));
  });
});

describe("prompts of symbols", () => {
  const batch = draw({ instructed: 1 }, 3);
  const symbols = batch.symbols as Float32Array;

  it("are tokens: the instruction, then x and the symbol of its class in turn", () => {
    const { length, width, values, prefix } = interleave(batch);
    expect([length, width, prefix]).toEqual([12, 7, 12]);
    for (let b = 0; b < 3; b++) {
      const token = (t: number) => values.subarray((b * length + t) * width, (b * length + t + 1) * width);
      const instruction = batch.context?.instruction?.subarray(4 * b, 4 * b + 4) as Float32Array;
      expect([...token(0)]).toEqual([...instruction, 0, 0, 0]);
      for (let i = 0; i <= 5; i++) {
        const at = 6 * b + i;
        expect([...token(2 * i + 1)]).toEqual([0, 0, 0, 0, ...batch.x.subarray(3 * at, 3 * at + 3)]);
        const symbol = pairOf(symbols, b)[(batch.y[at] as number) > 0 ? 1 : 0];
        if (i < 5) expect([...token(2 * i + 2)]).toEqual([...symbol, 0, 0, 0]);
      }
    }
    const asked = withQueries(batch, new Float32Array(2 * 3 * 3).fill(9), 2, "interleaved");
    expect([asked.length, asked.prefix]).toEqual([7, 5]);
    expect([...asked.values.subarray(5 * 7, 6 * 7)]).toEqual([0, 0, 0, 0, 9, 9, 9]);
  });

  it("read a symbol as its y, what lies between the two as a number between, and nothing across", () => {
    const { values } = writtenLabels(batch);
    readSymbols(values, batch, symbols).forEach((y, k) => {
      expect(y).toBeCloseTo(batch.y[k] as number, 5);
    });
    const middle = new Float32Array(12);
    for (let b = 0; b < 3; b++) {
      const [below, above] = pairOf(symbols, b);
      middle.set(
        above.map((value, m) => 0.75 * value + 0.25 * (below[m] as number)),
        4 * b,
      );
    }
    for (const y of readSymbols(middle, batch, symbols)) expect(y).toBeCloseTo(0.5, 5);
  });

  it("with symbols exchanged and y turned are the same tokens, and the same prompts twice exchanged", () => {
    const exchanged = exchangeSymbols(batch);
    expect(exchangeSymbols(exchanged)).toEqual(batch);
    expect(interleave({ ...exchanged, y: batch.y.map((value) => -value) })).toEqual(interleave(batch));
    const { symbols: _, ...without } = batch;
    expect(() => exchangeSymbols(without)).toThrow(/^invalid prompts: expected labels that are symbols$/);
  });
});
