import { signal } from "@preact/signals";
import { createStore, type UseStore } from "idb-keyval";

const MS_TO_ANSWER = 15_000; // a browser that has not answered by then may never do so

/** What the browser stores for the page. */
export type BrowserStorage = ReturnType<typeof createStorage>;

export function createStorage() {
  const error = signal<string | undefined>(undefined);
  const persisted = signal<boolean | undefined>(undefined);
  let requested = false;

  /** Asks the browser, once, not to delete by itself what is stored. */
  async function requestPersistence(): Promise<void> {
    if (requested) return;
    requested = true;
    persisted.value = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
  }

  return {
    /** Why this browser stores nothing for the page; undefined as long as it does. */
    error,
    /** Whether the browser promised to delete nothing by itself; undefined as long as nothing was stored. */
    persisted,
    /**
     * A store of the browser for idb-keyval. It opens at its first use. Rejects with one sentence if the browser
     * refuses, throws or does not answer; `error` has the sentence, unless there is only no space.
     */
    open(database: string, name: string): UseStore {
      let store: UseStore | undefined;
      return async (mode, act) => {
        try {
          store ??= createStore(database, name);
          const result = await answered(store(mode, act));
          error.value = undefined;
          if (mode === "readwrite") void requestPersistence();
          return result;
        } catch (failure) {
          store = undefined; // the next use tries anew
          const reason = reasonOf(failure);
          if (!isFull(failure)) error.value = reason;
          throw new Error(reason);
        }
      };
    },
  };
}

function answered<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the browser's storage does not answer")), MS_TO_ANSWER);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const isFull = (error: unknown) => error instanceof DOMException && error.name === "QuotaExceededError";

/** The reason in an error, as one sentence without a full stop. */
function reasonOf(error: unknown): string {
  if (isFull(error)) return "the browser has no space left for this page";
  const message = error instanceof Error ? error.message : String(error ?? "");
  return message.replace(/\.$/, "") || "the browser gives no reason";
}
