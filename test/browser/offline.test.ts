import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, openPage } from "./openPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("opened once, every view works without a network, and a run trains", async () => {
  const { page, complaints, close } = await openPage(browser, "", { serviceWorkers: "allow", reducedMotion: "reduce" });
  page.setDefaultTimeout(20_000);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.context().setOffline(true);
  await page.reload();
  await page.locator("figure svg [data-series] path").first().waitFor();
  await page.getByRole("link", { name: "Play" }).click();
  await page.locator(".play svg").first().waitFor();
  await page.getByRole("slider", { name: /^Transformer after/ }).press("Home");
  await page.getByText("as good as untrained").waitFor();
  await page.getByRole("link", { name: "Figures" }).click();
  await page.locator("a.card svg").first().waitFor();
  await page.getByRole("link", { name: "About" }).click();
  await page.getByRole("link", { name: "Least squares in a prompt" }).click();
  await page.getByRole("heading", { name: "Least squares in a prompt" }).waitFor();
  await page.locator("svg [data-series] path").first().waitFor();
  await page.goBack();
  await page.goto(new URL("#train?preset=quick&steps=20&warmup=5&prompts=64&times=3", page.url()).href);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByText("Finished: 20 steps.").waitFor();
  // The service worker asks the network first, and is refused; whoever asked the service worker is answered.
  expect(complaints.filter((each) => !each.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  await close();
});
