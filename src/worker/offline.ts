// The service worker: what has been opened once opens again without a network. The network comes first, so that a newer
// page is never hidden by an older one; built files have their content in their names, and are asked for once.

const scope = self as unknown as ServiceWorkerGlobalScope;
const CACHE = "icl-lab";
const LIST = "offline.json"; // the files to have at hand, relative to the page; made by the build
const BUILT = /\/assets\/[^/]+$/;

const at = (path: string) => new URL(path, scope.registration.scope).href;

scope.addEventListener("install", (event) => {
  event.waitUntil(bringUpToDate().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.registration.scope)) return;
  event.respondWith(BUILT.test(new URL(request.url).pathname) ? keptFirst(request) : networkFirst(request));
  if (request.mode === "navigate") event.waitUntil(bringUpToDate().catch(() => {})); // without a network there is nothing newer
});

/** Fetches what is on the list and not yet kept, or may have changed, and drops what an older list had. */
async function bringUpToDate(): Promise<void> {
  const cache = await caches.open(CACHE);
  const response = await fetch(at(LIST), { cache: "no-cache" });
  if (!response.ok) throw new Error(`missing ${LIST}: the server answered ${response.status}`);
  const text = await response.clone().text();
  const before = await cache.match(at(LIST));
  if (before && (await before.text()) === text) return;
  const wanted = (JSON.parse(text) as string[]).map(at);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  await cache.addAll(wanted.filter((url) => !(BUILT.test(url) && kept.has(url))));
  const outdated = [...kept].filter((url) => BUILT.test(url) && !wanted.includes(url));
  await Promise.all(outdated.map((url) => cache.delete(url)));
  await cache.put(at(LIST), response); // last: a list half fetched is fetched again
}

async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? keep(cache, request);
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    return await keep(cache, request);
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

/** Asks the network, and keeps what it gives. */
async function keep(cache: Cache, request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 200) await cache.put(request, response.clone());
  return response;
}
