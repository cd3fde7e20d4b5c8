import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planOf, runsOf, savePlan } from "../../src/cli/sweep/sweepFolder.ts";
import { defaults } from "../../src/config/schema.ts";

const ROWS = 100; // of a run

test("10,000 runs are merged with the memory that a few of them take", async () => {
  const out = mkdtempSync(join(tmpdir(), "icl-lab-"));
  const numbers = (count: number) => Array.from({ length: count }, (_, k) => k + 1);
  const plan = planOf(defaults, [
    { setting: "seed", values: numbers(1000) },
    { setting: "model.layers", values: numbers(10) },
  ]);
  const points = await runsOf(plan);
  expect(points).toHaveLength(10_000);
  savePlan(out, plan);
  const row = {
    experiment: "run",
    metric: "spd",
    learner: "transformer",
    reference: "ols",
    at: { exemplars: 1 },
    statistic: "mean",
    value: 1,
    low: 1,
    high: 1,
    n: 512,
    of: "prompts",
  };
  writeFileSync(
    join(out, "rows"),
    `[\n${numbers(ROWS)
      .map(() => JSON.stringify(row))
      .join(",\n")}\n]\n`,
  );
  writeFileSync(
    join(out, "result"),
    JSON.stringify({ step: 5000, parametersSha256: "0".repeat(64), secondsTraining: 1 }),
  );
  for (const { name } of points) {
    mkdirSync(join(out, name));
    linkSync(join(out, "rows"), join(out, name, "rows.json"));
    linkSync(join(out, "result"), join(out, name, "result.json"));
  }
  // All rows are some 200 MB: more than this process may have.
  const flags = ["--max-old-space-size=96", "lib/cli/main.js", "sweep", "--out", out, "--merge", "--json"];
  const { status, stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ runs: 10_000, rows: 10_000 * ROWS, missing: [] });
  expect(statSync(join(out, "rows.json")).size).toBeGreaterThan(150e6);
  expect(JSON.parse(readFileSync(join(out, "runs.json"), "utf8"))).toHaveLength(10_000);
  rmSync(out, { recursive: true });
});
