import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, openPage, violationsOf } from "./openPage.ts";
import { output, still } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const views = ["watch", "play", "train", "runs", "figures", "about"] as const;

test.each(
  views.flatMap((view) =>
    (["light", "dark"] as const).flatMap((theme) => [1440, 390].map((width) => [view, theme, width] as const)),
  ),
)("%s, %s, %d px: axe finds nothing, nothing runs over", async (view, theme, width) => {
  const size = { width, height: width > 1000 ? 900 : 844 };
  const { page, complaints, close } = await openPage(browser, `#${view}`, {
    ...still,
    colorScheme: theme,
    viewport: size,
  });
  await page.locator("h1").waitFor();
  if (view === "watch" || view === "figures" || view === "play")
    await page.locator("svg [data-series] path").first().waitFor();
  if (view === "play") await page.locator(".reads svg rect").nth(1).waitFor();
  await page.screenshot({ path: `${output}${view}-${theme}-${width}.png`, fullPage: true });
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  expect(complaints).toEqual([]);
  await close();
});
