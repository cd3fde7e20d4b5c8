import { signal } from "@preact/signals";
import { type Address, lasting, readAddress, writeAddress } from "./route.ts";
import { showPagesOwn } from "./shownSource.ts";

const opened = readAddress(location.hash);

/** What is in hand: view, preset, settings. The URL says the same. */
export const address = signal<Address>(opened.address);

/** What could not be read of the URL. */
export const ignored = signal<readonly string[]>(opened.ignored);

/** Whether the browser's back or forward button led here. The browser then restores the scroll position itself. */
export const isRevisit = signal(false);

const OURS = "icl-lab"; // an entry of the history that was written here, not a link that was followed

const MS_UNTIL_WRITTEN = 150; // browsers refuse a URL that changes at every move of a slider
let writing: ReturnType<typeof setTimeout> | undefined;

/** Changes what is in hand, and the URL with it. Another view, or another experiment, is a new entry in the browser's history, a setting is not. */
export function go(change: Partial<Address>): void {
  const next: Address = { ...lasting(address.value), ...change };
  const another = next.view !== address.value.view || next.experiment !== address.value.experiment;
  if (another) write();
  address.value = next;
  ignored.value = [];
  isRevisit.value = false;
  if (another) history.pushState(OURS, "", writeAddress(next));
  else writing ??= setTimeout(write, MS_UNTIL_WRITTEN);
}

/** Leaves the tour; all else stays in hand. */
export function endTour(): void {
  const { tour: _, ...kept } = address.value;
  address.value = kept;
  writing ??= setTimeout(write, MS_UNTIL_WRITTEN);
}

/** A link to what is in hand now, at a training step where one is shown. */
export const linkInHand = (at = address.value.at, lesson = address.value.lesson): string =>
  new URL(writeAddress({ ...address.value, ...(at !== undefined && { at }), ...(lesson && { lesson }) }), location.href)
    .href;

function write(): void {
  if (writing === undefined) return;
  clearTimeout(writing);
  writing = undefined;
  history.replaceState(OURS, "", writeAddress(address.value));
}

function follow(): void {
  clearTimeout(writing);
  writing = undefined;
  const read = readAddress(location.hash);
  address.value = read.address;
  ignored.value = read.ignored;
}

addEventListener("hashchange", follow);
window.addEventListener("popstate", ({ state }) => {
  isRevisit.value = state !== null;
  if (state === null) showPagesOwn(); // a link: it speaks of what comes with the page
  follow();
});
