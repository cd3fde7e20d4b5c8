import type { Page } from "playwright";

/** The keys of what the browser keeps in a store: of runs, unless another is named. */
export const keptKeys = (page: Page, [database, store]: readonly [string, string] = ["icl-lab shelf", "runs"]) =>
  page.evaluate(
    async ([database, store]) => {
      if ((await indexedDB.databases()).every(({ name }) => name !== database)) return []; // opening would make it
      return new Promise<unknown[]>((resolve) => {
        const opening = indexedDB.open(database);
        opening.onsuccess = () => {
          const asked = opening.result.transaction(store).objectStore(store).getAllKeys();
          asked.onsuccess = () => resolve(asked.result);
          opening.result.close();
        };
      });
    },
    [database, store] as const,
  );

/** A reading once it has stood still: the step in progress ends, and is saved, after a run is paused. */
export async function settled<T>(page: Page, read: () => Promise<T>): Promise<T> {
  for (let before = await read(); ; ) {
    await page.waitForTimeout(2000);
    const now = await read();
    if (now === before) return now;
    before = now;
  }
}
