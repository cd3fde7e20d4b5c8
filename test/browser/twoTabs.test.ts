import type { Browser, BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const STEPS = 1500;
/** A run small enough to be trained twice at once, long enough to be interrupted. */
const linkOf = (seed: number, steps = STEPS) =>
  `#train?dim=2&exemplars=5&layers=1&hiddenSize=8&heads=1&batch=8&steps=${steps}&warmup=20&prompts=32&times=30&seed=${seed}`;
const LONG = 50_000; // steps that no test waits for
const still = { reducedMotion: "reduce" } as const;

const hashOf = async (page: Page) => {
  await page.getByText(`Finished: ${STEPS.toLocaleString("en")} steps.`).waitFor();
  return /[0-9a-f]{64}/.exec(await page.getByRole("region", { name: "Result" }).innerText())?.[0];
};
const stepOf = async (page: Page) =>
  Number(await page.getByRole("progressbar", { name: "Progress" }).getAttribute("value"));
const offers = (page: Page) => page.getByRole("status").filter({ hasText: "was interrupted" });
const seedsOffered = async (page: Page) =>
  (await offers(page).allInnerTexts()).map((text) => Number(/\(seed (\d+)\)/.exec(text)?.[1]));

/** The keys of what is stored as interrupted. */
const storedSlots = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open("icl-lab interrupted");
        opening.onsuccess = () => {
          const asked = opening.result.transaction("slots").objectStore("slots").getAllKeys();
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result.map(String));
          };
        };
      }),
  );

/** Opens another tab of the same browser, whose questions before it is left are answered with yes. */
async function openTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
  await page.goto(new URL(path, inject("site")).href);
  return page;
}

/** Trains until a checkpoint lies behind. */
async function trainToTheMiddle(page: Page): Promise<void> {
  await button(page, "Start").click();
  await expect.poll(() => stepOf(page), { interval: 50 }).toBeGreaterThan(200);
}

async function hashWithoutInterruption(seed: number): Promise<string | undefined> {
  const { page, close } = await openPage(browser, linkOf(seed), still);
  await button(page, "Start").click();
  const hash = await hashOf(page);
  await close();
  return hash;
}

test("two tabs train at once, both reload, and each gets its own run back, to the same parameters", async () => {
  const expected = [await hashWithoutInterruption(1), await hashWithoutInterruption(2)];
  expect(new Set(expected).size).toBe(2);
  const { page: blank, complaints, close } = await openPage(browser, "icon.svg", still);
  const context = blank.context();
  const tabs = [await openTab(context, linkOf(1)), await openTab(context, linkOf(2))] as const;
  for (const tab of tabs) {
    await trainToTheMiddle(tab);
    await button(tab, "Pause").click(); // so that neither ends before both are reloaded
  }
  const third = await openTab(context, linkOf(3));
  await third.waitForTimeout(500);
  expect(await seedsOffered(third)).toEqual([]); // both tabs live
  await Promise.all(tabs.map((tab) => tab.reload()));
  await expect.poll(() => Promise.all(tabs.map(seedsOffered))).toEqual([[1], [2]]);
  await expect.poll(() => seedsOffered(third)).toEqual([]); // they are offered where they were trained
  await Promise.all(tabs.map((tab) => button(tab, "Go on with it").click()));
  await Promise.all(tabs.map((tab) => expect.poll(() => stepOf(tab)).toBeGreaterThan(100)));
  expect(await Promise.all(tabs.map(hashOf))).toEqual(expected);
  await expect.poll(() => storedSlots(third)).toEqual([]); // they are kept in Runs
  await Promise.all(tabs.map((tab) => tab.reload()));
  await third.reload();
  await third.waitForTimeout(500);
  expect((await Promise.all([...tabs, third].map(seedsOffered))).flat()).toEqual([]); // what is finished is not interrupted
  expect(complaints).toEqual([]);
  await close();
});

test("runs of crashed and closed tabs are offered in the tab that opens next; each is resumed or discarded there", async () => {
  const { page: blank, complaints, close } = await openPage(browser, "icon.svg", still);
  const context = blank.context();
  const [first, second] = [await openTab(context, linkOf(3, LONG)), await openTab(context, linkOf(4, LONG))] as const;
  await trainToTheMiddle(first);
  await trainToTheMiddle(second);
  const session = await context.newCDPSession(second);
  void session.send("Page.crash").catch(() => {}); // it is never answered
  await second.waitForEvent("crash");
  await first.close(); // without a question: as a browser that is ended

  const next = await openTab(context, linkOf(5));
  await expect.poll(() => seedsOffered(next)).toEqual([4, 3]); // the newest first
  expect(await violationsOf(next)).toEqual([]);
  const offerOf = (page: Page, seed: number) => offers(page).filter({ hasText: `(seed ${seed})` });
  const other = await openTab(context, linkOf(6)); // offered in every tab, until one takes it
  await expect.poll(() => seedsOffered(other)).toEqual([4, 3]);

  await offerOf(next, 3).getByRole("button", { name: "Discard" }).click();
  await expect.poll(() => seedsOffered(next)).toEqual([4]);
  await expect.poll(() => seedsOffered(other)).toEqual([4]);
  await button(next, "Undo").click();
  await expect.poll(() => seedsOffered(next)).toEqual([4, 3]);
  await expect.poll(() => seedsOffered(other)).toEqual([4, 3]);

  await offerOf(next, 4).getByRole("button", { name: "Go on with it" }).click();
  await expect.poll(() => seedsOffered(other)).toEqual([3]);
  await expect.poll(() => stepOf(next)).toBeGreaterThan(200);
  await next.getByRole("link", { name: "Runs", exact: true }).click();
  expect(await seedsOffered(next)).toEqual([3]); // beside the run in training, too
  await button(other, "Start").click(); // another run takes nothing away
  await other.getByText(/^Training on /).waitFor();
  await other.getByRole("link", { name: "Runs", exact: true }).click();
  expect(await seedsOffered(other)).toEqual([3]);
  expect(complaints).toEqual([]);
  await close();
});

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
