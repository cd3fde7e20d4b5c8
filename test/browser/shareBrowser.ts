import { chromium } from "playwright";
import type { TestProject } from "vitest/node";
import { launchOptions } from "./findChromium.ts";

declare module "vitest" {
  export interface ProvidedContext {
    browser: string; // address of the running browser
  }
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

/** Starts the Chromium or Chrome of this machine once, without a window, for all test files. */
export default async function shareBrowser(project: TestProject): Promise<() => Promise<void>> {
  const server = await chromium.launchServer(launchOptions(...flags));
  project.provide("browser", server.wsEndpoint());
  return () => server.close();
}
