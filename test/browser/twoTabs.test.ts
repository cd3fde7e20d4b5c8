import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage } from "./openPage.ts";
import { still } from "./pageParts.ts";
import { LONG, linkOf, openTab, seedsOffered, trainToTheMiddle } from "./tabParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("a run that version 0.1 left interrupted is offered once", async () => {
  const { page: blank, complaints, close } = await openPage(browser, "icon.svg", still);
  const context = blank.context();
  const tab = await openTab(context, linkOf(7, LONG));
  await trainToTheMiddle(tab);
  await tab.close();
  // As 0.1 stored it: one place for all tabs, in the default store.
  await blank.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const from = await answer(indexedDB.open("icl-lab interrupted"));
    const read = from.transaction("slots").objectStore("slots");
    const keys = (await answer(read.getAllKeys())).map(String);
    const values = await answer(read.getAll());
    await answer(from.transaction("slots", "readwrite").objectStore("slots").clear());
    from.close();
    const opening = indexedDB.open("keyval-store");
    opening.onupgradeneeded = () => opening.result.createObjectStore("keyval");
    const to = await answer(opening);
    for (const [k, key] of keys.entries()) {
      const value = to.objectStoreNames.contains("keyval") && values[k];
      await answer(
        to
          .transaction("keyval", "readwrite")
          .objectStore("keyval")
          .put(value, key.replace(/^run \S+/, "icl-lab run")),
      );
    }
    to.close();
  });
  const tabs = [await openTab(context, linkOf(8)), await openTab(context, linkOf(9))];
  for (const each of tabs) await expect.poll(() => seedsOffered(each)).toEqual([7]);
  await button(tabs[0] as Page, "Discard").click();
  for (const each of tabs) await expect.poll(() => seedsOffered(each)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("a tab that is copied does not get the run of the tab it was copied from", async () => {
  const { page: blank, close } = await openPage(browser, "icon.svg", still);
  const context = blank.context();
  const tab = await openTab(context, linkOf(10, LONG));
  await trainToTheMiddle(tab);
  const [copy] = await Promise.all([
    context.waitForEvent("page"),
    tab.evaluate(() => void open(location.href)), // sessionStorage is copied
  ]);
  await button(copy, "Start").waitFor();
  const session = (page: Page) => page.evaluate(() => sessionStorage.getItem("icl-lab run"));
  expect(await session(copy)).toBe(await session(tab));
  await copy.waitForTimeout(500);
  expect(await seedsOffered(copy)).toEqual([]);
  await tab.reload();
  await expect.poll(() => seedsOffered(tab)).toEqual([10]);
  await copy.reload();
  await copy.waitForTimeout(500);
  expect(await seedsOffered(copy)).toEqual([]);
  await close();
});
