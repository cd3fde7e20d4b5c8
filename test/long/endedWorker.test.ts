import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { button, launchChromium, openPage } from "../browser/openPage.ts";
import { still } from "../browser/pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const STEPS = 600;
const linkOf = (steps: number) =>
  `#train?dim=2&exemplars=5&layers=1&hiddenSize=8&heads=1&batch=8&steps=${steps}&warmup=20&prompts=32&times=12`;
const link = linkOf(STEPS);
const hashOf = async (page: Page) => {
  await page.getByText(`Finished: ${STEPS} steps.`).waitFor();
  return /[0-9a-f]{64}/.exec(await page.getByRole("region", { name: "Result" }).innerText())?.[0];
};
const reload = (page: Page) => page.goto(inject("site")).then(() => page.goto(new URL(link, inject("site")).href));

test("a training whose worker ends from outside says so, and goes on from its last checkpoint to the same parameters", async () => {
  const { page, complaints, close } = await openPage(browser, link, still);
  await button(page, "Start").click();
  const expected = await hashOf(page);
  await reload(page);
  await button(page, "Start").click();
  const progress = page.getByRole("progressbar", { name: "Progress" });
  await expect.poll(async () => Number(await progress.getAttribute("value")), { interval: 50 }).toBeGreaterThan(50);
  await Promise.all(page.workers().map((worker) => worker.evaluate(() => close()).catch(() => {})));
  await page.getByRole("alert").filter({ hasText: "The training ended" }).waitFor();
  await button(page, /^Resume from step \d+$/).click();
  expect(await hashOf(page)).toBe(expected);
  expect(complaints).toEqual([]);
  await close();
});
