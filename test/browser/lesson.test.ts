import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";
import { still } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("a lesson link made in the panel hides and locks its parts in every view", async () => {
  const { page, complaints, close } = await openPage(browser, "#play?prompt=1,2", still);
  await page.locator("button.exemplar").first().waitFor();
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

test("exemplars locked by a lesson link cannot be moved, and everything else works", async () => {
  const { page, complaints, close } = await openPage(browser, "#play?prompt=1,2_-1,-1", {
    ...still,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.locator("button.exemplar").first().waitFor();
  await page.getByText("For a teacher: a link with fewer controls").click();
  await page.getByLabel("Play: the exemplars").selectOption("locked");
  expect(await page.getByLabel("Play: the exemplars").locator("option").allInnerTexts()).toEqual(["shown", "locked"]);
  await page.getByRole("link", { name: "Open it" }).click();
  await page.getByText("The exemplars are locked by this link.").waitFor();
  const exemplars = () =>
    page.locator("button.exemplar").evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
  const before = ["Exemplar 1: x 1, y 2", "Exemplar 2: x -1, y -1"];
  expect(await exemplars()).toEqual(before);
  const first = page.getByRole("button", { name: /^Exemplar 1/ });
  for (const key of ["ArrowUp", "Delete"]) await first.press(key);
  const at = (await first.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(at.x + 60, at.y - 60, { steps: 5 });
  await page.mouse.up();
  await first.dblclick({ force: true }); // which Playwright would not, since it is disabled
  await page.mouse.click(at.x - 80, at.y + 60); // where another would be added
  await page.evaluate(() => navigator.clipboard.writeText("x,y\n1,2\n3,4\n5,7\n"));
  await page.keyboard.press("Control+V");
  for (const name of ["Add an exemplar", "Remove all"]) expect(await button(page, name).isDisabled()).toBe(true);
  for (const name of ["Try this", "Your own numbers"])
    expect(await page.getByRole("heading", { name }).count()).toBe(0);
  expect(await page.getByLabel("Two dimensions: planes").isDisabled()).toBe(true);
  const lambda = page.getByRole("slider", { name: "Ridge regression, λ" });
  await lambda.press("End");
  await expect.poll(() => page.getByText(/ridge \(λ = (?!0\.25)/).count()).toBeGreaterThan(0);
  expect(await exemplars()).toEqual(before);
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("a glossary term shows its meaning on hover and on keyboard focus", async () => {
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
