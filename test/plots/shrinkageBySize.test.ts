import { expect, test } from "vitest";
import { answersByQuery } from "../../src/plots/answersByQuery.ts";
import { shrinkageBySize } from "../../src/plots/shrinkageBySize.ts";
import { optionsOf } from "./drawn.ts";
import { handCurves } from "./handCurves.ts";

test("shrinkage stands at each direction's size, and the law of ridge regression goes through its points", () => {
  const sizes = [1, 4];
  const lambda = 0.25;
  const ridge = sizes.map((size) => lambda / (lambda + size));
  const shares = { [`ridge(${lambda})`]: ridge, transformer: [0.3, Number.NaN] };
  const { node, values } = shrinkageBySize({ sizes, shares }, optionsOf());
  expect(values.map(({ series, x, value }) => [series, x, value])).toEqual([
    ["ridge(0.25)", 1, 0.2],
    ["ridge(0.25)", 4, 0.25 / 4.25],
    ["transformer", 1, 0.3], // nothing is known of the other direction
  ]);
  const [curve] = [...node.querySelectorAll('[data-series="ridge(0.25)"] path')];
  const points = (curve?.getAttribute("d") ?? "")
    .slice(1)
    .split("L")
    .map((pair) => pair.split(",").map(Number));
  const left = values[0]?.left ?? Number.NaN;
  const top = values[0]?.top ?? Number.NaN;
  const plot =
    node
      .querySelector("g")
      ?.getAttribute("transform")
      ?.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  const near = points.reduce((a, b) =>
    Math.abs((b[0] ?? 0) + (plot[0] ?? 0) - left) < Math.abs((a[0] ?? 0) + (plot[0] ?? 0) - left) ? b : a,
  );
  expect(Math.abs((near[1] ?? 0) + (plot[1] ?? 0) - top)).toBeLessThan(4); // px
});

test("curves of Play: only the learners that are shown, the transformer last, exemplars and a table's units on request", () => {
  const ids = Object.keys(handCurves.curves);
  const shown = ids.slice(0, 2);
  const units = { x: { name: "horsepower", domain: [40, 220] }, y: { name: "mpg", domain: [10, 46] } } as const;
  const { node } = answersByQuery({ ...handCurves, shown, exemplars: [{ x: 1, y: 1 }], units }, optionsOf());
  const drawn = [...node.querySelectorAll("[data-series]")].map((group) => group.getAttribute("data-series"));
  expect([...drawn].sort()).toEqual([...shown].sort());
  expect(drawn.at(-1)).toBe("transformer");
  expect(node.querySelectorAll("[data-exemplar]")).toHaveLength(1);
  const texts = [...node.querySelectorAll("text")].map((text) => text.textContent);
  for (const text of ["horsepower", "mpg", "100", "20"]) expect(texts).toContain(text);
});
