import { expect, test } from "vitest";
import { runsCompared } from "../../src/plots/runsCompared.ts";
import { crowdedTexts, optionsOf } from "./drawn.ts";

const points = [1, 10, 100].map((x) => ({ x, y: 1 / x, low: 1 / x, high: 1 / x }));
const lines = (...names: readonly string[]) => names.map((name) => ({ id: name, name, points }));
const draw = (width: number, ...names: readonly string[]) =>
  runsCompared(lines(...names), { ...optionsOf({ width, height: 420 }), labelX: "training steps", labelY: "SPD" });

/** The share of the width between the first and the last point of a line. */
function shareOfLine(width: number, ...names: readonly string[]): number {
  const { node } = draw(width, ...names);
  const path = node.querySelector("[data-series] path")?.getAttribute("d") ?? "";
  const xs = [...path.matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) => Number(x));
  return (Math.max(...xs) - Math.min(...xs)) / width;
}

test("long names leave lines most of the width of a phone, and short ones too", () => {
  const long = ["a-transformer-of-another-program.safetensors", "Dimension D 5, Exemplars N 15, Noise 0.5"];
  for (const names of [long, ["Seed 1", "Seed 2"]])
    for (const width of [320, 358, 479]) {
      expect(shareOfLine(width, ...names)).toBeGreaterThan(0.5);
      expect(crowdedTexts(draw(width, ...names), 0.5)).toEqual([]);
    }
});

test("a run without a value that has a place on the axes is named as not drawn", () => {
  const infinite = points.map(({ x }) => ({ x, y: Number.POSITIVE_INFINITY, low: 1, high: 1 }));
  const all = [...lines("drawn"), { id: "far", name: "Noise 0.5", points: infinite }];
  const options = { ...optionsOf({ width: 900, height: 420 }), labelX: "training steps", labelY: "λ" };
  expect(runsCompared(all, options).node.textContent).toMatch(/Not drawn, because .*: Noise 0\.5\./);
  expect(runsCompared(lines("drawn"), options).node.textContent).not.toMatch(/Not drawn/);
});
