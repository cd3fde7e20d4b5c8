import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, openPage } from "./openPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

// What the tests of pages rely on: without the policy, so that the request itself is seen.
test("openPage records and blocks requests to other sites, also from workers", async () => {
  const { page, foreign, complaints, close } = await openPage(browser, "icon.svg", { bypassCSP: true });
  const answers = await page.evaluate(async () => {
    const refused = (reason: unknown) => String(reason);
    const ownAnswer = await fetch("https://example.org/page").then(() => "answered", refused);
    const code = `fetch("https://example.org/worker").then(() => postMessage("answered"), (e) => postMessage(String(e)))`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    const workerAnswer = await new Promise<string>((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    return [ownAnswer, workerAnswer];
  });
  expect(answers).toEqual(["TypeError: Failed to fetch", "TypeError: Failed to fetch"]);
  expect(foreign).toEqual(["https://example.org/page", "https://example.org/worker"]);
  expect(complaints.length).toBeGreaterThan(0);
  await close();
});

test("openPage records errors, warnings and missing files", async () => {
  const { page, complaints, close } = await openPage(browser, "icon.svg");
  await page.evaluate(() => {
    void fetch("no-such-file.json");
    console.warn("a warning");
    setTimeout(() => {
      throw new Error("an exception");
    });
  });
  for (const part of ["an exception", "a warning", "no-such-file.json 404"]) {
    await expect.poll(() => complaints.join("\n")).toContain(part);
  }
  await close();
});
