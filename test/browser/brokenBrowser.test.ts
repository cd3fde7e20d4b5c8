import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { button, launchChromium, openPage } from "./openPage.ts";
import { still } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const STEPS = 600;
const linkOf = (steps: number) =>
  `#train?dim=2&exemplars=5&layers=1&hiddenSize=8&heads=1&batch=8&steps=${steps}&warmup=20&prompts=32&times=12`;
const link = linkOf(STEPS);
const reload = (page: Page) => page.goto(inject("site")).then(() => page.goto(new URL(link, inject("site")).href));

/** Breaks the browser before the page's own code runs, and opens the page in it. */
async function openBroken(breaks: () => void) {
  const opened = await openPage(browser, "icon.svg", still);
  await opened.page.addInitScript(breaks);
  await reload(opened.page);
  return opened;
}

const refuses = () => {
  Object.defineProperty(indexedDB, "open", {
    value: () => {
      throw new DOMException("The user denied permission to access the database", "InvalidStateError");
    },
  });
};
const isMissing = () => {
  Object.defineProperty(globalThis, "indexedDB", { value: undefined });
  for (const name of ["sessionStorage", "localStorage"])
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException("Access is denied", "SecurityError");
      },
    });
  LockManager.prototype.request = () => Promise.reject(new DOMException("Access is denied", "SecurityError"));
  LockManager.prototype.query = () => Promise.reject(new DOMException("Access is denied", "SecurityError"));
};
const neverAnswers = () => {
  Object.defineProperty(indexedDB, "open", { value: () => ({}) });
};

test.each([
  ["refuses", refuses, /user denied permission/],
  ["is missing, locks and session storage too", isMissing, /stores nothing for the page/],
  ["never answers", neverAnswers, /does not answer/],
])(
  "storage that %s: the page trains, and Runs reports that nothing is stored",
  async (_, breaks, reason) => {
    const { page, complaints, close } = await openBroken(breaks);
    await button(page, "Start").click();
    await page.getByText(`Finished: ${STEPS} steps.`).waitFor();
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    const alert = page.getByRole("alert").filter({ hasText: "This browser stores nothing for the page" });
    await alert.filter({ hasText: reason }).waitFor();
    await page.getByText("fit-d5, recorded").waitFor();
    expect(complaints).toEqual([]);
    await close();
  },
  180_000,
);

test("without workers, every view that needs one shows an error", async () => {
  const { page, complaints, close } = await openBroken(() => {
    Object.defineProperty(globalThis, "Worker", {
      value: function Worker() {
        throw new DOMException("Workers are not allowed here", "SecurityError");
      },
    });
  });
  const refused = page.getByText(/Workers are not allowed here/);
  await button(page, "Start").click();
  await refused.waitFor();
  expect(await page.getByText(/^Loading the engine/).count()).toBe(0);
  for (const view of ["Play", "Watch", "Runs"]) {
    await page.getByRole("link", { name: view, exact: true }).click();
    await refused.first().waitFor();
  }
  expect(complaints).toEqual([]);
  await close();
});

test("with full storage a run trains, and the page reports that it is not saved until there is space again", async () => {
  const { page, complaints, close } = await openPage(browser, linkOf(100_000), still);
  const session = await page.context().newCDPSession(page);
  const origin = new URL(inject("site")).origin;
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await button(page, "Start").click();
  const warning = page.getByText(/cannot be saved in this browser, so a reload loses it: .*no space/);
  await warning.waitFor();
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await warning.waitFor({ state: "detached" });
  await page.getByText(/^Training on /).waitFor();
  expect(complaints).toEqual([]);
  await close();
});
