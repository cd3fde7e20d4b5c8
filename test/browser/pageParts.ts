import type { Locator, Page } from "playwright";
import { expect } from "vitest";
import { violationsOf } from "./openPage.ts";
import { screenshot } from "./screenshot.ts";

export const still = { reducedMotion: "reduce" } as const;

/** Widths and heights of desktop windows. */
export const desktops = [
  [1440, 900],
  [1280, 720],
  [1024, 768],
] as const;

export const figure = (page: Page, name: string) => page.locator("figure").filter({ hasText: name });
export const lines = (page: Page, name: string) => figure(page, name).locator("svg [data-series] path").count();

/** All values of a figure, as its table has them: a line a row, a tab between cells. */
export async function valuesOf(figure: Locator): Promise<string> {
  const twin = figure.locator("details.twin");
  if ((await twin.getAttribute("open")) === null) await twin.locator("summary").click();
  return twin.locator("tbody").innerText();
}

/** A reading of the train view by its name. */
export async function reading(page: Page, name: string): Promise<string> {
  const named = page.locator(".readings > div").filter({ has: page.getByText(name, { exact: true }) });
  return named.locator("dd").innerText();
}

/** Waits until a part is in sight from its top to its bottom, without scrolling; a live figure is drawn anew at times. */
export async function expectInSight(part: Locator, height: number): Promise<void> {
  const inSight = async () => {
    const box = await part.boundingBox();
    return box !== null && box.height > 0 && box.y >= 0 && box.y + box.height <= height;
  };
  await expect.poll(inSight, { message: `${part} in sight` }).toBe(true);
}

/** Opens the drawer of Train with the settings that no question asks for. */
export const openDrawer = (page: Page) => page.getByText("All settings", { exact: true }).click();

/** Opens the menu of Train. */
export const openMenu = (page: Page) => page.locator(".menu summary").click();

/** Shows a figure of Train by its name. */
export const showFigure = (page: Page, name: string) => page.getByRole("tab", { name, exact: true }).click();

/** A model so small that it is trained within a test: settings by their labels. */
export const small: Readonly<Record<string, string>> = {
  "Dimension D": "2",
  "Exemplars N": "5",
  "Layers L": "3",
  "Hidden size H": "32",
  "Heads K": "2",
  Steps: "800",
  "Warm-up": "20",
  "Learning rate": "0.005",
  "Matrix rate": "0.03",
  Evaluations: "16",
};
export const smallLink =
  "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&steps=4000&batch=16&warmup=20&prompts=64&times=12";

/** A page in both themes, wide and narrow: axe finds nothing in each, nothing runs over. With SCREENSHOTS set, screenshots go to test/output. */
export async function expectLooks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: width > 1000 ? 900 : 844 });
      await expectNoOverflow(page);
      await screenshot(page, `${name}-${colorScheme}-${width}`);
      expect(await violationsOf(page), `${colorScheme}, ${width} px`).toEqual([]);
    }
  }
}

/** Waits until nothing runs over the sides of the window: figures are drawn anew only after its size has changed. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const { width } = page.viewportSize() as { readonly width: number };
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}
