import { signal } from "@preact/signals";
import { type Address, readAddress, writeAddress } from "./address.ts";

const opened = readAddress(location.hash);

/** What is in hand: view, preset, settings. The URL says the same. */
export const address = signal<Address>(opened.address);

/** What could not be read of the URL. */
export const ignored = signal<readonly string[]>(opened.ignored);

/** Changes what is in hand, and the URL with it. Another view is a new entry in the browser's history, a setting is not. */
export function go(change: Partial<Address>): void {
  const { at: _, ...before } = address.value;
  const next: Address = { ...before, ...change };
  const hash = writeAddress(next);
  const another = next.view !== address.value.view;
  address.value = next;
  ignored.value = [];
  if (hash === location.hash) return;
  if (another) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

function follow(): void {
  const read = readAddress(location.hash);
  address.value = read.address;
  ignored.value = read.ignored;
}

addEventListener("hashchange", follow);
addEventListener("popstate", follow);
