import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium, openPage } from "./openPage.ts";

const notebooks = readdirSync(join(inject("dist"), "notebooks")).filter((name) => name.endsWith(".html"));

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test.each(notebooks)("%s runs offline and draws", async (name) => {
  const { page, complaints, foreign, close } = await openPage(browser, `notebooks/${name}`);
  await page.locator("main svg :is(path, rect)").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  expect(await page.locator(".observablehq--error").allTextContents()).toEqual([]);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("01: the error of least squares agrees with the formula, and grows with noise at n = D", async () => {
  const { page, complaints, close } = await openPage(browser, "notebooks/01-least-squares-in-a-prompt.html", {
    colorScheme: "dark",
  });
  const measured = page.getByText("Least squares after 4 exemplars").locator("strong");
  await measured.waitFor();
  expect(Math.abs(Number(await measured.textContent()) - 0.5)).toBeLessThan(0.05);
  expect(await page.locator("math").count()).toBeGreaterThan(10);
  const figure = page.locator("main svg").first();
  const before = await figure.innerHTML();
  await page.getByRole("slider", { name: "noise" }).fill("0.5");
  await expect.poll(() => figure.innerHTML()).not.toBe(before);
  expect(complaints).toEqual([]);
  await close();
});
