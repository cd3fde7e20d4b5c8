import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  dist,
  fetchRuns,
  index,
  installed,
  newIndex,
  openOwn,
  published,
  runsCached,
  shows,
  updated,
} from "./offlineParts.ts";
import { button, launchChromium, violationsOf } from "./openPage.ts";
import { serveOwnSite } from "./ownSite.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("the service worker serves one complete version, and the next visit after a deployment the new one", async () => {
  const site = await serveOwnSite(dist);
  const { context, visit, visitUntil, errors } = await openOwn(browser, site);
  await installed(await visit());

  // New index and worker, but one file fails.
  site.deploy({ "index.html": newIndex(), "records/fit.json": '{"changed": true}' });
  site.failing.add("records/fit.json");
  let page = await visit();
  expect(await shows(page)).toBe(null);
  expect(await updated(page)).toBe("not installed");
  page = await visit();
  expect(await shows(page)).toBe(null);
  const record = (page: Page) => page.evaluate(async () => (await fetch("records/fit.json")).text());
  expect(await record(page)).toBe(readFileSync(join(dist, "records/fit.json"), "utf8"));
  await context.setOffline(true);
  await page.reload();
  await page.locator("figure svg [data-series] path").first().waitFor();
  await context.setOffline(false);
  expect(await updated(page)).toBe("not installed"); // the browser may have begun to look for a newer version by itself

  // Half-deployed: the worker is new, a page is old; then the index is new, and its assets are not there.
  site.failing.clear();
  // Nothing of it is cached yet. The record is another one: the browser may still be installing the version before by itself.
  site.deploy({ "index.html": newIndex(3), "records/fit.json": '{"changed": "again"}' });
  site.changed.set("index.html", index());
  expect(await updated(page)).toBe("not installed");
  site.changed.set("index.html", newIndex(4).replaceAll(/assets\/index-/g, "assets/missing-"));
  expect(await updated(page)).toBe("not installed");
  page = await visit();
  expect(await shows(page)).toBe(null);

  // Deployed in full: the page that is open says so.
  site.changed.set("index.html", newIndex(3));
  expect(await updated(page)).toBe("installed");
  await page.getByRole("status").filter({ hasText: "A new version of this page is ready." }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  page = await visitUntil("3"); // it was not reloaded, but closed
  expect(await record(page)).toBe('{"changed": "again"}');
  expect(await button(page, "Reload").count()).toBe(0);

  site.deploy({ "index.html": newIndex(5) });
  expect(await updated(page)).toBe("installed");
  await button(page, "Reload").click();
  await expect.poll(() => shows(page).catch(() => null)).toBe("5");
  expect(errors).toEqual([]);
  await context.close();
  await site.close();
});

test("a published run that cannot be fetched does not block the installation, and is fetched later", async () => {
  const site = await serveOwnSite(dist);
  const failed = published[3] as string;
  site.failing.add(`records/runs/${failed}`);
  const { context, visit, errors } = await openOwn(browser, site);
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
