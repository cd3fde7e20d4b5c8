import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";
import { still } from "./pageParts.ts";
import { hashOf, LONG, linkOf, openTab, seedsOffered, storedSlots, trainToTheMiddle } from "./tabParts.ts";

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

test("interrupted work that this version cannot resume is listed, and can be discarded and restored", async () => {
  const { page: blank, complaints, close } = await openPage(browser, "icon.svg", still);
  const context = blank.context();
  const tab = await openTab(context, linkOf(11, LONG));
  await trainToTheMiddle(tab);
  await tab.close();
  // As a later version may store it: with a setting that this one does not know, and a sweep of another form.
  await blank.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answer(indexedDB.open("icl-lab interrupted"));
    const store = database.transaction("slots", "readwrite").objectStore("slots");
    const key = (await answer(store.getAllKeys())).map(String).find((each) => /^run \S+$/.test(each)) as string;
    const run = (await answer(store.get(key))) as { config: { model: object } };
    await answer(store.put({ ...run, config: { ...run.config, model: { ...run.config.model, depth: 3 } } }, key));
    await answer(store.put({ version: "9.0.0", preset: "fit-d5" }, "sweep 1"));
    database.close();
  });
  const [page, other] = [await openTab(context, linkOf(12)), await openTab(context, linkOf(13))];
  const notices = (in_: Page) => in_.getByRole("status").filter({ hasText: "this version cannot resume" });
  const setting = /cannot resume what is stored of it: unknown setting model\.depth/;
  for (const each of [page, other]) {
    await expect.poll(() => notices(each).count()).toBe(2);
    await notices(each).filter({ hasText: setting }).waitFor();
    await notices(each).filter({ hasText: "expected its preset, its axes and its cells" }).waitFor();
  }
  expect(await violationsOf(page)).toEqual([]);
  await notices(page).filter({ hasText: setting }).getByRole("button", { name: "Discard" }).click();
  for (const each of [page, other]) await expect.poll(() => notices(each).count()).toBe(1);
  await button(page, "Undo").click();
  for (const each of [page, other]) await expect.poll(() => notices(each).count()).toBe(2);
  await page.reload();
  await expect.poll(() => notices(page).count()).toBe(2);
  for (const count of [1, 0]) {
    await button(page, "Discard").first().click();
    await expect.poll(() => notices(page).count()).toBe(count);
  }
  await expect.poll(() => storedSlots(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("an ended run is not offered again if the page was closed before its slot was cleared", async () => {
  const { page, complaints, close } = await openPage(browser, linkOf(14), still);
  page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
  /** Puts entries into the slots, or gives those that are there. */
  const slots = (put: readonly (readonly [string, unknown])[] = []) =>
    page.evaluate(async (put) => {
      const answer = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await answer(indexedDB.open("icl-lab interrupted"));
      const store = database.transaction("slots", "readwrite").objectStore("slots");
      for (const [key, value] of put) await answer(store.put(value, key));
      const keys = (await answer(store.getAllKeys())).map(String);
      const values = await answer(store.getAll());
      database.close();
      return keys.map((key, k) => [key, values[k]] as const);
    }, put);
  await trainToTheMiddle(page);
  await button(page, "Pause").click();
  await button(page, "Resume").waitFor();
  await expect.poll(() => storedSlots(page)).not.toEqual([]);
  const interrupted = await slots();
  await button(page, "Resume").click();
  await hashOf(page);
  await expect.poll(() => storedSlots(page)).toEqual([]); // it is kept in Runs
  await slots(interrupted);
  await page.reload();
  await expect.poll(() => storedSlots(page)).toEqual([]);
  expect(await seedsOffered(page)).toEqual([]);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const trained = page.locator(".runs > .scrolls tbody tr").filter({ hasNotText: "recorded" });
  await expect.poll(() => trained.count()).toBe(1);
  expect(complaints).toEqual([]);
  await close();
});

test("a duplicated tab does not get the run of the original tab", async () => {
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
