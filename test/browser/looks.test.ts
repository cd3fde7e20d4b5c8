import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, openPage } from "./openPage.ts";
import { expectLooks, still } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const views = ["watch", "play", "train", "runs", "figures", "about"] as const;

test.each(views)("%s, light and dark, 1440 and 390 px: axe finds no violation, nothing overflows", async (view) => {
  const { page, complaints, close } = await openPage(browser, `#${view}`, still);
  await page.locator("h1").waitFor();
  if (view === "watch" || view === "figures" || view === "play")
    await page.locator("svg [data-series] path").first().waitFor();
  if (view === "play") await page.locator(".below svg [data-series]").first().waitFor();
  await expectLooks(page, view);
  expect(complaints).toEqual([]);
  await close();
});
