import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/transformer/safetensors.ts";
import { launchChromium, openPage } from "./openPage.ts";
import { expectNoOverflow, still } from "./pageParts.ts";
import { screenshot } from "./screenshot.ts";

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** A snapshot of the transformer of Play, as another program would write it, under a name of 200 letters. */
function longNamed(step: number): string {
  const bytes = readFileSync(new URL(`../../public/runs/play-d1/moments/${step}.safetensors`, import.meta.url));
  const { config } = decodeCheckpoint(new Uint8Array(bytes));
  const { tensors } = decodeSafetensors(new Uint8Array(bytes));
  const path = join(folder, `${`after-${step}-steps`.padEnd(200, "-and-more")}.safetensors`);
  writeFileSync(path, encodeSafetensors({ tensors, metadata: { config: JSON.stringify(config) } }));
  return path;
}

test("runs with very long names leave Runs and Play as narrow as the window", async () => {
  const viewport = { width: 390, height: 844 };
  const { page, complaints, close } = await openPage(browser, "#runs", { ...still, viewport });
  const chooser = page.getByLabel("Open a run (.zip, .safetensors)");
  const which = page.getByRole("combobox", { name: "Run", exact: true });
  for (const [k, step] of [2154, 10000].entries()) {
    await chooser.setInputFiles(longNamed(step));
    await expect.poll(() => which.getByRole("option").count()).toBe(k + 2); // the recorded run is the first
  }
  await page.getByText(/^What the run above, after-10000-steps/).waitFor();
  await expectNoOverflow(page);
  await screenshot(page, "runs-long-names");
  await page
    .getByRole("button", { name: /^Try .*after-10000-steps.* in Play$/ })
    .first()
    .click();
  await page
    .getByLabel(/after-10000-steps.*, from Runs$/)
    .first()
    .waitFor();
  await expectNoOverflow(page);
  expect(complaints).toEqual([]);
  await close();
});
