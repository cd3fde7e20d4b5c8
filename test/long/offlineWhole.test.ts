import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { parseRecord } from "../../src/experiments/record.ts";
import { experiments } from "../../src/experiments/registry.ts";
import {
  dist,
  fetchRuns,
  filesIn,
  installed,
  newIndex,
  openOwn,
  published,
  runsCached,
  shellCached,
  shows,
  updated,
} from "../browser/offlineParts.ts";
import { button, launchChromium, openPage } from "../browser/openPage.ts";
import { serveOwnSite } from "../browser/ownSite.ts";

const names = experiments.map(({ name }) => name); // all are recorded

const notebooks = filesIn("notebooks", ".html");

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("after one visit every view, notebook and published run works without a network, and a run trains", async () => {
  const { page, complaints, close } = await openPage(browser, "", { serviceWorkers: "allow", reducedMotion: "reduce" });
  page.setDefaultTimeout(30_000);
  await installed(page);
  await expect.poll(() => runsCached(page)).toBe(published.length);
  await page.context().setOffline(true);
  await page.reload();
  await page.locator("figure svg [data-series] path").first().waitFor();
  await page.getByRole("link", { name: "Play" }).click();
  await page.locator(".play svg").first().waitFor();
  await page.getByRole("slider", { name: /^Transformer after/ }).press("Home");
  await page.getByText("as good as untrained").waitFor();
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByText("fit-d5, recorded").waitFor();

  const hashes = Object.fromEntries(
    published.map((name) => [name, sha256(readFileSync(join(dist, "records/runs", name)))]),
  );
  expect(await fetchRuns(page, published)).toEqual(hashes);
  for (const name of names) {
    const record = parseRecord(readFileSync(join(dist, `records/${name}.json`), "utf8"));
    await page.goto(new URL(`#figures?experiment=${name}`, page.url()).href);
    await page.getByRole("heading", { name: record.about.title, level: 1 }).waitFor();
    const run = record.runs.find(
      ({ published, settings }) => published && withSettings(defaults, settings).model.tokens === "interleaved",
    );
    if (!run) continue;
    await page.getByLabel("Run", { exact: true }).selectOption(run.label);
    await button(page, "Open it").click();
    await page.getByText(/^After all \d+ exemplars it answers/).waitFor();
  }

  await page.getByRole("link", { name: "About" }).click();
  await page.getByRole("link", { name: "Least squares in a prompt" }).click();
  await page.getByRole("heading", { name: "Least squares in a prompt" }).waitFor();
  await page.goBack();
  for (const name of notebooks) {
    await page.goto(new URL(`notebooks/${name}`, inject("site")).href);
    await page.locator("main svg :is(path, rect)").first().waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    expect(await page.locator(".observablehq--error").allTextContents(), name).toEqual([]);
  }
  await page.goto(new URL("#train?preset=quick&steps=20&warmup=5&prompts=64&times=3", inject("site")).href);
  await button(page, "Start").click();
  await page.getByText("Finished: 20 steps.").waitFor();
  // The browser asks for a newer service worker, and is refused.
  expect(complaints.filter((each) => !each.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  await close();
});

test("with full storage the page opens, and an old version does not stay for ever", async () => {
  const site = await serveOwnSite(dist);
  const { context, visit, errors } = await openOwn(browser, site);
  const other = await context.newPage(); // stays open, and the limit with it
  const session = await context.newCDPSession(other);
  const limit = (quotaSize?: number) =>
    session.send("Storage.overrideQuotaForOrigin", {
      origin: new URL(site.url).origin,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  let page = await visit();
  await installed(page);
  await expect.poll(() => runsCached(page)).toBe(published.length);
  await page.close();
  await limit(1000);
  site.deploy({ "index.html": newIndex(), "records/fit.json": `{"changed": "${"x".repeat(100_000)}"}` });
  const seen: (string | null)[] = [];
  while (seen.length < 5 && seen.at(-1) !== "2") {
    page = await visit();
    seen.push(await shows(page));
    expect(await updated(page)).toBe("not installed"); // it cannot be installed
  }
  expect([seen[0], seen.at(-1)]).toEqual([null, "2"]);
  await limit();
  let isCached = false;
  for (let visits = 0; visits < 4 && !isCached; visits++) {
    page = await visit();
    await updated(page);
    isCached = await shellCached(page); // not yet if the new version waits for the next visit
  }
  expect(isCached).toBe(true); // once there is space again
  await expect.poll(() => runsCached(page)).toBe(published.length);
  await context.setOffline(true);
  await page.reload();
  await page.locator("figure svg [data-series] path").first().waitFor();
  expect(await shows(page)).toBe("2");
  expect(errors).toEqual([]);
  await context.close();
  await site.close();
});
