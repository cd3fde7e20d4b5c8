import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { dotsOf, partsOf, valuesText } from "../../src/experiments/claimWords.ts";
import { claimDots, heightOfClaimDots } from "../../src/plots/claimDots.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const options = (width: number, parts: number) =>
  ({ document, width, height: heightOfClaimDots(parts), theme: "light" }) as const;

const claim = {
  values: [0.2, 0.9, 0.3, 0.8, 0.25, 0.95],
  of: "seeds × (smallest, largest)",
  limits: [{}, { min: 0.6 }],
  controls: {
    untrained: { holds: false, values: [0.5, 0.5, 0.48, 0.52, 0.51, 0.4] },
    shuffled: { holds: false, values: [0.2, 0.3, 0.2, 0.3, 0.2, 0.3] },
  },
};

test("a claim on seeds has its parts by name, each with its bound and the medians of its controls", () => {
  expect(dotsOf(claim)).toEqual([
    { name: "smallest", values: [0.2, 0.3, 0.25], untrained: 0.5, shuffled: 0.2 },
    { name: "largest", values: [0.9, 0.8, 0.95], min: 0.6, untrained: 0.5, shuffled: 0.3 },
  ]);
  expect(partsOf({ values: [1, 2, 3], of: "seeds" })).toEqual([["measured", [1, 2, 3]]]);
  expect(partsOf({ values: [1, 2, 3], of: "seeds, L2 H8" })).toEqual([["L2 H8", [1, 2, 3]]]);
  expect(partsOf({ values: [1, 2], of: "halvings of ε" })).toBeUndefined();
  expect(partsOf({ values: [1, 2, 3], of: "seeds × (one, other)" })).toBeUndefined();
  expect(dotsOf({ values: [1, 2], of: "seeds × (one, other)" })).toBeUndefined(); // one seed has no spread to draw
});

test("many values are said by their medians and ranges", () => {
  expect(valuesText(claim)).toBe("0.2, 0.9, 0.3, 0.8, 0.25, 0.95 (seeds × (smallest, largest))");
  expect(valuesText(claim, 3)).toBe(
    "medians and ranges of the seeds: smallest 0.25 (0.2 to 0.3), largest 0.9 (0.8 to 0.95)",
  );
});

test("a dot stands for each seed, further right the larger it is, and the bound starts at its value", () => {
  const parts = dotsOf(claim) ?? [];
  for (const width of [260, 760]) {
    const { node, values, plotArea } = claimDots(parts, "dots", options(width, parts.length));
    expect(node.querySelectorAll("[data-dot]")).toHaveLength(6);
    expect(values.map(({ value }) => value)).toEqual([0.2, 0.3, 0.25, 0.9, 0.8, 0.95]);
    const sorted = [...values].sort((a, b) => a.left - b.left).map(({ value }) => value);
    expect(sorted).toEqual([0.2, 0.25, 0.3, 0.8, 0.9, 0.95]);
    for (const { left } of values) {
      expect(left).toBeGreaterThanOrEqual(plotArea.left);
      expect(left).toBeLessThanOrEqual(plotArea.left + plotArea.width);
    }
    const bound = node.querySelector("[data-bound]");
    const start = Number(bound?.getAttribute("x"));
    expect(start).toBeCloseTo(plotArea.left + 0.6 * plotArea.width, 1); // shares: from 0 to 1
    expect(node.textContent).toContain("untrained");
  }
});

test("a value that is infinite stands at an end, and one that is none is left out", () => {
  const parts = [{ name: "one", values: [1, Number.POSITIVE_INFINITY, Number.NaN], untrained: Number.NaN }];
  const { node, values, plotArea } = claimDots(parts, "dots", options(400, 1));
  expect(values.map(({ value }) => value)).toEqual([1, Number.POSITIVE_INFINITY]);
  expect(values[1]?.left).toBeCloseTo(plotArea.left + plotArea.width);
  expect(node.textContent).not.toContain("untrained");
  const nothing = claimDots([{ name: "one", values: [Number.NaN, Number.NaN] }], "dots", options(400, 1));
  expect(nothing.values).toEqual([]);
});

test("a name is cut only where it has no room", () => {
  for (const name of ["gain", "after", "L2 H32 without"]) {
    const { node } = claimDots([{ name, values: [1, 2] }], "dots", options(600, 1));
    expect(node.textContent).toContain(name);
    expect(node.textContent).not.toContain("…");
  }
});
