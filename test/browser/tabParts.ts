import type { Browser, BrowserContext, Page } from "playwright";
import { expect, inject } from "vitest";
import { button, openPage } from "./openPage.ts";
import { still } from "./pageParts.ts";
import { keptKeys } from "./runParts.ts";

export const STEPS = 6000;
/** A run small enough to be trained twice at once, long enough to be interrupted on a fast machine too. */
export const linkOf = (seed: number, steps = STEPS) =>
  `#train?dim=2&exemplars=5&layers=1&hiddenSize=8&heads=1&batch=8&steps=${steps}&warmup=20&prompts=32&times=30&seed=${seed}`;
export const LONG = 50_000; // steps that no test waits for

export const hashOf = async (page: Page) => {
  await page.getByText(`Finished: ${STEPS.toLocaleString("en")} steps.`).waitFor();
  return /[0-9a-f]{64}/.exec(await page.getByRole("region", { name: "Result" }).innerText())?.[0];
};
export const stepOf = async (page: Page) =>
  Number(await page.getByRole("progressbar", { name: "Progress" }).getAttribute("value"));
export const offers = (page: Page) => page.getByRole("status").filter({ hasText: "was interrupted" });
export const seedsOffered = async (page: Page) =>
  (await offers(page).allInnerTexts()).map((text) => Number(/\(seed (\d+)\)/.exec(text)?.[1]));

/** The keys of what is stored as interrupted. */
export const storedSlots = (page: Page) => keptKeys(page, ["icl-lab interrupted", "slots"]);

/** Opens another tab of the same browser, whose questions before it is left are answered with yes. */
export async function openTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
  await page.goto(new URL(path, inject("site")).href);
  return page;
}

/** Trains until a checkpoint lies behind. */
export async function trainToTheMiddle(page: Page): Promise<void> {
  await button(page, "Start").click();
  await expect.poll(() => stepOf(page), { interval: 50 }).toBeGreaterThan(200);
}

export async function hashWithoutInterruption(browser: Browser, seed: number): Promise<string | undefined> {
  const { page, close } = await openPage(browser, linkOf(seed), still);
  await button(page, "Start").click();
  const hash = await hashOf(page);
  await close();
  return hash;
}
