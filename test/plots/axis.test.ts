import { describe, expect, it } from "vitest";
import { dropOverlapping, scaleOf, ticksOf } from "../../src/plots/parts/axis.ts";
import { domainOf, extentOf, FLOAT32_FLOOR } from "../../src/plots/parts/domain.ts";
import { formatLambda, formatPower, formatValue } from "../../src/plots/parts/format.ts";
import { learnerStyle } from "../../src/plots/parts/learnerStyle.ts";

const texts = (spec: Partial<Parameters<typeof ticksOf>[0]>, most = 8) =>
  ticksOf({ domain: [0, 1], log: false, label: "", ...spec }, most).map(({ text }) => text);

const lineOf = (...values: number[]) => [
  { id: "ols", style: learnerStyle("ols"), points: values.map((y, x) => ({ x, y, low: y, high: y })) },
];

describe("ticks", () => {
  it("on a long log axis are powers of ten, on a short one also 2 and 5 times them", () => {
    expect(texts({ domain: [1e-5, 2], log: true })).toEqual(["10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1", "1"]);
    expect(texts({ domain: [0.5, 6], log: true })).toEqual(["0.5", "1", "2", "5"]);
    expect(texts({ domain: [1e-9, 1], log: true }, 4)).toEqual(["10⁻⁹", "10⁻⁶", "0.001", "1"]);
  });

  it("for exemplars and steps are whole numbers, with 0 before 1 on a log axis", () => {
    expect(texts({ domain: [0, 3], whole: true })).toEqual(["0", "1", "2", "3"]);
    expect(texts({ domain: [0.5, 15], log: true, whole: true, zero: true })).toEqual(["0", "1", "2", "5", "10"]);
  });

  it("say where values are clipped, on a power of ten or not", () => {
    expect(texts({ domain: [1e-6, 1], log: true, clipped: true })[0]).toBe("≤ 10⁻⁶");
    expect(texts({ domain: [3e-6, 1], log: true, clipped: true })[0]).toBe("≤ 3·10⁻⁶");
  });

  it("on a log axis are at least two if it has two powers of ten, even in little room", () => {
    for (const low of [5e-4, 1e-3, 3e-2, 2e-5]) {
      for (const most of [1, 2, 3, 8]) {
        const spec = { domain: [low, 1.3] as const, log: true, label: "" };
        expect(ticksOf(spec, most).length, `${low} ${most}`).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it("that would overlap are dropped, the less important ones first", () => {
    const ticks = ticksOf({ domain: [1, 100], log: true, label: "", whole: true }, 9);
    const retained = dropOverlapping(ticks, ({ value }) => [20 * Math.log10(value) - 5, 20 * Math.log10(value) + 5]);
    expect(retained.map(({ text }) => text)).toEqual(["1", "10", "100"]);
  });
});

describe("domains", () => {
  it("of a log axis begin at a round number, at most six decades down, and say whether a value lies below", () => {
    expect(domainOf(lineOf(0.7, 4), { log: true })).toEqual({ domain: [0.5, 4.8], clipped: false });
    expect(domainOf(lineOf(0.0012, 1), { log: true }).domain[0]).toBeCloseTo(0.001);
    expect(domainOf(lineOf(1e-15, 1e-9, 1), { log: true })).toEqual({ domain: [1e-6, 1.2], clipped: true });
    expect(domainOf(lineOf(0, 0), { log: true })).toEqual({ domain: [FLOAT32_FLOOR, 1], clipped: true });
  });

  it("include the upper ends of the bands", () => {
    const lines = lineOf(1, 2).map((line) => ({
      ...line,
      points: line.points.map((point) => ({ ...point, high: 7 })),
    }));
    expect(domainOf(lines, { log: true }).domain[1]).toBeGreaterThanOrEqual(7);
    expect(domainOf(lines, { log: false }).domain[1]).toBeGreaterThanOrEqual(7);
  });

  it("of a linear axis begin at 0 and include every value, also if there is none", () => {
    expect(domainOf(lineOf(1, 2), { log: false }).domain).toEqual([0, 2.1]);
    expect(domainOf(lineOf(), { log: false }).domain).toEqual([0, 1]);
    expect(domainOf(lineOf(Number.POSITIVE_INFINITY, 2), { log: false }).domain).toEqual([0, 2.1]);
  });

  it("for x span the points; on a log axis they begin at the place of 0 if there is one", () => {
    expect(extentOf(lineOf(1, 1, 1))).toEqual([0, 2]);
    expect(extentOf(lineOf(1, 1, 1), 0.5)).toEqual([0.5, 2]);
  });
});

it("a scale keeps everything inside its range", () => {
  const log = scaleOf({ domain: [0.01, 1], log: true, label: "" }, [100, 0]);
  expect([0, -1, 0.01, 0.1, 1, 5, Number.POSITIVE_INFINITY].map(log)).toEqual([100, 100, 100, 50, 0, 0, 0]);
});

it("values, powers and λ as text", () => {
  const values = [0, 0.01234, 1.2e-5, 1234.5, Number.POSITIVE_INFINITY, Number.NaN];
  expect(values.map(formatValue)).toEqual(["0", "0.012", "1.2e-5", "1,235", "∞", "–"]);
  expect([1e-6, 2e-6, 0.001, 5, 1e3, 1e6].map(formatPower)).toEqual(["10⁻⁶", "2·10⁻⁶", "0.001", "5", "1,000", "10⁶"]);
  expect([0, 0.1234, Number.POSITIVE_INFINITY].map(formatLambda)).toEqual(["0 (least squares)", "0.12", "∞ (zero)"]);
});
