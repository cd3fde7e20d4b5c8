import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "../browser/openPage.ts";
import { still } from "../browser/pageParts.ts";
import {
  hashOf,
  hashWithoutInterruption,
  LONG,
  linkOf,
  offers,
  openTab,
  seedsOffered,
  stepOf,
  storedSlots,
  trainToTheMiddle,
} from "../browser/tabParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("runs of crashed and closed tabs are offered in the next tab, and can be resumed or discarded there", async () => {
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

  await offerOf(next, 4).getByRole("button", { name: "Resume it" }).click();
  await expect.poll(() => seedsOffered(other)).toEqual([3]);
  await expect.poll(() => stepOf(next)).toBeGreaterThan(200);
  await next.getByRole("link", { name: "Runs", exact: true }).click();
  await expect.poll(() => seedsOffered(next)).toEqual([3]); // beside the run in training, too
  await button(other, "Start").click(); // another run takes nothing away
  await other.getByText(/^Training on /).waitFor();
  await other.getByRole("link", { name: "Runs", exact: true }).click();
  await expect.poll(() => seedsOffered(other)).toEqual([3]);
  expect(complaints).toEqual([]);
  await close();
});

test("two tabs train at once, both reload, and each gets its own run back, to the same parameters", async () => {
  const expected = [await hashWithoutInterruption(browser, 1), await hashWithoutInterruption(browser, 2)];
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
  await Promise.all(tabs.map((tab) => button(tab, "Resume it").click()));
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
