import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";
import { expectNoOverflow, still } from "./pageParts.ts";
import { screenshot } from "./screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const exemplar = (page: Page, k: number) => page.getByRole("button", { name: new RegExp(`^Exemplar ${k}:`) });
const drawing = (page: Page, map: number) => page.locator(".map svg [data-heights]").nth(map);
const drawn = (page: Page) => Promise.all([0, 1].map((map) => drawing(page, map).innerHTML()));

/** A learner's line in the table: implied weights, answer to the query, distance. */
async function lineOf(page: Page, learner: string): Promise<number[]> {
  const row = page.locator(".distances tbody tr").filter({ hasText: learner }).first();
  const cells = await row.locator("td").allInnerTexts();
  return cells
    .flatMap((cell) => cell.match(/[−-]?\d+(\.\d+)?/g) ?? [])
    .map((number) => Number(number.replace("−", "-")));
}

test("dragging a point of the plane, or setting its y by wheel, keys or slider, updates both maps", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#play", still);
  await page.getByLabel("Two dimensions: planes").check();
  await drawing(page, 1).waitFor();
  await expect.poll(() => page.url()).toMatch(/plane=-1.5%2C0.5%2C-1.9_0.5/);
  await expect.poll(() => drawing(page, 0).locator("path").count()).toBeGreaterThan(5);
  const before = await drawn(page);
  const box = await exemplar(page, 3).boundingBox();
  if (!box) throw new Error("missing the exemplar to drag");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 30, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await drawn(page)).map((map, k) => map === before[k])).toEqual([false, false]);

  const y = async () =>
    Number((/y (-?[\d.]+)\./.exec((await exemplar(page, 3).getAttribute("aria-label")) ?? "") ?? [])[1]);
  expect(await y()).toBe(0.8);
  await exemplar(page, 3).hover();
  await page.mouse.wheel(0, -100);
  await expect.poll(y).toBe(0.9);
  await exemplar(page, 3).press("PageUp");
  await exemplar(page, 3).press("Shift+PageDown");
  await expect.poll(y).toBe(0.5);
  await exemplar(page, 3).press("Shift+ArrowUp");
  const slider = page.getByRole("slider", { name: "y of exemplar 3" });
  await slider.focus();
  await slider.press("ArrowRight");
  await expect.poll(y).toBe(0.6);
  await exemplar(page, 3).press("Delete");
  await expect.poll(() => exemplar(page, 3).count()).toBe(0);
  await button(page, "Add an exemplar").click();
  await expect.poll(() => exemplar(page, 3).count()).toBe(1);
  await page
    .locator(".map .plot-area")
    .nth(1)
    .click({ position: { x: 20, y: 20 } });
  await expect.poll(() => exemplar(page, 4).count()).toBe(1);
  await screenshot(page, "plane");
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("the maps show the closed forms and their difference, and an unusual prompt is reported", async () => {
  // XᵀX = diag(4, 1), Xᵀy = (4, 2): least squares (1, 2), ridge(¼) (4/4.25, 2/1.25)
  const { page, complaints, close } = await openPage(browser, "#play?plane=2,0,2_0,1,2&against=ols", still);
  await drawing(page, 1).waitFor();
  await expect.poll(() => lineOf(page, "least squares")).toEqual([1, 2, 3, expect.any(Number)]);
  expect(await lineOf(page, "ridge (λ = 0.25)")).toEqual([0.94, 1.6, 2.54, expect.any(Number)]);
  const [, , answer = Number.NaN] = await lineOf(page, "transformer");
  expect(answer).toBeGreaterThan(1.5);
  expect(answer).toBeLessThan(3);
  const held = page.locator(".shrinkage tbody tr").filter({ hasText: "ridge (λ = 0.25)" }).locator("td");
  expect(await held.allInnerTexts()).toEqual(["0.06", "0.20"]); // λ / (λ + s), s = 4 and 1
  await page.getByLabel("Compare with itself after").selectOption("Step 1");
  await page.getByRole("heading", { name: "transformer less transformer, step 1" }).waitFor();
  await expect.poll(() => page.url()).toContain("before=1");
  await expect.poll(async () => (await lineOf(page, "transformer, step 1")).slice(1, 4)).toHaveLength(3);
  const query = page.getByRole("button", { name: /^Query:/ });
  await query.press("ArrowRight");
  await expect.poll(() => lineOf(page, "least squares")).toEqual([1, 2, 3.1, expect.any(Number)]);
  await page.getByText("Prompts like this one occur in its training.").waitFor();
  await page.getByRole("group", { name: "Compare with:" }).getByLabel("3 nearest neighbours, uniform").check();
  await page.getByRole("heading", { name: "transformer less 3 nearest neighbours, uniform" }).waitFor();
  await page.getByRole("group", { name: "On the large map:" }).getByLabel("3 nearest neighbours, uniform").check();
  await page.getByRole("heading", { name: "3 nearest neighbours, uniform", exact: true }).waitFor();
  await expect.poll(() => page.url()).toContain("against=knn");
  await button(page, "One that does not fit").click();
  await page.getByText(/rarely occur in its training: planes through zero/).waitFor();
  await expect.poll(() => page.url()).toContain("against=ridge");
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await expect.poll(() => exemplar(page, 6).count()).toBe(1);
  await page.getByRole("link", { name: "Watch", exact: true }).click();
  await page.getByRole("link", { name: "Play", exact: true }).click();
  await expect.poll(() => exemplar(page, 6).count()).toBe(1); // where it was left
  await page.getByLabel("One dimension: lines").check();
  await expect
    .poll(() => exemplar(page, 3).getAttribute("aria-label"))
    .toBe("Exemplar 3: x 1.5, y 2.2. Arrow keys move it, Delete removes it");
  expect(complaints).toEqual([]);
  await close();
});

test("the plane fits a phone in the dark theme", async () => {
  const phone = { ...still, colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true } as const;
  const { page, complaints, close } = await openPage(browser, "#play?plane=1.5,1,2&against=ols", phone);
  await drawing(page, 0).waitFor();
  await expectNoOverflow(page);
  await screenshot(page, "plane-phone");
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
