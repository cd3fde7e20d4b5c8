import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, savedBy, violationsOf } from "../browser/openPage.ts";
import {
  figure,
  lines,
  openDrawer,
  openMenu,
  reading,
  showFigure,
  small,
  smallLink,
  still,
  valuesOf,
} from "../browser/pageParts.ts";
import { screenshot } from "../browser/screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("a transformer trained through the page's own controls comes ten times closer to least squares", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#train", still);
  await openDrawer(page);
  for (const [label, value] of Object.entries(small)) await page.getByLabel(label, { exact: true }).fill(value);
  await expect.poll(() => page.url()).toContain("dim=2");
  await button(page, "Start").click();
  await expect.poll(() => page.getByRole("status").innerText()).toBe("Finished: 800 steps.");
  const distance = await reading(page, "Distance to least squares, 1…N");
  expect(Number(/([\d.,]+) times smaller than at step 0/.exec(distance)?.[1])).toBeGreaterThan(10);
  const result = page.getByRole("region", { name: "Result" });
  expect(await result.innerText()).toMatch(/SHA-256 of the parameters\s+[0-9a-f]{64}/);
  for (const name of ["Distance, over training", "Distance, by exemplars", "Training loss", "Error, by exemplars"]) {
    await showFigure(page, name);
    await expect.poll(() => lines(page, name)).toBeGreaterThan(2);
  }
  await showFigure(page, "Distance, by exemplars");
  await page.getByRole("radio", { name: "ILWD" }).check();
  await expect.poll(() => figure(page, "Distance, by exemplars").locator("svg").innerHTML()).toContain("ILWD");
  await openMenu(page);
  expect((await savedBy(page, /^Checkpoint/)).name).toBe("fit-d5-seed1-step800.safetensors");
  await screenshot(page, "train-finished");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Watch" }).click();
  await page.getByRole("radio", { name: "The run of this tab" }).check();
  await expect.poll(() => page.locator(".strip dd").first().innerText()).toBe("800 of 800");
  await page.getByRole("slider", { name: "Training step" }).press("Home");
  await expect.poll(() => page.locator(".strip dd").first().innerText()).toBe("0 of 800");
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("training resumes after a reload, to the same parameters", async () => {
  const hashOf = async (page: Page) =>
    /[0-9a-f]{64}/.exec(await page.getByRole("region", { name: "Result" }).innerText())?.[0];
  const link = smallLink.replace("steps=4000", "steps=6000");
  const whole = await openPage(browser, link, still);
  await button(whole.page, "Start").click();
  const wanted = await hashOf(whole.page);
  expect(await button(whole.page, "Resume it").count()).toBe(0);
  await whole.page.getByRole("link", { name: "Runs", exact: true }).click(); // it is offered until it is kept in Runs
  const interrupted = () =>
    whole.page.evaluate(async () => {
      const opening = indexedDB.open("icl-lab interrupted");
      await new Promise((resolve) => opening.addEventListener("success", resolve));
      const counting = opening.result.transaction("slots").objectStore("slots").count();
      await new Promise((resolve) => counting.addEventListener("success", resolve));
      opening.result.close();
      return counting.result;
    });
  await expect.poll(interrupted).toBe(0);
  await whole.page.reload();
  await whole.page.waitForTimeout(300);
  expect(await button(whole.page, "Resume it").count()).toBe(0); // a finished run is not interrupted
  await whole.close();

  const { page, complaints, close } = await openPage(browser, link, still);
  page.on("dialog", (dialog) => dialog.accept()); // the browser asks before the page is left
  const stepsDone = async () => Number((await reading(page, "Step")).split(" of ")[0]?.replace(",", ""));
  await button(page, "Start").click();
  await expect.poll(stepsDone).toBeGreaterThan(600);
  await button(page, "Pause").click(); // while another tab opens
  const other = await page.context().newPage(); // where it is trained in one tab, another does not offer it
  await other.goto(page.url());
  await other.waitForTimeout(300);
  expect(await button(other, "Resume it").count()).toBe(0);
  await other.close();
  const paused = await stepsDone();
  await button(page, "Resume").click();
  await expect.poll(stepsDone).toBeGreaterThan(paused);
  await page.reload();
  const notice = page.getByText(
    /^A run of fit-d5 \(seed 1\) was interrupted\. It is saved .* at step [\d,]+ of 6,000\.$/,
  );
  await notice.waitFor();
  const at = Number(/at step ([\d,]+) of/.exec(await notice.innerText())?.[1]?.replace(",", ""));
  expect(at).toBeGreaterThan(400);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Resume it").click();
  await expect.poll(stepsDone).toBeGreaterThan(at - 1);
  expect(await hashOf(page)).toBe(wanted);
  expect(await valuesOf(figure(page, "Distance, over training"))).toMatch(/^0\t/m); // its beginning is there too
  expect(complaints).toEqual([]);
  await close();
});
