import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { claimTable } from "../src/cli/claimText.ts";
import { readRecord, rowsOfRecord } from "../src/cli/records.ts";
import { cost } from "../src/config/cost.ts";
import { presetConfig, presets } from "../src/config/presets.ts";
import { judgeClaims } from "../src/experiments/judgeClaims.ts";
import { experiments } from "../src/experiments/registry.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("the README's table of claims is what the records say", () => {
  const [, table] = /<!-- claims -->\n([\s\S]*)<!-- \/claims -->/.exec(readme) ?? [];
  const shown = experiments.map((experiment) => {
    const record = readRecord(experiment);
    const runs = record ? rowsOfRecord(experiment, record) : experiment.runs.map(() => undefined);
    return { experiment, results: judgeClaims(experiment, runs) };
  });
  expect(table).toBe(claimTable(shown));
});

test("the README has every preset, with its size and steps", () => {
  for (const { name } of presets) {
    const config = presetConfig(name);
    const [row = ""] = readme.match(new RegExp(`^\\| \`${name}\` \\|.*$`, "m")) ?? [];
    expect(row, name).toContain(` ${cost(config).parameters.toLocaleString("en")} |`);
    expect(row, name).toMatch(new RegExp(`\\| ${config.training.steps.toLocaleString("en")}[^|]*\\|$`));
  }
});
