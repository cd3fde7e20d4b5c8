import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "../browser/openPage.ts";
import { figure, showFigure, still } from "../browser/pageParts.ts";
import { screenshot } from "../browser/screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const ofLines = "#train?dim=1&exemplars=4&layers=1&hiddenSize=16&heads=2&batch=16&warmup=20&prompts=64&times=12";
const small = "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&batch=16&warmup=20&prompts=64&times=12";
const hashOf = (page: Page) =>
  page.locator("dl > div").filter({ hasText: "SHA-256 of the parameters" }).locator("dd").innerText();
const finished = (page: Page, steps: string) => page.getByText(`Finished: ${steps} steps.`).waitFor();

test("a rate changed during training is marked and in the link, and the link trains to the same parameters", async () => {
  const { page, complaints, close } = await openPage(browser, `${small}&steps=5000`, still);
  await button(page, "Start").click();
  const value = page.getByLabel("New value");
  await value.fill("fast");
  await button(page, "From the next step on").click();
  await page.getByText('invalid training.learningRate: must be a number from 1e-9 to 100, got "fast"').waitFor();
  await value.fill("0.0005");
  await button(page, "From the next step on").click();
  await page.getByText(/^Learning rate 5\.0?e-4 from step [\d,]+ on$/).waitFor();
  await expect.poll(() => page.url()).toMatch(/changes=learningRate%3D0\.0005%40\d+/);
  expect(await page.getByText(/^The settings differ from the run below/).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await finished(page, "5,000");
  await showFigure(page, "Training loss");
  await figure(page, "Training loss").locator("svg [data-mark]").waitFor({ state: "attached" });
  await screenshot(page, "change");
  const hash = await hashOf(page);
  const again = await openPage(browser, new URL(page.url()).hash, still);
  await button(again.page, "Start").click();
  await finished(again.page, "5,000");
  expect(await hashOf(again.page)).toBe(hash);
  expect([...complaints, ...again.complaints]).toEqual([]);
  await again.close();
  await close();
});

test("Play asks the run of this tab while it trains; Play, Train, Watch and the layer inspector show the same step", async () => {
  const { page, complaints, close } = await openPage(browser, `${ofLines}&steps=1200`, still);
  await button(page, "Start").click();
  await button(page, "Try it in Play").click();
  const slider = page.getByRole("slider", { name: "Transformer after" });
  const told = () => slider.getAttribute("aria-valuetext");
  await slider.waitFor();
  await expect.poll(told).toBe("step 1,200 of 1,200"); // by itself, as it trains
  expect(await page.getByLabel("The run of this tab").isChecked()).toBe(true);
  await page.getByText("3 of at most 4 exemplars").waitFor();
  const implied = () => page.locator("table.distances tbody tr").first().locator("td").first().innerText();
  await expect.poll(implied).not.toBe("");
  const [slope, exemplar] = [await implied(), page.getByRole("button", { name: /^Exemplar 1/ })];
  for (let k = 0; k < 5; k++) await exemplar.press("ArrowDown");
  await expect.poll(implied).not.toBe(slope);
  expect(page.url()).not.toContain("at="); // it stays with the newest
  await button(page, "One outlier").click(); // six exemplars, two more than it was trained on
  await page.getByText("This transformer was trained on at most 4 exemplars. It is not given the last 2.").waitFor();
  await expect.poll(() => page.locator("button.exemplar").count()).toBe(4);
  expect(await violationsOf(page)).toEqual([]);
  await screenshot(page, "ownPlay");

  await slider.press("Home");
  await expect.poll(told).toMatch(/^step 1 of 1,200/);
  await page.getByRole("link", { name: "Train", exact: true }).click();
  await page
    .getByRole("region", { name: "The evaluation shown" })
    .getByText(/^Step 1\./)
    .waitFor();
  await button(page, "Open it").click();
  const answer = page.getByText(/^After all 4 exemplars it answers/);
  await answer.waitFor();
  await page.getByText("layer to layer after step 1, on a prompt").waitFor();
  const untrained = await answer.innerText();
  await button(page, "Newest").click();
  await page.getByText("layer to layer after step 1,200, on a prompt").waitFor();
  await expect.poll(() => answer.innerText()).not.toBe(untrained);
  const [, answered, y] =
    (await answer.innerText()).match(/answers (.*); y is (.*)\.$/)?.map((n) => Number(n.replace("−", "-"))) ?? [];
  expect(Math.abs((answered as number) - (y as number))).toBeLessThan(0.5);
  await page.getByRole("link", { name: "Watch", exact: true }).click();
  await page.getByLabel("The run of this tab").check();
  await page.locator(".strip").getByText("1,200 of 1,200").waitFor();
  await page.getByRole("slider", { name: "Training step" }).press("ArrowLeft");
  await page.getByRole("link", { name: "Play", exact: true }).click();
  await expect.poll(told).not.toMatch(/^step 1,200/);
  await page.getByLabel("The built-in transformer (play-d1)").check();
  await expect.poll(told).toBe("step 10,000 of 10,000");
  await page.getByLabel("The run of this tab").check();
  await expect.poll(told).toMatch(/of 1,200$/);
  await page.getByRole("link", { name: "Watch", exact: true }).click();
  await page.goBack();
  await expect.poll(told).toMatch(/of 1,200$/); // as it was left
  await page.evaluate(() => {
    location.hash = "#play?prompt=1,2&at=1";
  });
  await expect.poll(told).toMatch(/^step 1 of 10,000/); // a link, too, speaks of what comes with the page
  await page.getByLabel("The run of this tab").check();
  await page.getByRole("link", { name: "Watch", exact: true }).click();
  await button(page, "Take the tour").click(); // it speaks of what comes with the page
  await page.locator(".strip").getByText("0 of 5,000").waitFor();
  for (let stop = 1; stop < 3; stop++) await button(page, "Next").click();
  await expect.poll(told).toBe("step 10,000 of 10,000");
  expect(complaints).toEqual([]);
  await close();
});
