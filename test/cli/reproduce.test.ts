import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedRecords, readRecord } from "../../src/cli/records.ts";
import { loadExperiment } from "../../src/experiments/experiment.ts";
import { experiments } from "../../src/experiments/registry.ts";
import { icl, iclHere, lastLine, newFolder } from "./icl.ts";

const loaded = await Promise.all(experiments.map(loadExperiment));

test("every experiment has a record, and every record belongs to its parameters", () => {
  const there = readdirSync(publishedRecords).filter((name) => name.endsWith(".json"));
  expect(there.map((name) => name.replace(".json", "")).sort()).toEqual(loaded.map(({ name }) => name).sort());
  for (const experiment of loaded) expect(readRecord(experiment)?.runs).toHaveLength(experiment.runs.length);
});

test("claims lists every claim with what was measured, in the states that are committed", async () => {
  const ended = await icl("claims", "--json");
  expect(ended.err).toBe("");
  expect(ended.code).toBe(0);
  const { claims } = lastLine(ended) as { claims: { experiment: string; state: string; values: number[] }[] };
  expect(claims).toHaveLength(loaded.flatMap((each) => each.claims).length);
  for (const { state, values } of claims) {
    expect(state).not.toBe("not run");
    expect(values.length).toBeGreaterThan(0);
  }
});

test("reproduce redraws a record in seconds: rows, claims, figures; nothing is overwritten unasked", async () => {
  const out = newFolder();
  const ended = await icl("reproduce", "emergence", "--out", out, "--json");
  expect(ended.code).toBe(0);
  const [{ folder, figures }] = lastLine(ended).experiments as [{ folder: string; figures: string[] }];
  expect(figures).toEqual(["agreement.svg", "lambda.svg"]);
  for (const name of [...figures, "rows.json", "claims.json"]) expect(existsSync(join(folder, name))).toBe(true);
  expect(readFileSync(join(folder, "lambda.svg"), "utf8")).toContain("effective λ");
  const again = await icl("reproduce", "emergence", "--out", out);
  expect(again.code).toBe(2);
  expect(again.err).toMatch(/contains claims.json already; expected a new folder, or --force/);
});

test.each([
  [["reproduce"], "missing experiment: expected a name, or --all"],
  [["reproduce", "fitt"], "unknown experiment fitt: expected one of fit, "],
  [["claims", "emergency"], "unknown experiment emergency: expected one of fit, "],
  [
    ["reproduce", "emergence", "--remeasure"],
    "expected published parameters of all 3 runs of emergence, 2 are missing",
  ],
  [["reproduce", "fit", "--remeasure", "--live"], "invalid --remeasure: it cannot be combined with --live"],
  [["reproduce", "emergence", "--record"], "invalid --record: it publishes only what --live or --remeasure measures"],
] as const)("%j is refused", async (args, sentence) => {
  const ended = await iclHere(...args);
  expect(ended.code).toBe(2);
  expect(ended.err).toContain(sentence);
  expect(ended.out).toBe("");
});
