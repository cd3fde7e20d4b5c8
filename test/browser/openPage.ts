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

const flags = [
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

/** The Chromium or Chrome of this machine, without a window. */
export function launchChromium(): Promise<Browser> {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: inject("chromium"),
    args: root ? ["--no-sandbox", ...flags] : flags,
  });
}

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

/** What axe finds wrong, with where. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
