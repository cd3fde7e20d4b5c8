import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const still = { reducedMotion: "reduce" } as const;

test("a teacher's link, made in the panel, hides and locks what it says, whatever view is gone to", async () => {
  const { page, complaints, close } = await openPage(browser, "#play?prompt=1,2", still);
  await page.locator("button.exemplar").first().waitFor({ timeout: 20_000 });
  await page.getByText("For a teacher: a link with fewer controls").click();
  await page.getByLabel("View Runs").selectOption("hidden");
  await page.getByLabel("Play: what to try").selectOption("hidden");
  await page.getByLabel("Play: who answers").selectOption("locked");
  await page.getByLabel("Train: the settings").selectOption("locked");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Open it" }).click();
  await expect.poll(() => page.url()).toMatch(/lesson=runs\.tries_answers\.settings/);
  await expect.poll(() => page.getByRole("link", { name: "Runs" }).count()).toBe(0);
  expect(await page.getByRole("heading", { name: "Try this" }).count()).toBe(0);
  expect(await page.getByRole("slider", { name: "Ridge regression, λ" }).isDisabled()).toBe(true);
  expect(await page.getByText("For a teacher").count()).toBe(0);
  const exemplar = page.getByRole("button", { name: /^Exemplar 1/ });
  await exemplar.press("ArrowUp");
  await expect.poll(() => exemplar.getAttribute("aria-label")).toContain("y 2.1");
  await page.getByRole("link", { name: "Train", exact: true }).click();
  expect(await page.getByLabel("Layers L", { exact: true }).isDisabled()).toBe(true);
  expect(await button(page, "Start").isDisabled()).toBe(false);
  await expect.poll(() => page.url()).toMatch(/^[^?]*#train\?lesson=runs\.tries_answers\.settings$/);
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("a word says what it means when it is pointed at, and when it is reached by keyboard", async () => {
  const { page, complaints, close } = await openPage(browser, "#watch?tour=1", still);
  const word = page.locator(".term").first();
  await word.waitFor();
  const told = () => word.evaluate((term) => getComputedStyle(term, "::after").content);
  expect(await told()).toBe("none");
  await word.hover();
  await expect.poll(told).toMatch(/[a-z]{4}/);
  await page.mouse.move(2, 2);
  await expect.poll(told).toBe("none");
  await page.keyboard.press("Tab");
  await word.focus();
  await expect.poll(told).toMatch(/[a-z]{4}/);
  await page.keyboard.press("Escape");
  await expect.poll(told).toBe("none");
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
