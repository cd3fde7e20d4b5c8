import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { button, launchChromium, openPage, savedBy, violationsOf } from "./openPage.ts";
import { expectLooks, showFigure, still } from "./pageParts.ts";
import { screenshot } from "./screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const ofLines = "#train?dim=1&exemplars=4&layers=1&hiddenSize=16&heads=2&batch=16&warmup=20&prompts=64&times=12";
const small = "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&batch=16&warmup=20&prompts=64&times=12";
const finished = (page: Page, steps: string) => page.getByText(`Finished: ${steps} steps.`).waitFor();

test("the scrubber shows any evaluation of a run in Train; its parameters can be saved, and two evaluations compared", async () => {
  const { page, complaints, close } = await openPage(browser, `${small}&steps=400`, still);
  await button(page, "Start").click();
  await finished(page, "400");
  const scrubber = page.getByRole("slider", { name: "Training step" });
  const values = async (name: string) => {
    if (/^(Distance|Error), by/.test(name)) await showFigure(page, name);
    const twin = page.locator("figure").filter({ hasText: name }).locator("details.twin");
    if ((await twin.getAttribute("open")) === null) await twin.locator("summary").click();
    return twin.locator("tbody").innerText();
  };
  const [distance, error] = [await values("Distance, by exemplars"), await values("Error, by exemplars")];
  await scrubber.focus();
  for (let k = 0; k < 5; k++) await scrubber.press("ArrowLeft");
  const step = Number(
    (await page.getByRole("region", { name: "The evaluation shown" }).innerText()).match(/Step (\d+)\./)?.[1],
  );
  expect(step).toBeLessThan(400);
  await expect.poll(() => values("Distance, by exemplars")).not.toBe(distance);
  await expect.poll(() => values("Error, by exemplars")).not.toBe(error);
  await showFigure(page, "Distance, over training");
  await page
    .locator("figure")
    .filter({ hasText: "Distance, over training" })
    .locator("svg [data-cursor]")
    .first()
    .waitFor({ state: "attached" });
  const { path } = await savedBy(page, `Parameters (step ${step})`);
  const then = decodeCheckpoint(new Uint8Array(readFileSync(path)));
  expect([then.state.step, then.config.model.hiddenSize]).toEqual([step, 16]);

  await page.getByText("Compare with another evaluation").click();
  await page.getByLabel(`Compare step ${step} with`).selectOption("400");
  await page.getByText(new RegExp(`^From step ${step} to step 400: nearest`)).waitFor();
  const changed = await values("What changed between two evaluations");
  expect(changed.split("\n")).toHaveLength(5); // after 1…N exemplars
  expect(await violationsOf(page)).toEqual([]);
  await screenshot(page, "evaluations");
  await button(page, "Newest").click();
  await expect.poll(() => values("Distance, by exemplars")).toBe(distance);
  await expect.poll(() => values("Error, by exemplars")).toBe(error);
  expect(complaints).toEqual([]);
  await close();
});

test("during training, light and dark, 1440 and 390 px: axe finds no violation, nothing overflows", async () => {
  const { page, complaints, close } = await openPage(browser, `${ofLines}&steps=100000`, still);
  await button(page, "Start").click();
  await page.getByRole("region", { name: "The evaluation shown" }).waitFor();
  await page.getByText("Compare with another evaluation").click();
  await button(page, "Open it").click();
  await page.getByText(/^After all 4 exemplars it answers/).waitFor();
  await button(page, "Pause").click();
  await button(page, "Resume").waitFor();
  await expectLooks(page, "training");
  expect(complaints).toEqual([]);
  await close();
});

test("the screen stays on during training, and only then", async () => {
  const { page, complaints, close } = await openPage(browser, "#about", still);
  await page.addInitScript(() => {
    const held = new Set<object>();
    const request = async () => {
      const lock = {
        released: false,
        async release() {
          held.delete(lock);
          lock.released = true;
        },
      };
      held.add(lock);
      return lock;
    };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
    Object.assign(globalThis, { held });
  });
  await page.goto(new URL(`${ofLines}&steps=100000`, page.url()).href);
  await page.reload();
  const held = () => page.evaluate(() => (globalThis as unknown as { held: Set<object> }).held.size);
  expect(await held()).toBe(0);
  await button(page, "Start").click();
  await expect.poll(held).toBe(1);
  await page.getByText(/^gradient norm \d/).waitFor();
  await button(page, "Pause").click();
  await expect.poll(held).toBe(0);
  await button(page, "Resume").click();
  await expect.poll(held).toBe(1);
  expect(complaints).toEqual([]);
  await close();
});

test("a diverging run is reported during training, and can be restarted at a third of the rates", async () => {
  const wild = `${small}&steps=3000&optimizer=adam&norm=none&learningRate=90&clip=0`.replace("warmup=20", "warmup=0");
  const { page, complaints, close } = await openPage(browser, wild, still);
  await button(page, "Start").click();
  const alert = page.getByRole("alert");
  await expect
    .poll(() => alert.innerText())
    .toMatch(
      /^It diverges: at step [\d,]+ its loss is \S+; always answering zero has \S+\. Last gradient norms: \S+|^Stopped at step/,
    );
  await button(page, "Try again with learning rate 30").click();
  const sure = button(page, "Stop it");
  if (await sure.isVisible()) await sure.click();
  await expect.poll(() => page.url()).toContain("learningRate=30&");
  await page.getByText(/^Training on /).waitFor();
  expect(complaints).toEqual([]);
  await close();
});
