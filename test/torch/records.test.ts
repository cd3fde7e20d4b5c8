import { execFile } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { newFolder } from "../cli/icl.ts";

const EXPERIMENT = "flipped-labels";
const PROMPTS = 512;
const records = new URL("../../public/records", import.meta.url).pathname;

/** What `npm run check:records` prints on a few prompts, and its exit code. */
async function check(...args: string[]): Promise<{ code: number; out: string }> {
  const script = new URL("../independent/check_records.py", import.meta.url).pathname;
  const flags = [script, "--experiment", EXPERIMENT, "--prompts", String(PROMPTS), ...args];
  try {
    return { code: 0, out: (await promisify(execFile)("/usr/bin/python3", flags)).stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, out: stdout };
  }
}

/** A copy of the record and its published runs in which one number is another. */
function changedRecord(change: number): string {
  const folder = newFolder();
  cpSync(join(records, "runs"), join(folder, "runs"), { recursive: true });
  const record = JSON.parse(readFileSync(join(records, `${EXPERIMENT}.json`), "utf8"));
  const published = record.runs.find((run: { published: boolean }) => run.published);
  const row = published.rows.find(({ at }: { at: { flipped?: number } }) => at.flipped === 0.5);
  for (const part of ["value", "low", "high"]) row[part] += change;
  writeFileSync(join(folder, `${EXPERIMENT}.json`), JSON.stringify(record));
  return folder;
}

describe("published transformers, measured by PyTorch and NumPy on prompts of their own", () => {
  it("have the numbers of their record", async () => {
    const { code, out } = await check();
    expect(out).toMatch(/^72 numbers, [\d.]+% within 1.96 standard errors, 0 beyond 4.5$/m);
    expect(code).toBe(0);
  });

  it("do not agree with a record in which an accuracy is .2 higher, and it is named", async () => {
    const { code, out } = await check("--records", changedRecord(0.2));
    expect(out).toMatch(/accuracy to truth, exemplars 16, flipped 0.5: recorded \S+ \[.+\], here \S+ \[.+\]/);
    expect(out).toMatch(/1 beyond 4.5$/m);
    expect(code).toBe(1);
  });

  it("can be of any run, without a record", async () => {
    const file = join(records, "runs", `${EXPERIMENT}-seed1.safetensors`);
    const { code, out } = await check("--checkpoint", file);
    expect(out.match(/^accuracy to truth, .+: [\d.]+ \[.+\]$/gm)).toHaveLength(8);
    expect(code).toBe(0);
  });
});
