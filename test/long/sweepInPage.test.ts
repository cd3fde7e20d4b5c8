import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "../browser/openPage.ts";
import { openMenu } from "../browser/pageParts.ts";
import { keptKeys, settled } from "../browser/runParts.ts";
import { screenshot } from "../browser/screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const link = "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&steps=300&batch=16&warmup=20&prompts=64&times=8";
/** A figure of the view: the runs over each other, or one of them by exemplars. */
const figure = (page: Page, name = "Runs, side by side") => page.locator(".runs figure").filter({ hasText: name });
const open = (page: Page, view: string) => page.getByRole("link", { name: view, exact: true }).click();
const keys = (page: Page) =>
  figure(page)
    .locator("svg [data-key]")
    .evaluateAll((all) => all.map((key) => key.getAttribute("data-key")).sort());

test("a small sweep fills a heat map while it trains; a cell shows only its runs", async () => {
  const { page, complaints, close } = await openPage(browser, link.replace("#train", "#runs"), {
    reducedMotion: "reduce",
  });
  await page.getByText("Train several: a sweep").click();
  const values = page.getByLabel("Values of Layers L, separated by commas");
  for (const [text, sentence] of [
    ["", "Layers L needs at least one value, separated by commas"],
    ["0", /model\.layers.* must be a whole number from 1 to 64, got 0/],
    ["1, 1", /occurs twice/],
  ] as const) {
    await values.fill(text);
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(sentence);
    expect(await button(page, "Train all").isDisabled()).toBe(true);
  }
  await values.fill("1, 2");
  await page.locator(".sweep select").nth(1).selectOption({ label: "Hidden size H" });
  await page.getByLabel("Values of Hidden size H, separated by commas").fill("8,16");
  await page.getByLabel(/Seeds of each/).selectOption("2");
  await page.getByText(/^8 runs, /).waitFor();
  await button(page, "Train all").click();
  const cells = page.locator(".grid td");
  expect(await cells.count()).toBe(4);
  await page.getByText("All 8 runs are started or done.").waitFor();
  await expect.poll(() => page.locator(".runs > .scrolls tbody tr").count()).toBe(9);
  const ended = page.locator(".runs > .scrolls tbody tr").filter({ hasText: "300 of 300" });
  await expect.poll(() => ended.count()).toBe(8); // all: a number read of one that trains would move on
  const cell = button(page, /^2, 16: .*, 2 seeds\. Show only its runs$/);
  const told = Number(/: ([\d.e-]+),/.exec((await cell.getAttribute("aria-label")) ?? "")?.[1]);
  await cell.click();
  await expect.poll(() => keys(page)).toEqual(["Seed 1", "Seed 2"]);
  expect(await page.locator(".grid .cell[aria-pressed=true]").count()).toBe(1);
  expect(await cell.getAttribute("aria-pressed")).toBe("true");
  const shown = page.locator(".runs > .scrolls tbody tr").filter({ has: page.locator("input:checked") });
  const toOls = (await shown.locator("td:nth-child(5)").allInnerTexts()).map(Number);
  expect(toOls).toHaveLength(2);
  expect(Math.abs(((toOls[0] as number) + (toOls[1] as number)) / 2 / told - 1)).toBeLessThan(0.03); // two digits each
  await screenshot(page, "runs-sweep");
  await button(page, "Show all").click();
  await expect.poll(async () => (await keys(page)).length).toBe(9);
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("one run of a sweep can be paused or stopped; after a reload the sweep resumes to the same numbers", async () => {
  const begun = async () => {
    const path = link.replace("#train", "#runs").replace("steps=300", "steps=3000");
    const opened = await openPage(browser, path, { reducedMotion: "reduce" });
    const { page } = opened;
    await page.getByText("Train several: a sweep").click();
    await page.locator(".sweep select").first().selectOption({ label: "nothing: only seeds" });
    await page.getByLabel(/Seeds of each/).selectOption("4");
    await page.getByText(/^4 runs, /).waitFor();
    await button(page, "Train all").click();
    return opened;
  };
  const lines = (page: Page) => page.locator(".runs > .scrolls tbody tr").filter({ hasNotText: "recorded" });
  /** Seed, nearest algorithm, distance and effective λ of each, once all are done. */
  const numbersOf = async (page: Page) => {
    const done = lines(page).filter({ hasText: "3,000 of 3,000" });
    await expect.poll(() => done.count()).toBe(4);
    const told = await lines(page).evaluateAll((all) =>
      all.map((line) => [...line.querySelectorAll("th, td")].slice(1, 6).map((cell) => cell.textContent ?? "")),
    );
    return told.map(([name, , ...numbers]) => [/Seed \d/.exec(name ?? "")?.[0], ...numbers].join("; ")).sort();
  };
  const whole = await begun();
  const numbers = await numbersOf(whole.page);
  expect(new Set(numbers).size).toBe(4);

  const { page, complaints, close } = await begun();
  const beside = lines(page).filter({ hasText: "training now" }).first();
  await beside.waitFor();
  const name = (await beside.locator("th").innerText()).split("\n")[0] as string;
  const line = lines(page).filter({ hasText: name }); // another may begin above it
  const stepsOf = () =>
    line.evaluate((row) => Number(row.querySelectorAll("td")[1]?.textContent?.split(" of ")[0]?.replace(",", "")));
  await expect.poll(stepsOf).toBeGreaterThan(0);
  await line.getByRole("button", { name: /^Pause / }).click();
  await line.getByRole("button", { name: /^Resume / }).waitFor();
  const paused = (await settled(page, stepsOf)).toLocaleString("en");
  expect(paused).not.toBe("3,000");
  page.on("dialog", (dialog) => void dialog.accept().catch(() => {})); // that a training would be lost
  await page.reload();
  await page.getByText(/^A sweep of 4 runs of fit-d5 was interrupted/).waitFor();
  await expect
    .poll(() =>
      lines(page)
        .filter({ hasText: `${paused} of 3,000` })
        .count(),
    )
    .toBe(1);
  expect(
    await lines(page)
      .filter({ hasText: `${paused} of 3,000` })
      .locator("th")
      .innerText(),
  ).toContain(name);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Resume the sweep").click();
  expect(await numbersOf(page)).toEqual(numbers);
  const kept = () => keptKeys(page, ["icl-lab interrupted", "slots"]);
  await expect.poll(kept).toEqual([]); // all its runs are kept in Runs
  await page.reload();
  await expect.poll(() => lines(page).count()).toBe(4);
  expect(await page.getByText(/was interrupted/).count()).toBe(0); // it is done
  expect(complaints).toEqual([]);
  await close();

  await button(whole.page, "Train all").click();
  const one = lines(whole.page).filter({ hasText: "training now" }).first();
  await one.filter({ hasText: /[1-9]\d* of 3,000/ }).waitFor(); // it has a checkpoint
  await one.getByRole("button", { name: /^Stop / }).click();
  const stopped = lines(whole.page).getByRole("button", { name: /^Resume training/ });
  await stopped.waitFor();
  await one.waitFor(); // the next of the sweep, in its place
  expect(whole.complaints).toEqual([]);
  await whole.close();
});

test("a stopped training stays in Runs, and can be resumed there to its end", async () => {
  const long = link.replace("steps=300", "steps=6000");
  const { page, complaints, close } = await openPage(browser, long, { reducedMotion: "reduce" });
  await button(page, /^Start$/).click();
  await openMenu(page);
  await button(page, /^Checkpoint \(step [\d,]*\d{3}\)$/).waitFor();
  await button(page, "Reset").click();
  await button(page, "Stop it").click();
  await open(page, "Runs");
  await button(page, /^Resume training fit-d5/).click();
  await page.getByText("Finished: 6,000 steps.").waitFor();
  await open(page, "Runs");
  expect(await page.locator(".runs > .scrolls tbody tr").count()).toBe(2); // it, and the recorded one
  expect(complaints).toEqual([]);
  await close();
});
