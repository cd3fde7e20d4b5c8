import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const link = "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&steps=300&batch=16&warmup=20&prompts=64&times=8";
const open = (page: Page, view: string) => page.getByRole("link", { name: view, exact: true }).click();
const lineNames = (page: Page) => page.locator(".runs > .scrolls tbody tr th").allInnerTexts();
const keys = (page: Page) =>
  page
    .locator(".runs figure svg [data-key]")
    .evaluateAll((all) => all.map((key) => key.getAttribute("data-key")).sort());

async function trainSeed(page: Page, seed: number): Promise<void> {
  await page.getByLabel("Seed", { exact: true }).fill(String(seed));
  await button(page, /^Start$/).click();
  await page.getByText("Finished: 300 steps.").waitFor({ timeout: 60_000 });
}

/** All values of the figure, as its table has them. */
async function valuesOf(page: Page): Promise<string> {
  const twin = page.locator(".runs figure details.twin");
  if ((await twin.getAttribute("open")) === null) await twin.locator("summary").click();
  return twin.locator("tbody").innerText();
}

test("two seeds lie over each other, as two lines or one; a run goes out as a file and comes back the same", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, link, { reducedMotion: "reduce" });
  await trainSeed(page, 1);
  await trainSeed(page, 2);
  await open(page, "Runs");
  await expect.poll(() => lineNames(page)).toHaveLength(3);
  await button(page, /^Remove fit-d5: \d+ settings differ/).click(); // the recorded one
  await expect
    .poll(() => lineNames(page))
    .toEqual([
      expect.stringMatching(/^Seed 2\s+fit-d5, now in Train$/),
      expect.stringMatching(/^Seed 1\s+fit-d5, of this tab$/),
    ]);
  await expect.poll(() => keys(page)).toEqual(["Seed 1", "Seed 2"]);
  const apart = await valuesOf(page);
  await page.getByLabel("Measure").selectOption("error");
  await expect.poll(() => valuesOf(page)).not.toBe(apart);
  await page.getByLabel("Along").selectOption("seconds");
  await page.getByLabel("Along").selectOption("prompts");
  await expect.poll(() => valuesOf(page)).toMatch(/^4800\t/m); // 300 steps of 16
  await page.getByLabel("Measure").selectOption("toOls");
  await page.getByLabel("Along").selectOption("step");
  await page.getByLabel(/seeds as one line/).check();
  await expect.poll(() => keys(page)).toEqual(["the same settings (2 seeds)"]);
  await page.getByLabel(/seeds as one line/).uncheck();
  await expect.poll(() => valuesOf(page)).toBe(apart);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    button(page, "Save fit-d5: Seed 1 as .zip").click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^\w+-.*layers1.*-seed1\.zip$/);
  const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
  const zip = join(folder, "run.zip");
  await download.saveAs(zip);
  await button(page, "Remove fit-d5: Seed 1").click();
  await expect.poll(() => lineNames(page)).toHaveLength(1);
  const chooser = page.getByLabel("Open a run (.zip)");
  await chooser.setInputFiles(zip);
  await expect.poll(() => lineNames(page)).toContainEqual(expect.stringMatching(/^Seed 1\s+\S+, opened$/));
  await expect.poll(() => valuesOf(page)).toBe(apart);
  await chooser.setInputFiles(zip); // once is enough
  await page.getByText("run.zip holds a run that is in the table already.").waitFor();
  expect(await lineNames(page)).toHaveLength(2);

  const cut = join(folder, "cut.zip");
  writeFileSync(cut, readFileSync(zip).subarray(0, 2000));
  const text = join(folder, "text.zip");
  writeFileSync(text, "no zip");
  for (const [file, name] of [
    [cut, "cut.zip"],
    [text, "text.zip"],
  ] as const) {
    await chooser.setInputFiles(file);
    const alert = page.getByRole("alert");
    await expect
      .poll(() => alert.innerText())
      .toBe(`${name} was not opened: invalid bundle: wanted a .zip, got another file, or one that was cut off.`);
    expect(await lineNames(page)).toHaveLength(2);
    expect(await valuesOf(page)).toBe(apart);
  }
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
}, 180_000);

test("a training that is stopped stays under Runs, and goes on from there to its end", async () => {
  const long = link.replace("steps=300", "steps=3000");
  const { page, complaints, close } = await openPage(browser, long, { reducedMotion: "reduce" });
  await button(page, /^Start$/).click();
  await button(page, /^Checkpoint \(step (2[5-9]|[3-9])\d+\)$/).waitFor({ timeout: 60_000 });
  await button(page, "Reset").click();
  await button(page, "Stop it").click();
  await open(page, "Runs");
  await button(page, /^Go on training fit-d5/).click();
  await page.getByText("Finished: 3,000 steps.").waitFor({ timeout: 120_000 });
  await open(page, "Runs");
  expect(await page.locator(".runs > .scrolls tbody tr").count()).toBe(2); // it, and the recorded one
  expect(complaints).toEqual([]);
  await close();
}, 240_000);

test("a small sweep fills a heat map while it trains; a cell shows its runs alone", async () => {
  const { page, complaints, close } = await openPage(browser, link.replace("#train", "#runs"), {
    reducedMotion: "reduce",
  });
  await page.getByText("Train several: a sweep").click();
  const values = page.getByLabel("Values of Layers L, apart by commas");
  for (const [text, sentence] of [
    ["", "Layers L has no value: wanted some, apart by commas"],
    ["0", /model\.layers.* must be a whole number from 1 to 64, got 0/],
    ["1, 1", /comes twice/],
  ] as const) {
    await values.fill(text);
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(sentence);
    expect(await button(page, "Train all").isDisabled()).toBe(true);
  }
  await values.fill("1, 2");
  await page.locator(".sweep select").nth(1).selectOption({ label: "Hidden size H" });
  await page.getByLabel("Values of Hidden size H, apart by commas").fill("8,16");
  await page.getByLabel(/Seeds of each/).selectOption("2");
  await page.getByText(/^8 runs, some/).waitFor();
  await button(page, "Train all").click();
  const cells = page.locator(".grid td");
  expect(await cells.count()).toBe(4);
  await page.getByText("All 8 runs are begun or done.").waitFor({ timeout: 120_000 });
  await expect.poll(() => page.locator(".runs > .scrolls tbody tr").count()).toBe(9);
  await expect
    .poll(() => page.locator(".runs > .scrolls tbody tr").first().innerText(), { timeout: 30_000 })
    .toMatch(/300 of 300/);
  const cell = button(page, /^2, 16: .*, 2 seeds\. Show its runs alone$/);
  const told = Number(/: ([\d.e-]+),/.exec((await cell.getAttribute("aria-label")) ?? "")?.[1]);
  await cell.click();
  await expect.poll(() => keys(page)).toEqual(["Seed 1", "Seed 2"]);
  const shown = page.locator(".runs > .scrolls tbody tr").filter({ has: page.locator("input:checked") });
  const toOls = (await shown.locator("td:nth-child(5)").allInnerTexts()).map(Number);
  expect(toOls).toHaveLength(2);
  expect(Math.abs(((toOls[0] as number) + (toOls[1] as number)) / 2 / told - 1)).toBeLessThan(0.03); // two digits each
  await page.screenshot({ path: new URL("../output/runs-sweep.png", import.meta.url).pathname, fullPage: true });
  await button(page, "Show all").click();
  await expect.poll(async () => (await keys(page)).length).toBe(9);
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
}, 240_000);
