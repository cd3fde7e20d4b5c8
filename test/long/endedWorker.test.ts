import type { Browser, Page, Worker } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { button, launchChromium, openPage } from "../browser/openPage.ts";
import { still } from "../browser/pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const STEPS = 4000; // it is ended in the middle, on a fast machine too
const linkOf = (steps: number) =>
  `#train?dim=2&exemplars=5&layers=1&hiddenSize=8&heads=1&batch=8&steps=${steps}&warmup=20&prompts=32&times=12`;
const link = linkOf(STEPS);
const hashOf = async (page: Page) => {
  await page.getByText(`Finished: ${STEPS.toLocaleString("en")} steps.`).waitFor();
  return /[0-9a-f]{64}/.exec(await page.getByRole("region", { name: "Result" }).innerText())?.[0];
};
const reload = (page: Page) => page.goto(inject("site")).then(() => page.goto(new URL(link, inject("site")).href));

test("a training whose worker was killed shows an error, and resumes from its last checkpoint to the same parameters", async () => {
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

test("a thread that the browser ends twice is replaced, and the parameters are the same", async () => {
  const shared = "#train?preset=fit-d5&steps=60&times=2&prompts=64"; // large enough to be shared by two threads
  const finished = (page: Page) => page.getByText("Finished: 60 steps.").waitFor();
  const hash = async (page: Page) =>
    /[0-9a-f]{64}/.exec(await page.getByRole("region", { name: "Result" }).innerText())?.[0];
  const whole = await openPage(browser, shared, still);
  await button(whole.page, "Start").click();
  await finished(whole.page);
  const { page, complaints, close } = await openPage(browser, "", still);
  await page.goto(new URL(shared, inject("site")).href);
  await button(page, "Start").click();
  const thread = () => page.workers().find((worker) => worker.url().includes("replicaWorker"));
  const step = page.getByRole("progressbar", { name: "Progress" });
  for (const after of [3, 8]) {
    await expect.poll(async () => Number(await step.getAttribute("value")), { interval: 50 }).toBeGreaterThan(after);
    await expect.poll(() => thread() !== undefined, { interval: 50 }).toBe(true);
    const ended = thread() as Worker;
    await ended.evaluate(() => close()).catch(() => {}); // it never answers
    await expect.poll(() => page.workers().includes(ended)).toBe(false);
  }
  await page
    .getByText(/a worker died \(the browser ended its worker\): its part of the work is computed again/)
    .waitFor();
  await finished(page);
  expect(await hash(page)).toBe(await hash(whole.page));
  expect([...complaints, ...whole.complaints]).toEqual([]);
  await whole.close();
  await close();
});
