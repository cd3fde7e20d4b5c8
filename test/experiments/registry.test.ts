import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { words } from "../../src/app/text/common.ts";
import { experiments } from "../../src/experiments/registry.ts";

test("names are those of one experiment each, as links and commands write them", () => {
  const names = experiments.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/);
});

test("About lists every notebook once, by its number", () => {
  const files = words.about.notebooks.map(({ file }) => file);
  expect(files.map((file) => Number(file.slice(0, 2)))).toEqual(files.map((_, k) => k + 1));
});

describe.each(experiments)("$name", ({ notebook, figures, engine }) => {
  test("has its notebook", () => {
    expect(existsSync(`notebooks/${notebook.file}.html`)).toBe(true);
  });

  test("has figures with names of their own, and runs with claims", async () => {
    const names = (await figures()).map(({ name }) => name);
    expect(names).not.toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const { runs, claims } = await engine();
    expect(runs).not.toEqual([]);
    expect(claims).not.toEqual([]);
  });
});
