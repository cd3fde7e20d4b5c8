import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { inject } from "vitest";
import type { OwnSite } from "./ownSite.ts";

export const dist = inject("dist");
export const filesIn = (folder: string, end: string) =>
  readdirSync(join(dist, folder)).filter((name) => name.endsWith(end));
export const published = filesIn("records/runs", ".safetensors");

/** Waits until the service worker of a page is at work. */
export const installed = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/** How many published runs are cached. */
export const runsCached = (page: Page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("icl-lab runs"));
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().length;
  });

/** Whether a service worker is at work, none waits or is being installed, and it has the page cached. */
export const shellCached = (page: Page) =>
  page.evaluate(async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.ready;
    const names = (await caches.keys()).filter((name) => name.startsWith("workbox-precache"));
    const cached = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const whole = cached.flat().some(({ url }) => url.includes("runs/play-d2/result.json")); // the last of the list
    return whole && !installing && !waiting && active?.state === "activated";
  });

/** The hash of every published run as the page gets it, and the status of those it does not get. */
export const fetchRuns = (page: Page, names: readonly string[]) =>
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

/** A page of a site whose files the test changes, with its errors. */
export async function openOwn(browser: Browser, site: OwnSite) {
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

export const index = () => readFileSync(join(dist, "index.html"), "utf8");
export const newIndex = (version = 2) => index().replace('<div id="app">', `<div id="app" data-version="${version}">`);
export const shows = (page: Page) => page.locator("#app").getAttribute("data-version");

/** Has the browser look for a newer service worker, and tells what became of it once nothing is being installed. */
export const updated = (page: Page): Promise<"installed" | "not installed"> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    // An installation may fail before its worker is ever seen.
    for (let still = 0; still < 10; still = registration.installing ? 0 : still + 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return registration.waiting ? "installed" : "not installed";
  });
