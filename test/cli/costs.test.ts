import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { costFigure } from "../../src/cli/costs/costFigure.ts";
import { type CostResult, parseCosts } from "../../src/cli/costs/costResult.ts";
import { costTables } from "../../src/cli/costs/costTables.ts";
import { makeDocument } from "../../src/cli/figures.ts";
import { icl, iclHere, lastLine, newFolder } from "./icl.ts";

const smallest = ["dim=1", "exemplars=2", "layers=1", "hiddenSize=4", "heads=1", "batch=4"];
const settings = smallest.flatMap((each) => ["--set", each]);

test("costs measures every size alone, saves one file, and writes its tables", async () => {
  const out = join(newFolder(), "costs.json");
  const only = ["dim", "prompts", "runs", "predicted"].flatMap((part) => ["--only", part]);
  const ended = await icl("costs", "--short", ...only, ...settings, "--seconds", "1", "--out", out, "--json");
  expect([ended.code, ended.err]).toEqual([0, expect.stringContaining("a step with dim 2")]);
  const result = parseCosts(readFileSync(out, "utf8"));
  expect(lastLine(ended)).toEqual({ out, ...result });
  const values = (points: readonly { readonly axis: string; readonly value: number }[], axis: string) =>
    points.filter((point) => point.axis === axis).map(({ value }) => value);
  expect(values(result.steps, "dim")).toEqual([1, 2]);
  expect(values(result.steps, "batch")).toEqual([]);
  expect(values(result.comparisons, "prompts")).toEqual([64, 128]);
  expect(values(result.sweeps, "runs")).toEqual([1, 2]);
  expect(result.predictions.map(({ optimizer }) => optimizer)).toEqual(["adam", "muon"]);
  expect(result.machine.node).toBe(process.versions.node);
  for (const { steps } of result.predictions) expect(steps).toBe(4);
  const tables = costTables(result);
  for (const row of ["D, dimensions", "compare: B, prompts", "sweep: runs", "| base | muon |"])
    expect(tables).toContain(row);
  const again = await iclHere("costs", "--short", "--out", out);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining("--force replaces it")]);
});

test.each([
  [["costs", "--out", "."], "invalid --out: expected a file, got the folder"],
  [["costs", "--out", "none/costs.json"], "invalid --out: expected a file in a folder that exists"],
  [["costs", "--set", "dim=0"], "invalid prompts.dim"],
  [["costs", "--set", "dim=3"], "invalid --set: expected it with --short"],
  [["costs", "--seconds", "0"], "invalid --seconds"],
  [["costs", "--only", "depth"], "invalid --only: must be one of dim, "],
])("%j is refused", async (flags, sentence) => {
  const { code, err } = await iclHere(...flags);
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
});

test("exponents are those of the numbers", () => {
  const point = { counted: 1, peakBytes: 2e8 };
  const result: CostResult = {
    machine: { processor: "P", cores: 2, node: "20.0.0", version: "0.2.0" },
    base: { dim: 1, exemplars: 1, layers: 1, hiddenSize: 1, batch: 1 },
    prompts: 10,
    idleBytes: 1e8,
    steps: [1, 2, 4].map((value) => ({
      axis: "dim",
      value,
      ...point,
      counted: value ** 2,
      ms: 3 * value ** 1.5,
      gflops: 5,
    })),
    comparisons: [],
    sweeps: [],
    predictions: [],
  };
  const tables = costTables(result);
  expect(tables).toContain("| D, dimensions | 1, 2, 4 | 3, 8.49, 24 | 5, 5, 5 | 100, 100, 100 | 1.50 | 2.00 |");
  const { values } = costFigure(result, { document: makeDocument(), width: 600, height: 400, theme: "light" });
  expect(values.map(({ series, x, value }) => [series, x, value])).toEqual(
    [1, 2, 4].map((x) => ["dim", x, 3 * x ** 1.5]),
  );
});
