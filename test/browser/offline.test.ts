import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { defaults, withSettings } from "../../src/experiments/config.ts";
import { parseRecord } from "../../src/experiments/record.ts";
import { recordedExperiments } from "../../src/experiments/recordedExperiments.ts";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";
import { type OwnSite, serveOwnSite } from "./ownSite.ts";

const dist = inject("dist");
const filesIn = (folder: string, end: string) => readdirSync(join(dist, folder)).filter((name) => name.endsWith(end));
const notebooks = filesIn("notebooks", ".html");
const published = filesIn("records/runs", ".safetensors");

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const installed = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/** How many published runs are cached. */
const runsCached = (page: Page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("icl-lab runs"));
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().length;
  });

/** Whether a service worker is at work, none waits or is being installed, and it has the page cached. */
const shellCached = (page: Page) =>
  page.evaluate(async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.ready;
    const names = (await caches.keys()).filter((name) => name.startsWith("workbox-precache"));
    const cached = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const whole = cached.flat().some(({ url }) => url.includes("runs/play-d2/result.json")); // the last of the list
    return whole && !installing && !waiting && active?.state === "activated";
  });

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The hash of every published run as the page gets it, and the status of those it does not get. */
const fetchRuns = (page: Page, names: readonly string[]) =>
  page.evaluate(async (names) => {
    const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
    const found: Record<string, string> = {};
    for (const name of names) {
      const response = await fetch(`records/runs/${name}`).catch(() => undefined);
      found[name] = !response?.ok
        ? String(response?.status)
        : hex(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
    }
    return found;
  }, names);

test("opened once, every view, notebook and published run works without a network, and a run trains", async () => {
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
  for (const name of recordedExperiments) {
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

/** A page of a site whose files the test changes, with its errors. */
async function openOwn(site: OwnSite) {
  const context = await browser.newContext({ serviceWorkers: "allow", reducedMotion: "reduce" });
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(String(error.error())));
  /** Opens the page, as one who comes back: all tabs were closed before. */
  const visit = async () => {
    const open = context.pages().filter((page) => page.url().startsWith(site.url));
    await Promise.all(open.map((page) => page.close()));
    const page = await context.newPage();
    await page.goto(site.url);
    await page.locator("figure svg [data-series] path").first().waitFor();
    return page;
  };
  /** Comes back until the page is that of a version: at the next visit or the one after. */
  const visitUntil = async (version: string) => {
    for (let visits = 0; visits < 4; visits++) {
      const page = await visit();
      if ((await shows(page)) === version) return page;
    }
    throw new Error(`version ${version} is not shown after 4 visits`);
  };
  return { context, visit, visitUntil, errors };
}

const index = () => readFileSync(join(dist, "index.html"), "utf8");
const newIndex = (version = 2) => index().replace('<div id="app">', `<div id="app" data-version="${version}">`);
const shows = (page: Page) => page.locator("#app").getAttribute("data-version");

/** Waits until the browser has looked for a newer service worker, and installed it or not. */
const updated = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const worker = registration.installing;
    if (!worker) return registration.waiting ? "installed" : "none";
    while (worker.state === "installing") await new Promise((resolve) => setTimeout(resolve, 50));
    return worker.state;
  });

test("a version is served whole or not at all, and the visit after a deployment has the new one", async () => {
  const site = await serveOwnSite(dist);
  const { context, visit, visitUntil, errors } = await openOwn(site);
  await installed(await visit());

  // New index and worker, but one file fails.
  site.deploy({ "index.html": newIndex(), "records/fit.json": '{"changed": true}' });
  site.failing.add("records/fit.json");
  let page = await visit();
  expect(await shows(page)).toBe(null);
  expect(await updated(page)).toBe("redundant");
  page = await visit();
  expect(await shows(page)).toBe(null);
  const record = (page: Page) => page.evaluate(async () => (await fetch("records/fit.json")).text());
  expect(await record(page)).toBe(readFileSync(join(dist, "records/fit.json"), "utf8"));
  await context.setOffline(true);
  await page.reload();
  await page.locator("figure svg [data-series] path").first().waitFor();
  await context.setOffline(false);

  // Half-deployed: the worker is new, a page is old; then the index is new, and its assets are not there.
  site.failing.clear();
  site.deploy({ "index.html": newIndex(3) }); // nothing of it is cached yet
  site.changed.set("index.html", index());
  expect(await updated(page)).toBe("redundant");
  site.changed.set("index.html", newIndex(4).replaceAll(/assets\/index-/g, "assets/missing-"));
  expect(await updated(page)).toBe("redundant");
  page = await visit();
  expect(await shows(page)).toBe(null);

  // Deployed in full: the page that is open says so.
  site.changed.set("index.html", newIndex(3));
  expect(await updated(page)).toBe("installed");
  await page.getByRole("status").filter({ hasText: "A new version of this page is ready." }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  page = await visitUntil("3"); // it was not reloaded, but closed
  expect(await record(page)).toBe('{"changed": true}');
  expect(await button(page, "Reload").count()).toBe(0);

  site.deploy({ "index.html": newIndex(5) });
  expect(await updated(page)).toBe("installed");
  await button(page, "Reload").click();
  await expect.poll(() => shows(page).catch(() => null)).toBe("5");
  expect(errors).toEqual([]);
  await context.close();
  await site.close();
});

test("a published run that cannot be fetched takes nothing else down, and is fetched later", async () => {
  const site = await serveOwnSite(dist);
  const failed = published[3] as string;
  site.failing.add(`records/runs/${failed}`);
  const { context, visit, errors } = await openOwn(site);
  const page = await visit();
  await expect.poll(() => runsCached(page)).toBe(published.length - 1);
  await context.setOffline(true);
  await page.reload();
  await page.locator("figure svg [data-series] path").first().waitFor();
  const missing = Object.entries(await fetchRuns(page, published)).filter(([, hash]) => hash.length < 64);
  expect(missing.map(([name]) => name)).toEqual([failed]);
  site.failing.clear();
  await context.setOffline(false);
  await page.reload();
  await expect.poll(() => runsCached(page)).toBe(published.length);
  expect(errors).toEqual([]);
  await context.close();
  await site.close();
});

test("with storage full the page opens, and an old version is not kept for ever", async () => {
  const site = await serveOwnSite(dist);
  const { context, visit, errors } = await openOwn(site);
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
    expect(await updated(page)).toBe("redundant"); // it cannot be installed
  }
  expect([seen[0], seen.at(-1)]).toEqual([null, "2"]);
  await limit();
  page = await visit();
  await expect.poll(() => shellCached(page)).toBe(true); // once there is space again
  await expect.poll(() => runsCached(page)).toBe(published.length);
  await context.setOffline(true);
  await page.reload();
  await page.locator("figure svg [data-series] path").first().waitFor();
  expect(await shows(page)).toBe("2");
  expect(errors).toEqual([]);
  await context.close();
  await site.close();
});
