import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { defaultPrompts } from "../../src/config/schema.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import type { TaskFamily } from "../../src/tasks/taskFamily.ts";
import { type PromptSettings, taskFamilies } from "../../src/tasks/tasks.ts";

const run = promisify(execFile);
const PROMPTS = 20;
const SEED = 2 ** 40 + 3;

it("pyflakes finds nothing in the Python files", async () => {
  const files = ["src", "test"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".py"))
      .map((path) => join(folder, path)),
  );
  expect(files.length).toBeGreaterThan(10);
  expect(await run("pyflakes3", files)).toEqual({ stdout: "", stderr: "" });
});

/** The settings of a family at their defaults but small, with noise, and once with each option of each choice. */
function variants(family: TaskFamily): PromptSettings[] {
  const { settings } = family;
  const base = { ...defaultPrompts(family), dim: 3, exemplars: 6, ...("sigma" in settings && { sigma: 0.5 }) };
  const choices = Object.entries(settings).flatMap(([name, setting]) =>
    setting.kind === "oneOf" ? setting.options.map((option: string) => ({ [name]: option })) : [],
  );
  return [{}, ...choices].map((choice) => ({ ...base, ...choice }) as PromptSettings);
}

it.each(taskFamilies.flatMap((family) => variants(family).map((prompts) => [family.id, prompts] as const)))(
  "Python draws the prompts of %s as the engine does: %j",
  async (family, prompts) => {
    const ours = await samplePrompts(prompts, { seed: SEED, label: "data", first: 0 }, PROMPTS);
    const args = [family, JSON.stringify(prompts), String(SEED), "data", String(PROMPTS)];
    const { stdout } = await run("/usr/bin/python3", ["test/torch/draw.py", ...args]);
    const theirs: Record<string, number[]> = JSON.parse(stdout);
    const { x, y, symbols, context } = ours;
    const arrays = { x, y, ...(symbols && { symbols }), ...context };
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(arrays).sort());
    for (const [name, array] of Object.entries(arrays)) {
      const found = theirs[name] as number[];
      expect(found).toHaveLength(array.length);
      expect(found).toEqual([...array]);
    }
  },
);
