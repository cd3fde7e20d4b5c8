import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { inject } from "vitest";

/** A page of the built site, with all it complained of and asked for. */
export interface OpenedPage {
  readonly page: Page;
  readonly complaints: readonly string[]; // console errors and warnings, uncaught exceptions, failed requests
  readonly foreign: readonly string[]; // addresses asked for outside the site; none is answered
  close(): Promise<void>;
}

const PATIENCE = 180_000; // ms; a busy machine is no failure

/** The browser that all test files share. Closing it closes the pages that this file opened, not the browser. */
export const launchChromium = (): Promise<Browser> => chromium.connect(inject("browser"));

/** Opens a path of the built site ("", "?layers=2", "notebooks/01-….html") in a context of its own. */
export async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const site = inject("site");
  const complaints: string[] = [];
  const foreign: string[] = [];
  // Without the service worker, which answers before a test can: the test of it says otherwise.
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  context.setDefaultTimeout(PATIENCE);
  // Workers ask through the context too. data: and blob: never leave the page.
  await context.route(
    (url) => url.protocol.startsWith("http") && !url.href.startsWith(site),
    (route) => {
      foreign.push(route.request().url());
      return route.abort();
    },
  );
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => {
    if (message.text() === "Service Worker registration blocked by Playwright") return; // so it was asked to
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") complaints.push(`${request.url()} ${reason}`); // given up by the page itself
  });
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()} ${response.status()}`);
  });
  const page = await context.newPage();
  await page.goto(new URL(path, site).href);
  return { page, complaints, foreign, close: () => context.close() };
}

/** A button by its whole name, or by a pattern. */
export const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

/** A file that a button saved: the name that the page proposed, and where it lies until the tests end. */
export interface SavedFile {
  readonly name: string;
  readonly path: string;
}

/** Presses a button that saves a file. */
export async function savedBy(page: Page, name: string | RegExp): Promise<SavedFile> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
  const path = join(tmpdir(), `${randomUUID()}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path };
}

/** What axe finds wrong, with where. */
export async function violationsOf(page: Page): Promise<string[]> {
  // Otherwise axe opens a tab of its own in front, and a page behind another tab may draw no frames on a busy machine.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
