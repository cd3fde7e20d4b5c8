import { fileURLToPath } from "node:url";
import type { Page } from "playwright";

/** Puts a picture of the whole page into test/output, for a person to look at, if the environment has SCREENSHOTS. No test depends on it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  const path = fileURLToPath(new URL(`../output/${name}.png`, import.meta.url));
  await page.screenshot({ path, fullPage: true });
}
