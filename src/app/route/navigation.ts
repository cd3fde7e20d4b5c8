import { signal } from "@preact/signals";
import { formatRoute, parseRoute, persistentParts, type Route } from "./route.ts";
import { showBundled } from "./shownSource.ts";

// State of the window, which has one address and one history, so it is in no store. An import changes nothing:
// `followAddress` reads the address.

/** The current route: view, preset, settings. The URL says the same. */
export const route = signal<Route>(parseRoute("").address);

/** What could not be read of the URL. */
export const ignoredParameters = signal<readonly string[]>([]);

/** Whether the browser's back or forward button led here. The browser then restores the scroll position itself. */
export const isRevisit = signal(false);

const OURS = "icl-lab"; // an entry of the history that was written here, not a link that was followed

const MS_UNTIL_WRITTEN = 150; // browsers refuse a URL that changes at every move of a slider
let writing: ReturnType<typeof setTimeout> | undefined;

/** Changes the current route and the URL. Another view or experiment is a new entry in the browser's history; a setting is not. */
export function navigate(change: Partial<Route>): void {
  const next: Route = { ...persistentParts(route.value), ...change };
  const another = next.view !== route.value.view || next.experiment !== route.value.experiment;
  if (another) write();
  route.value = next;
  ignoredParameters.value = [];
  isRevisit.value = false;
  if (another) history.pushState(OURS, "", formatRoute(next));
  else writing ??= setTimeout(write, MS_UNTIL_WRITTEN);
}

/** Leaves the tour; the rest of the route stays. */
export function endTour(): void {
  const { tour: _, ...others } = route.value;
  route.value = others;
  writing ??= setTimeout(write, MS_UNTIL_WRITTEN);
}

const linkTo = (to: Route): string => new URL(formatRoute(to), location.href).href;

/** A link to the current route, at a training step if one is shown. */
export const currentLink = (at = route.value.at, lesson = route.value.lesson): string =>
  linkTo({ ...route.value, ...(at !== undefined && { at }), ...(lesson && { lesson }) });

/** A link that shows one figure of the open experiment alone. */
export const embedLink = (embed: string): string => linkTo({ ...route.value, embed });

function write(): void {
  if (writing === undefined) return;
  clearTimeout(writing);
  writing = undefined;
  history.replaceState(OURS, "", formatRoute(route.value));
}

function readAddress(): void {
  clearTimeout(writing);
  writing = undefined;
  const read = parseRoute(location.hash);
  route.value = read.address;
  ignoredParameters.value = read.ignored;
}

/** Takes the route from the page's address, now and whenever it changes. Calls `onLink` when another link was opened. */
export function followAddress(onLink: () => void): void {
  readAddress();
  addEventListener("hashchange", () => {
    readAddress();
    onLink();
  });
  window.addEventListener("popstate", ({ state }) => {
    isRevisit.value = state !== null;
    if (state === null) showBundled(); // a link: it speaks of what comes with the page
    readAddress();
  });
}
