import { describe, expect, it, test } from "vitest";
import type { Row } from "../../src/comparison/row.ts";
import { capacityByDim } from "../../src/experiments/akyurek2022/capacity.figures.ts";
import type { Metric } from "../../src/metrics/metrics.ts";
import { agreementChange } from "../../src/plots/agreementChange.ts";
import { answersByQuery } from "../../src/plots/answersByQuery.ts";
import { heatMap } from "../../src/plots/heatMap.ts";
import { smoothed } from "../../src/plots/lossByStep.ts";
import type { DrawnFigure, FigureValue } from "../../src/plots/parts/drawnFigure.ts";
import { familyColour, palettes } from "../../src/plots/parts/palette.ts";
import type { PlotOptions } from "../../src/plots/parts/plotOptions.ts";
import { crowdedTexts, figures, optionsOf, recordFigures, textBoxesOf } from "./drawn.ts";
import { fixtureRows, fixtureSteps, rowAt } from "./fixtureRows.ts";
import { handCurves } from "./handCurves.ts";
import { recordRows } from "./recordRows.ts";

const { agreementByExemplars, agreementByStep, errorByExemplars, lossByStep } = figures;

const texts = (figure: DrawnFigure): string[] =>
  [...figure.node.querySelectorAll("text")].map((text) => text.textContent ?? "");

const points = (figure: DrawnFigure, series: string): FigureValue[] =>
  figure.values.filter((value) => value.series === series);

/** Coordinates that are not numbers, elements a strict policy forbids, ids that would clash with another figure's. */
const FORBIDDEN = /NaN|Infinity|undefined| style=|<style|href=|url\(|<script| id=/;

describe.each(Object.entries(figures))("%s", (_, draw) => {
  it("has a name, a description, axes in words, and nothing a strict content security policy forbids", () => {
    const figure = draw(fixtureRows, optionsOf());
    expect(figure.node.getAttribute("role")).toBe("img");
    expect(figure.node.querySelector("title")?.textContent).toBe(figure.node.getAttribute("aria-label"));
    expect(figure.node.querySelector("desc")?.textContent).toMatch(/\.$/);
    expect(texts(figure).some((text) => /^(exemplars in the prompt|training step)/.test(text))).toBe(true);
    expect(texts(figure).some((text) => text.startsWith("Bands: 95 % interval of the mean, 512 prompts."))).toBe(true);
    expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
    expect(draw(fixtureRows, optionsOf({ title: "mine" })).node.querySelector("title")?.textContent).toBe("mine");
  });

  it("says in a sentence that there are no rows yet, at the size it will have", () => {
    for (const width of [300, 900]) {
      const figure = draw([], optionsOf({ width, height: 350 }));
      expect(texts(figure).join(" ")).toMatch(/^No rows yet: .*\.$/);
      expect(figure.node.getAttribute("viewBox")).toBe(`0 0 ${width} 350`);
      for (const { left, right } of textBoxesOf(figure, 0.55)) {
        expect(left).toBeGreaterThan(0);
        expect(right).toBeLessThan(width);
      }
    }
  });

  it("cuts off no text and overlaps none, at any width, height and axes", () => {
    for (const width of [320, 360, 479, 480, 720, 1200]) {
      for (const height of [300, 430]) {
        for (const log of [false, true]) {
          const options = optionsOf({ width, height, logX: log, logY: log, step: 100 });
          const crowded = crowdedTexts(draw(fixtureRows, options), 0.5);
          expect(crowded, `at ${width} × ${height}, log ${log}`).toEqual([]);
        }
      }
    }
  });

  it("draws one row of any kind", () => {
    const kinds = new Map(fixtureRows.map((row) => [`${row.metric} ${row.statistic} ${Object.keys(row.at)}`, row]));
    for (const row of kinds.values()) {
      for (const log of [false, true]) {
        expect(draw([row], optionsOf({ logX: log, logY: log, step: 5 })).node.outerHTML).not.toMatch(FORBIDDEN);
      }
    }
  });

  it("leaves out what is not finite, and draws the rest", () => {
    const broken = fixtureRows.map((row, k) =>
      k % 7 === 0
        ? { ...row, value: k % 2 ? Number.NaN : Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY }
        : row,
    );
    const figure = draw(broken, optionsOf({ logY: true }));
    expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
    expect(figure.values.length).toBeGreaterThan(10);
  });

  it("returns every value with its series, its interval, and its position in the plot area", () => {
    const { plotArea, values } = draw(fixtureRows, optionsOf());
    const { left, top, width, height } = plotArea;
    for (const value of values) {
      expect(value.series).not.toBe("");
      expect(value.name).not.toBe("");
      expect(value.low).toBeLessThanOrEqual(value.value);
      expect(value.high).toBeGreaterThanOrEqual(value.value);
      expect(Number.isFinite(value.x)).toBe(true);
      expect(value.left).toBeGreaterThanOrEqual(left);
      expect(value.left).toBeLessThanOrEqual(left + width);
      expect(value.top).toBeGreaterThanOrEqual(top);
      expect(value.top).toBeLessThanOrEqual(top + height);
    }
  });

  it("takes another name of the y axis for rows that are normalised in another way", () => {
    const figure = draw(fixtureRows, optionsOf({ labelY: "squared error / variance of mpg", logY: false }));
    expect(texts(figure)).toContain("squared error / variance of mpg");
  });

  it("does not change its arguments", () => {
    const rows = Object.freeze(fixtureRows.map((row) => Object.freeze({ ...row })));
    expect(draw(rows, optionsOf()).node.outerHTML).toBe(draw(fixtureRows, optionsOf()).node.outerHTML);
  });
});

describe.each(Object.entries(recordFigures))("%s", (_, draw) => {
  it("is named, described, and holds nothing a strict content security policy forbids", () => {
    const figure = draw(recordRows, optionsOf());
    expect(figure.node.querySelector("title")?.textContent).toBe(figure.node.getAttribute("aria-label"));
    expect(figure.node.querySelector("desc")?.textContent).toMatch(/\.$/);
    expect(texts(figure).join(" ")).toMatch(/mean of 3 seeds|each seed|of \d+ prompts/i);
    expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
  });

  it("says in a sentence that there are no rows yet", () => {
    expect(texts(draw([], optionsOf())).join(" ")).toMatch(/^No rows yet: .*\.$/);
  });

  it("names no line if names are off", () => {
    const figure = draw(recordRows, optionsOf({ keys: false }));
    expect(figure.node.querySelectorAll("[data-key]")).toHaveLength(0);
    expect(crowdedTexts(figure, 0.5)).toEqual([]);
  });

  it("cuts off no text and overlaps none, at any width and theme", () => {
    for (const width of [320, 360, 480, 720, 1200]) {
      for (const height of [300, 430]) {
        for (const theme of ["light", "dark"] as const) {
          const options = optionsOf({ width, height, theme, logY: true });
          expect(crowdedTexts(draw(recordRows, options), 0.5), `at ${width} × ${height}`).toEqual([]);
        }
      }
    }
  });
});

test("the heat map frames the nearest of each column, one a column, and writes noise levels as fractions", () => {
  const figure = recordFigures.agreementByNoise(recordRows, optionsOf());
  const framed = [...figure.node.querySelectorAll("rect[data-cell][stroke]")].map((cell) =>
    cell.getAttribute("data-cell"),
  );
  expect(framed).toEqual(["ols", "ridge(1/16)", "ridge(1/9)", "ridge(1/4)", "ridge(4/9)"]);
  expect(texts(figure)).toEqual(expect.arrayContaining(["0", "1/16", "1/9", "1/4", "4/9", "effective λ"]));
});

test("depths and sizes are drawn each at the other's usual value, with their own numbers as ticks", () => {
  const depth = recordFigures.agreementByDepth(recordRows, optionsOf());
  expect(points(depth, "ols").map((point) => point.x)).toEqual([1, 2, 4, 8]);
  const size = recordFigures.agreementBySize(recordRows, optionsOf());
  expect(points(size, "ols").map((point) => point.x)).toEqual([8, 16, 32, 64, 128]);
  expect(texts(size)).toContain("hidden size, log scale (layers 4)");
});

test("errors are drawn along the scale that varies, ridge regression named with its D", () => {
  const figure = recordFigures.errorByProduct(recordRows, optionsOf());
  expect(points(figure, "mul").map((point) => point.x)).toEqual([2 ** -8, 2 ** -4, 0.25, 0.5]);
  expect(texts(figure)).toEqual(expect.arrayContaining(["mul", "aff", "GD 0.02", "ridge 0.1, D2"]));
});

test("over training the strip keeps its names inside, whether lines are named or not", () => {
  for (const width of [320, 720]) {
    expect(crowdedTexts(agreementByStep(fixtureRows, optionsOf({ width, keys: false })), 0.5)).toEqual([]);
  }
});

describe("a map of tokens", () => {
  const map = { name: "a map", columns: ["x₁", "y₁", "x₂"], rows: ["a", "b"], values: [4, 0, -1, 0.5, Number.NaN, 0] };
  const cells = (figure: DrawnFigure) =>
    [...figure.node.querySelectorAll("[data-cell]")].map((cell) => [
      cell.getAttribute("data-cell"),
      cell.getAttribute("fill"),
      Number(cell.getAttribute("fill-opacity")),
    ]);

  it("has a cell for every number but zero, its colour the sign, its opacity the root of the size", () => {
    const [ols, gd] = ["ols", "gd"].map((id) => familyColour(palettes.light, id));
    expect(cells(heatMap(map, optionsOf()))).toEqual([
      ["a x₁", ols, 0.75],
      ["a y₁", gd, 0.375],
      ["b y₁", ols, 0.265],
    ]);
  });

  it("draws models that favour least squares in blue, with the ratio of the distances", () => {
    const models = [8, 32].flatMap((hiddenSize) => [1, 2].map((dim) => ({ hiddenSize, dim, layers: 4, heads: 1 })));
    const rows = models.flatMap((at) => [
      rowAt("spd", at, 0.01, { reference: "ridge(0.1)" }),
      rowAt("spd", at, at.hiddenSize === 8 ? 0.02 : 0.0025, { reference: "ols" }),
    ]);
    const figure = capacityByDim(rows, optionsOf());
    const [ols, gd] = ["ols", "gd"].map((id) => familyColour(palettes.light, id));
    expect(cells(figure).map(([name, colour]) => [name, colour])).toEqual([
      ["L4 H8 K1 D 1", gd],
      ["L4 H8 K1 D 2", gd],
      ["L4 H32 K1 D 1", ols],
      ["L4 H32 K1 D 2", ols],
    ]);
    expect(texts(figure)).toEqual(expect.arrayContaining(["2", "0.25", "L4 H32 K1", "D 2"]));
    const [first] = points(figure, "L4 H8 K1"); // every cell can be read by hover, keyboard and table
    expect([first?.x, first?.value]).toEqual([1, expect.closeTo(2, 12)]);
    expect(figure.values.length).toBe(4);
    expect(texts(capacityByDim([], optionsOf())).join(" ")).toMatch(/^No rows yet: .*\.$/);
  });

  it("has full colour at the maximum that it is given", () => {
    const [[, , first] = []] = cells(heatMap({ ...map, max: 16 }, optionsOf()));
    expect(first).toBe(0.375);
  });

  it("cuts no text off and lays none over another, many tokens or few", () => {
    const columns = Array.from({ length: 41 }, (_, t) => `${t % 2 ? "y" : "x"}₁₀`);
    const rows = Array.from({ length: 12 }, (_, c) => `inverse${c}`);
    const values = columns.flatMap(() => rows.map((_, c) => c - 5.123));
    for (const width of [320, 720, 1200]) {
      for (const T of [3, 11, 41]) {
        const part = { columns: columns.slice(0, T), rows, values: values.slice(0, T * rows.length) };
        const figure = heatMap({ name: "a map", ...part }, optionsOf({ width }));
        expect(crowdedTexts(figure, 0.5), `${T} at ${width}`).toEqual([]);
      }
    }
  });
});

describe("a figure of one evaluation", () => {
  const valueAt = (options: Partial<PlotOptions>) =>
    points(agreementByExemplars(fixtureRows, optionsOf(options)), "ols")[0]?.value;
  const rowOf = (step: number, statistic: Row["statistic"] = "mean") => {
    const found = fixtureRows.find(
      ({ metric, reference, at, ...row }) =>
        metric === "spd" &&
        reference === "ols" &&
        at.exemplars === 1 &&
        at.step === step &&
        row.statistic === statistic,
    );
    return (found as Row).value;
  };

  it("shows the requested step, or the last evaluation before it, or the first one; without a request the last one", () => {
    expect(valueAt({})).toBe(rowOf(1000));
    expect(valueAt({ step: 200 })).toBe(rowOf(200));
    expect(valueAt({ step: 499 })).toBe(rowOf(200));
    const late = fixtureRows.filter(({ at }) => at.step === undefined || at.step >= 100);
    const first = points(agreementByExemplars(late, optionsOf({ step: 3 })), "ols")[0];
    expect(first?.value).toBe(rowOf(100));
    expect(new Set([100, 200, 500, 1000].map((step) => rowOf(step))).size).toBe(4);
  });

  it("shows medians on request", () => {
    expect(valueAt({ statistic: "median" })).toBe(rowOf(1000, "median"));
    expect(rowOf(1000, "median")).not.toBe(rowOf(1000));
  });

  it("keeps the given y axis, and says what lies below it", () => {
    const figure = agreementByExemplars(fixtureRows, optionsOf({ domainY: [0.1, 10] }));
    expect(texts(figure)).toContain("≤ 0.1");
    expect(texts(figure).join(" ")).toContain("Values below 0.1 stand on the axis; float32 ends near 10⁻¹⁴.");
  });

  it("draws the transformer's error among the algorithms', at that step", () => {
    const figure = errorByExemplars(fixtureRows, optionsOf({ step: 0 }));
    expect(points(figure, "transformer")).toHaveLength(11);
    expect(points(figure, "knn(3,uniform)")).toHaveLength(11);
  });
});

describe("a log axis of distances", () => {
  it("clips what is six decades down to its lower end, and says so", () => {
    const figure = errorByExemplars(fixtureRows, optionsOf({ logY: true }));
    expect(texts(figure).filter((text) => text.startsWith("≤ "))).toHaveLength(1);
    expect(texts(figure).join(" ")).toMatch(/Values below \S+ stand on the axis/);
  });

  it("of nothing but zeros stands on the line where float32 ends", () => {
    const zeros = fixtureRows.map((row) => ({ ...row, value: 0, low: 0, high: 0 }));
    for (const draw of [agreementByExemplars, agreementByStep, errorByExemplars]) {
      const figure = draw(zeros, optionsOf({ logY: true }));
      expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
      const floor = Number(figure.node.querySelector("[data-floor]")?.getAttribute("y1"));
      const shown = points(figure, "zero");
      expect(shown.length).toBeGreaterThan(1);
      for (const { top } of shown) expect(top - figure.plotArea.top).toBeCloseTo(floor, 1);
    }
    expect(agreementByExemplars(fixtureRows, optionsOf()).node.querySelector("[data-floor]")).toBeNull();
  });

  it("keeps bands that reach zero inside the figure", () => {
    const wide = fixtureRows.map((row) => ({ ...row, low: 0, high: row.value * 1e9 }));
    const figure = agreementByExemplars(wide, optionsOf());
    expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
    const height = figure.plotArea.height;
    for (const band of figure.node.querySelectorAll("path[fill-opacity]")) {
      const heights = [...(band.getAttribute("d") ?? "").matchAll(/,([-\d.]+)/g)].map(([, y]) => Number(y));
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...heights)).toBeLessThanOrEqual(height + 0.1);
    }
  });
});

describe("the strip of nearest algorithms", () => {
  const bars = (figure: DrawnFigure) =>
    [...figure.node.querySelectorAll("[data-nearest]")].map((bar) => bar.getAttribute("data-nearest"));
  const lambdas = (figure: DrawnFigure) =>
    [...figure.node.querySelectorAll("[data-lambda]")].map((each) => each.textContent);
  const overAll = (metric: Metric, value: number, more: Partial<Row>) =>
    rowAt(metric, { step: 7, positions: "all" }, value, more);

  it("names the nearest algorithms, in order, and is undecided if the margin includes zero", () => {
    const figure = agreementByStep(fixtureRows, optionsOf());
    expect(bars(figure)).toEqual(["zero", "undecided", "gd(0.01,8)", "ridge(0.5)", "ridge(0.1)", "undecided", "ols"]);
    expect(texts(figure).join(" ")).toContain("Hatched: undecided");
    for (const name of ["always zero", "8 × GD 0.01", "ridge 0.5", "ridge 0.1"]) {
      expect(texts(figure).filter((text) => text === name).length).toBe(2); // at the end of the line, under the bar
    }
  });

  it("does not mention hatching if all is decided, and is undecided without a margin", () => {
    const spd = overAll("spd", 0.1, { reference: "ols" });
    const nearest = overAll("nearest", 0.1, { reference: "ols" });
    const margin = overAll("margin", 0.1, { reference: "zero", low: 0.05, high: 0.2 });
    const decided = agreementByStep([spd, nearest, margin], optionsOf());
    expect(bars(decided)).toEqual(["ols"]);
    expect(texts(decided).join(" ")).not.toContain("Hatched");
    expect(bars(agreementByStep([spd, nearest], optionsOf()))).toEqual(["undecided"]);
    const touching = { ...margin, low: 0 };
    expect(bars(agreementByStep([spd, nearest, touching], optionsOf()))).toEqual(["undecided"]);
  });

  it("shows the effective λ at both ends and at the cursor, in words if it is 0 or ∞", () => {
    const figure = agreementByStep(fixtureRows, optionsOf({ step: 50 }));
    expect(lambdas(figure).at(0)).toBe("∞ (zero)");
    expect(lambdas(figure).at(-1)).toBe("0 (least squares)");
    const bold = [...figure.node.querySelectorAll('[data-lambda][font-weight="600"]')].map((each) => each.textContent);
    expect(bold).toEqual(["2"]);
    expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
  });

  it("has a cursor at the current step, over its points", () => {
    for (const step of fixtureSteps) {
      const figure = agreementByStep(fixtureRows, optionsOf({ step }));
      const cursor = Number(figure.node.querySelector("[data-cursor]")?.getAttribute("x1"));
      const point = points(figure, "zero").find(({ x }) => x === step);
      expect((point?.left ?? 0) - figure.plotArea.left).toBeCloseTo(cursor, 1);
    }
    expect(agreementByStep(fixtureRows, optionsOf()).node.querySelector("[data-cursor]")).toBeNull();
  });
});

describe("the training loss", () => {
  it("is smoothed: a constant stays constant, and the first value has no more weight than another", () => {
    expect(smoothed([2, 2, 2], 0.9)).toEqual([2, 2, 2].map((value) => expect.closeTo(value, 12)));
    expect(smoothed([1, 3], 0.5)).toEqual([1, expect.closeTo((0.5 + 3) / 1.5, 12)]);
    expect(smoothed([5, 1, 7], 0)).toEqual([5, 1, 7]);
    const plain = lossByStep(fixtureRows, optionsOf());
    const figure = lossByStep(fixtureRows, { ...optionsOf(), smoothing: 0.9 });
    const valuesOf = (each: DrawnFigure, id: string) => points(each, id).map(({ value }) => value);
    expect(valuesOf(figure, "transformer")).toEqual(valuesOf(plain, "transformer")); // as it is, it stays
    expect(valuesOf(figure, "transformer smoothed")).toHaveLength(valuesOf(plain, "transformer").length);
    expect(valuesOf(plain, "transformer smoothed")).toEqual([]);
  });

  it("has the floors as level lines over its whole length, named in words", () => {
    const figure = lossByStep(fixtureRows, optionsOf());
    for (const learner of ["zero", "bayes"]) {
      const [from, to] = points(figure, learner).map((point) => point.top);
      expect(from).toBe(to);
      expect(points(figure, learner).map((point) => point.x)).toEqual([0, 1000]);
    }
    expect(texts(figure)).toEqual(expect.arrayContaining(["always zero", "Bayes", "transformer"]));
  });

  it("is empty before the first step, even if it has floors", () => {
    const floors = fixtureRows.filter(({ metric, at }) => metric === "loss" && at.step === undefined);
    expect(texts(lossByStep(floors, optionsOf())).join(" ")).toMatch(/^No rows yet/);
  });
});

describe("answersByQuery", () => {
  it("cuts no text off at any size, draws nothing outside its axes, and nothing a strict policy forbids", () => {
    for (const width of [320, 480, 720, 1200]) {
      const figure = answersByQuery(handCurves, optionsOf({ width, height: 430 }));
      expect(crowdedTexts(figure, 0.5), `at ${width}`).toEqual([]);
      expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
      expect(Math.max(...figure.values.map(({ value }) => Math.abs(value)))).toBeLessThanOrEqual(6);
    }
  });

  it("draws a curve for each learner and one band", () => {
    const figure = answersByQuery(handCurves, optionsOf());
    const drawn = [...figure.node.querySelectorAll("g[data-series]")].map((group) => group.getAttribute("data-series"));
    const [transformer, ...others] = Object.keys(handCurves.curves);
    expect(drawn).toEqual([...others, transformer]); // it lies over the others
    expect(figure.node.querySelectorAll('path[fill-opacity="0.14"]').length).toBe(1);
  });
});

test("no figure has a size below zero, however narrow the page is for a moment", () => {
  const map = { name: "a map", columns: ["x₁", "y₁"], rows: ["1", "2"], values: new Float32Array(4) };
  for (const width of [50, 60, 80, 120]) {
    const options = optionsOf({ width, height: 360 });
    const drawn = [
      ...Object.values(figures).map((draw) => draw(fixtureRows, options)),
      ...Object.values(recordFigures).map((draw) => draw(recordRows, options)),
      heatMap(map, options),
      answersByQuery(handCurves, options),
    ];
    for (const figure of drawn) expect(figure.node.outerHTML).not.toMatch(/ (width|height|r)="-/);
  }
});

test("agreementChange divides one evaluation's distance by another's: below 1 if it came nearer", () => {
  const [from, to] = [fixtureSteps[1] as number, fixtureSteps.at(-1) as number];
  const value = (step: number, reference: string, exemplars: number) =>
    fixtureRows.find(
      (row) =>
        row.metric === "spd" &&
        row.statistic === "mean" &&
        row.reference === reference &&
        row.at.step === step &&
        row.at.exemplars === exemplars,
    )?.value ?? Number.NaN;
  const figure = agreementChange(fixtureRows, { ...optionsOf(), from, step: to });
  const read = points(figure, "ols");
  expect(read.length).toBeGreaterThan(2);
  const one = Number(figure.node.querySelector("[data-one]")?.getAttribute("y1"));
  for (const point of read) {
    const ratio = value(to, "ols", point.x) / value(from, "ols", point.x);
    expect(point.value).toBe(ratio);
    if (Math.abs(ratio - 1) > 0.05) expect(point.top - figure.plotArea.top > one).toBe(ratio < 1); // lower in the picture
  }
  expect(figure.node.outerHTML).not.toMatch(FORBIDDEN);
  const none = agreementChange([], { ...optionsOf(), from, step: to });
  expect(texts(none).join(" ")).toMatch(/^No rows yet: .*\.$/);
  for (const width of [320, 900])
    expect(crowdedTexts(agreementChange(fixtureRows, { ...optionsOf({ width }), from, step: to }), 0.5)).toEqual([]);
});

test.each(["agreementByStep", "lossByStep"] as const)(
  "%s marks where something was changed, and nothing that is yet to come",
  (name) => {
    const last = fixtureSteps.at(-1) as number;
    const marks = [1, last, 10 * last].map((x) => ({ x, label: `rate ${x}` }));
    for (const width of [320, 900]) {
      const figure = figures[name](fixtureRows, { ...optionsOf({ width }), marks });
      const lines = [...figure.node.querySelectorAll("[data-mark]")];
      expect(lines.map((line) => line.getAttribute("data-mark"))).toEqual(["1", String(last)]);
      expect(texts(figure)).toEqual(expect.arrayContaining(["rate 1", `rate ${last}`]));
      expect(crowdedTexts(figure, 0.5)).toEqual([]);
      const point = figure.values.find(({ x }) => x === last);
      expect((point?.left ?? 0) - figure.plotArea.left).toBeCloseTo(Number(lines[1]?.getAttribute("x1")), 1);
    }
  },
);
