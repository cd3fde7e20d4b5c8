import { signal } from "@preact/signals";
import { words } from "../text/common.ts";

/** How to change to the newer version of the page, if there is one. */
const newer = signal<(() => void) | undefined>(undefined);

let reloads = false; // once another service worker is in control

/** Makes the page work offline. Says so if a newer version waits. Rejects if the browser refuses. */
export async function registerServiceWorker(): Promise<void> {
  const container = navigator.serviceWorker;
  let controlled = container.controller !== null;
  container.addEventListener("controllerchange", () => {
    if (reloads) location.reload();
    else if (controlled) newer.value = () => location.reload(); // another tab changed to the newer version
    controlled = true;
  });
  const registration = await container.register(new URL("offline.js", document.baseURI));
  offer(registration.waiting);
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  const { active } = await container.ready;
  active?.postMessage("opened");
  cacheRuns();
  addEventListener("online", cacheRuns);
}

/** Offers a worker once it is installed beside the one in control. */
function follow(worker: ServiceWorker | null): void {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed") offer(worker);
  });
}

function offer(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return;
  newer.value = () => {
    reloads = true;
    worker.postMessage("skip waiting");
  };
}

async function cacheRuns(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage("cache runs");
}

/** Says that a newer version of the page is ready, and changes to it. */
export function NewVersionNotice() {
  const change = newer.value;
  if (!change) return null;
  return (
    <div class="notice" role="status">
      <p>{words.newVersion}</p>
      <button type="button" onClick={change}>
        {words.reload}
      </button>
    </div>
  );
}
