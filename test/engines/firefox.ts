import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import type { DrivenBrowser } from "./drivenBrowser.ts";

/** Starts Firefox without a window. Debian: firefox-esr. Throws one sentence if it is not installed. */
export async function startFirefox(): Promise<DrivenBrowser> {
  const executablePath = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);
  if (!executablePath)
    throw new Error("missing Firefox: expected Debian's package firefox-esr, run npm run engines:install");
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  const page = await browser.newPage();
  return {
    open: async (url) => void (await page.goto(url)),
    evaluate: (script) => page.evaluate(script),
    close: () => browser.close(),
  };
}
