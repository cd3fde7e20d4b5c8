import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type DrivenBrowser, waitFor } from "./drivenBrowser.ts";
import { startFirefox } from "./firefox.ts";
import { trainInPage } from "./trainInPage.ts";
import { startWebKit } from "./webKit.ts";

// What each view shows once it works, as a script that is true then.
const views: Readonly<Record<string, string>> = {
  watch: `document.querySelectorAll("svg [data-series] path").length > 10`,
  play: `document.querySelectorAll("svg [data-series] path").length > 3`,
  train: `[...document.querySelectorAll("button")].some((each) => each.textContent.trim() === "Start")`,
  runs: `document.querySelectorAll("table tbody tr").length > 0`,
  figures: `document.querySelectorAll("li a svg").length > 0`,
  "figures?experiment=fit": `document.querySelectorAll("figure svg [data-series] path").length > 5`,
  about: `document.querySelectorAll("a[href*='notebooks/']").length > 5`,
};
const go = (hash: string) => `(location.hash = ${JSON.stringify(hash)}, true)`;

/** Collects what goes wrong in the page from now on: errors, rejections, and what is written to console.error. */
const collectErrors = `(() => {
  window.problems = [];
  addEventListener("error", (event) => window.problems.push(String(event.message)));
  addEventListener("unhandledrejection", (event) => window.problems.push(String(event.reason)));
  console.error = (...values) => window.problems.push(values.join(" "));
  return true;
})()`;

const pressUp = `(() => {
  const exemplar = document.querySelector('button[aria-label^="Exemplar 1"]');
  exemplar?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true, cancelable: true }));
  return exemplar?.getAttribute("aria-label");
})()`;
const distances = `document.querySelector("table tbody")?.innerText`;

describe.each([
  ["Firefox", startFirefox],
  ["WebKit", startWebKit],
])("%s", (_, start) => {
  let browser: DrivenBrowser;
  beforeAll(async () => {
    browser = await start();
    await browser.open(`${inject("site")}#about`);
    await browser.evaluate(collectErrors);
  });
  afterAll(() => browser?.close());

  it.each(Object.entries(views))("opens %s", async (view, script) => {
    await browser.evaluate(go(view));
    await waitFor(browser.evaluate, `document.querySelector("h1") !== null && ${script}`, `the view ${view}`);
    expect(await browser.evaluate(`document.querySelector("main [role=alert]")?.textContent ?? ""`)).toBe("");
    expect(await browser.evaluate("window.problems.join()")).toBe("");
  });

  it("answers a prompt that is moved by keyboard", async () => {
    await browser.evaluate(go("play?prompt=1,2_-1,0.5"));
    await waitFor(
      browser.evaluate,
      `(${distances})?.match(/\\d/) && document.querySelector("button[aria-label^='Exemplar 1: x 1, y 2']") !== null`,
      "an exemplar at (1, 2)",
    );
    const before = await browser.evaluate(distances);
    await browser.evaluate(pressUp);
    await waitFor(
      browser.evaluate,
      `document.querySelector("button[aria-label^='Exemplar 1: x 1, y 2.1']") !== null`,
      "an exemplar at (1, 2.1)",
    );
    await waitFor(browser.evaluate, `(${distances}) !== ${JSON.stringify(before)}`, "other distances");
    expect(await browser.evaluate("window.problems.join()")).toBe("");
  });

  it("trains sixty steps", async () => {
    const settings = "dim=2&exemplars=4&layers=1&hiddenSize=16&heads=1&steps=60&batch=8&prompts=32&times=4";
    await browser.evaluate(go(`train?${settings}`));
    await waitFor(browser.evaluate, views.train as string, "the view train");
    expect(await trainInPage(browser.evaluate)).toMatch(/^[0-9a-f]{64}$/);
    expect(await browser.evaluate(`document.body.innerText.includes("Finished: 60 steps.")`)).toBe(true);
    expect(await browser.evaluate("window.problems.join()")).toBe("");
  });
});
