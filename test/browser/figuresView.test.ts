import { readFileSync } from "node:fs";
import type { Browser, Locator } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseRecord } from "../../src/experiments/record.ts";
import { experiments } from "../../src/experiments/registry.ts";
import { button, launchChromium, type OpenedPage, openPage, violationsOf } from "./openPage.ts";
import { still, valuesOf } from "./pageParts.ts";

const names = experiments.map(({ name }) => name); // all are recorded

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A number of a figure's table, by the name of its column and the first cell of its row, or its last row. */
async function valueAt(figure: Locator, column: string, row?: string): Promise<number> {
  const rows = (await valuesOf(figure)).split("\n").map((line) => line.split("\t"));
  const head = await figure.locator("details.twin thead th").allInnerTexts();
  const cells = row === undefined ? rows.at(-1) : rows.find(([first]) => first === row);
  return Number(cells?.[head.indexOf(column)]);
}

const titleOf = (name: string) => parseRecord(readFileSync(`public/records/${name}.json`, "utf8")).about.title;

test("the cards of the records do not move while records load, and Back returns to the same scroll position", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#about", still);
  const records = "**/records/*.json";
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.context().route(records, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("link", { name: "Figures" }).click();
  const cards = page.getByRole("listitem").getByRole("link");
  await expect.poll(() => cards.count()).toBe(names.length);
  const boxes = () => cards.evaluateAll((all) => all.map((card) => JSON.stringify(card.getBoundingClientRect())));
  const before = await boxes();
  release();
  await cards.first().locator("svg [data-series] path").first().waitFor();
  expect(await boxes()).toEqual(before);
  for (const [k, name] of names.entries()) {
    expect(await cards.nth(k).innerText()).toContain(titleOf(name));
    expect(await cards.nth(k).getAttribute("href")).toContain(`experiment=${name}`);
  }
  const last = names.at(-1) as string;
  await cards.last().scrollIntoViewIfNeeded();
  await cards.last().locator("svg [data-series]").first().waitFor();
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(300);
  await cards.last().click();
  await page.getByRole("heading", { name: titleOf(last), level: 1 }).waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await cards.last().waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(scrolled);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

describe("in one tab, one experiment after the other", () => {
  let opened: OpenedPage;
  beforeAll(async () => {
    opened = await openPage(browser, "#figures", still);
  });
  afterAll(() => opened.close());

  test.each(names)("%s shows its question, figures, claims, command and runs to train", async (name) => {
    const { page, complaints, foreign } = opened;
    await page.goto(new URL(`#figures?experiment=${name}`, page.url()).href);
    const record = parseRecord(readFileSync(`public/records/${name}.json`, "utf8"));
    await page.getByRole("heading", { name: record.about.title, level: 1 }).waitFor();
    expect(await page.getByText(record.about.question).isVisible()).toBe(true);
    await expect.poll(() => page.locator(".picture svg :is(path, circle, rect)").count()).toBeGreaterThan(5);
    expect(await page.locator(".claim").count()).toBe(record.claims.length);
    for (const { wanted } of record.claims)
      expect(await page.getByText(wanted, { exact: true }).isVisible()).toBe(true);
    expect(await page.getByText(`npm run -s icl -- reproduce ${name}`).first().isVisible()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    const run = page.getByLabel("Run", { exact: true });
    await run.selectOption((await run.locator("option").allInnerTexts()).at(-1) as string);
    await button(page, "Train it in this tab").click();
    await expect.poll(() => page.url()).toMatch(/#train/);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });
});

test("the slider of a recorded figure changes its curve, by keyboard too", async () => {
  const { page, complaints, close } = await openPage(browser, "#figures?experiment=flipped-labels", still);
  const bySize = page.locator("figure").filter({ hasText: "Accuracy, by size" });
  const accuracy = () => valueAt(bySize, "transformer"); // of the largest
  const share = bySize.getByRole("slider", { name: "Share flipped" });
  await expect.poll(accuracy).toBeLessThan(0.25);
  await expect.poll(() => share.getAttribute("aria-valuetext")).toBe("100 % of the labels");
  expect(await page.locator("blockquote").innerText()).toContain("ignore flipped labels presented in-context");
  await share.press("Home");
  await expect.poll(accuracy).toBeGreaterThan(0.95);
  await expect.poll(() => share.getAttribute("aria-valuetext")).toBe("0 % of the labels");

  const byShare = page.locator("figure").filter({ hasText: "by share flipped" });
  const lines = () => byShare.locator("g[data-series]").count();
  await expect.poll(lines).toBe(11); // six sizes, two other trainings, Bayes, the prior, ridge regression
  await byShare.getByRole("slider", { name: "Transformers" }).press("End");
  await expect.poll(lines).toBe(5); // the largest, trained longer too
  expect(complaints).toEqual([]);
  await close();
});

test("the slider of the figure shows a smaller gain for documents chosen less often", async () => {
  const { page, complaints, close } = await openPage(browser, "#figures?experiment=retrieval", still);
  const byWay = page.locator("figure").filter({ hasText: "by how the document is chosen" });
  const risk = () => valueAt(byWay, "transformer, L4 H48", "3"); // zero-shot
  await expect.poll(risk).toBe(0.21);
  const stride = byWay.getByRole("slider", { name: "Stride" });
  await stride.press("End");
  await expect.poll(risk).toBe(0.23);
  await expect.poll(() => stride.getAttribute("aria-valuetext")).toBe("every 64 pairs");
  expect(complaints).toEqual([]);
  await close();
});

test("the layer inspector shows what probes read at each layer", async () => {
  const { page, complaints, close } = await openPage(browser, "#figures?experiment=probe", still);
  await button(page, "Open it").click();
  const read = () => page.locator(".inside table tbody tr").allInnerTexts();
  const nothing = (text: string) => Math.abs(Number(text.split("\t")[1]) - 1) < 0.01; // the linear probe, before any layer
  await expect.poll(async () => (await read()).map(nothing)).toEqual([true, true]);
  await page.getByRole("slider", { name: "Layer", exact: true }).fill("1");
  await expect.poll(read).toEqual(["XᵀY\t0.55\t0.095", "w of least squares\t0.66\t0.36"]); // as public/records/probe.json has them
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("a published run opens in the layer inspector, and a run set by hand trains no step", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#figures?experiment=construction", still);
  await page.getByLabel("Run", { exact: true }).selectOption("sherman-morrison-seed1");
  await button(page, "Open it").click();
  const maps = page.locator(".inside svg");
  await expect.poll(() => maps.count()).toBe(1); // the read-in: nobody has read anybody
  expect(await page.locator('.inside [data-cell="inverse₁₁ y₁"]').count()).toBe(1);
  expect(await page.locator('.inside [data-cell^="answer"]').count()).toBe(0);
  await page.getByRole("slider", { name: "Layer", exact: true }).fill("13");
  await expect.poll(() => maps.count()).toBe(3);
  const [answer] = await page.locator('.inside [data-cell="answer x₅"] title').allTextContents();
  const told = page.getByText(/^After all 4 exemplars it answers/);
  const answered = Number(/answers (-?[\d.]+);/.exec(await told.innerText())?.[1]);
  const explained = /: (\S+), (\S+) before it and (\S+) that layer 13 adds$/.exec(answer ?? "");
  const [value, earlier, added] = (explained ?? []).slice(1).map(Number) as [number, number, number];
  expect(Math.abs(value - answered)).toBeLessThan(0.02 * Math.abs(answered));
  expect(Math.abs(earlier + added - value)).toBeLessThan(0.05 * Math.abs(value)); // two digits
  const [weight] = await page.locator(".inside svg").nth(1).locator("rect title").allTextContents();
  expect(weight).toMatch(/^\S+ at \S+: \S+, the weight of \S+ in what head 1 brings to \S+$/);
  expect(await violationsOf(page)).toEqual([]);
  const before = await told.innerText();
  await button(page, "Another prompt").click();
  await expect.poll(() => told.innerText()).not.toBe(before);
  await button(page, "Train it in this tab").click();
  await button(page, "Start").click();
  await expect.poll(() => page.getByRole("status").innerText()).toBe("Finished: 0 steps.");
  expect(await page.getByText("ridge (λ = 0.1)").first().isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});
