import { expect, test } from "vitest";
import { balancedShards, predictedSeconds } from "../../src/config/balancedShards.ts";
import { gridPoints } from "../../src/config/grid.ts";
import { defaults } from "../../src/config/schema.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, k) => k + 1);

test("10,000 runs over 256 shards: every run in one shard, shards balanced by cost where counts are not", () => {
  const points = gridPoints(defaults, [
    { setting: "seed", values: numbers(250) },
    { setting: "layers", values: [1, 2, 4, 8] },
    { setting: "hiddenSize", values: [8, 16, 32, 64, 128] },
    { setting: "sigma", values: [0, 0.5] },
  ]);
  expect(points).toHaveLength(10_000);
  const shards = balancedShards(points, 256);
  expect(shards).toHaveLength(256);
  expect(
    shards
      .flat()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(points.map(({ name }) => name).sort());

  const costs = points.map(({ config }) => predictedSeconds(config));
  const loads = shards.map((shard) => shard.reduce((sum, { config }) => sum + predictedSeconds(config), 0));
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / 256;
  // Graham 1969: the dearest first, to whom has least, ends within a third of the best there is; here far closer.
  expect(Math.max(...loads) / mean).toBeLessThan(1.05);
  expect(Math.min(...loads) / mean).toBeGreaterThan(0.95);
  // The old way, every 256th run, is what balance by count alone gives.
  const byCount = numbers(256).map((i) =>
    costs.filter((_, k) => k % 256 === i - 1).reduce((sum, cost) => sum + cost, 0),
  );
  expect(Math.max(...byCount) / mean).toBeGreaterThan(1.3);
});

test("shards are always the same, keep the order of the runs, and may be empty", () => {
  const points = gridPoints(defaults, [{ setting: "layers", values: numbers(5) }]);
  expect(balancedShards(points, 2)).toEqual(balancedShards([...points], 2));
  for (const shard of balancedShards(points, 2)) {
    const places = shard.map((point) => points.indexOf(point));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
  expect(balancedShards(points, 7).filter((shard) => shard.length === 0)).toHaveLength(2);
});

test("runs that cost nothing, as those set by hand, are still spread", () => {
  const free = numbers(6).map(() => ({ config: { ...defaults, training: { ...defaults.training, steps: 0 } } }));
  expect(balancedShards(free, 3).map((shard) => shard.length)).toEqual([2, 2, 2]);
});
