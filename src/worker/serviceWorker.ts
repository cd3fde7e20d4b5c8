import { registerQuotaErrorCallback } from "workbox-core";
import { PrecacheController } from "workbox-precaching";

// The service worker: a page that was opened once opens again without a network. The shell (pages, built files, records)
// comes from one version only: a new version takes over when all its files are cached and have the expected content.
// Until then the previous version stays complete. Published runs are large: they are cached one by one, afterwards.

/** A file of the site. `revision` is null if its address already changes with its content. */
interface Entry {
  readonly url: string; // relative to this file
  readonly revision: string | null;
  readonly integrity: string; // SHA-256 of the content
}

declare global {
  var __WB_MANIFEST: readonly Entry[]; // the build replaces this with the list of files
}

const scope = self as unknown as ServiceWorkerGlobalScope;
const files = self.__WB_MANIFEST;
const isRun = ({ url }: Entry) => url.startsWith("records/runs/");
const runs = new Map(files.filter(isRun).map((entry) => [new URL(entry.url, location.href).href, entry]));
const RUNS = `icl-lab runs ${scope.registration.scope}`;
const CACHE_OF_0_1 = "icl-lab";
const ASSET = /\/assets\/[^/]+$/;

const LOCK = `icl-lab shell ${scope.registration.scope}`;

const shell = new PrecacheController();
shell.addToCacheList(files.filter((entry) => !isRun(entry)));

scope.addEventListener("install", (event) => {
  event.waitUntil(
    changeCache(async () => {
      if (await noVersionIsComplete()) await scope.skipWaiting();
      await shell.install(event); // if one file fails, this version is not installed
    }),
  );
});

/** Versions share one cache, so that unchanged files are fetched once: only one version changes it at a time. */
const changeCache = (change: () => Promise<unknown>): Promise<unknown> => navigator.locks.request(LOCK, change);

/**
 * Whether no previous version is cached completely: version 0.1 did not do so, and a version that freed its space has no
 * files. Then this version need not wait until no page uses the previous one.
 */
async function noVersionIsComplete(): Promise<boolean> {
  if (await caches.has(CACHE_OF_0_1)) return true;
  return (await (await caches.open(shell.strategy.cacheName)).keys()).length === 0;
}

// If there is no space, the visitor must not keep the previous version for ever: space is freed, finally also that of the
// shell. Then everything comes from the network, and the browser tries the installation again.
registerQuotaErrorCallback(async () => {
  const freed = await caches.delete(RUNS);
  if (!freed) await caches.delete(shell.strategy.cacheName);
});

scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("message", (event) => {
  if (event.data === "skip waiting") event.waitUntil(scope.skipWaiting());
  if (event.data === "opened") event.waitUntil(removeOlder(event));
  if (event.data === "cache runs") event.waitUntil(cacheRuns());
});

/** Removes the files of older versions, unless another tab may still show one of them or a newer one is at work. */
function removeOlder(event: ExtendableEvent): Promise<unknown> {
  return changeCache(async () => {
    const { installing, waiting } = scope.registration;
    const windows = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (installing || waiting || windows.length > 1 || scope.serviceWorker.state !== "activated") return;
    await shell.activate(event);
    await caches.delete(CACHE_OF_0_1);
  });
}

let caching: Promise<void> = Promise.resolve(); // one call after another

/** Caches the missing published runs. The next call retries failed ones. */
function cacheRuns(): Promise<void> {
  caching = caching.then(cacheMissingRuns).catch(() => {}); // the browser stores nothing
  return caching;
}

async function cacheMissingRuns(): Promise<void> {
  const cache = await caches.open(RUNS);
  const expected = new Set([...runs].map(([url, entry]) => keyOf(url, entry)));
  const cached = new Set<string>();
  for (const { url } of await cache.keys()) {
    if (expected.has(url)) cached.add(url);
    else await cache.delete(url);
  }
  for (const [url, entry] of runs) if (!cached.has(keyOf(url, entry))) await cacheRun(cache, url, entry);
}

async function cacheRun(cache: Cache, url: string, entry: Entry): Promise<void> {
  try {
    const response = await fetch(url, { integrity: entry.integrity });
    if (response.ok) await cache.put(keyOf(url, entry), response);
  } catch {} // no network, no space, or a file of another version: the next call tries again
}

const keyOf = (url: string, { revision }: Entry) => `${url}?${revision}`;

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = addressOf(request);
  if (shell.getCacheKeyForURL(url) || runs.has(url) || ASSET.test(url)) event.respondWith(answer(request, url));
});

/** The address of a request in the form of the list of files. */
function addressOf(request: Request): string {
  const url = new URL(request.url);
  if (url.pathname.endsWith("/")) url.pathname += "index.html";
  return url.origin + url.pathname;
}

/** Answers from the cache, or else from the network. */
async function answer(request: Request, url: string): Promise<Response> {
  return (await find(request, url).catch(() => undefined)) ?? fetch(request); // storage may fail
}

async function find(request: Request, url: string): Promise<Response | undefined> {
  const run = runs.get(url);
  if (run) return (await caches.open(RUNS)).match(keyOf(url, run));
  if (shell.getCacheKeyForURL(url)) return shell.matchPrecache(url);
  return caches.match(request, { ignoreVary: true }); // from an older version that another tab may still show
}
