import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { build, preview } from "vite";
import { launchOptions } from "../browser/findChromium.ts";

/** The page, built and served for a program that looks at it. */
export interface ServedPage {
  readonly dist: string; // folder of its files
  readonly site: string; // its address
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Builds the page into a temporary folder, serves it and starts a browser. */
export async function servePage(): Promise<ServedPage> {
  const configFile = new URL("../../vite.config.ts", import.meta.url).pathname;
  const dist = mkdtempSync(join(tmpdir(), "icl-lab-page-"));
  const common = { configFile, mode: "production", logLevel: "error", build: { outDir: dist } } as const;
  await build(common);
  const server = await preview({ ...common, preview: { host: "127.0.0.1", port: 0 } });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("missing address of the served page");
  const browser = await chromium.launch(launchOptions("--disable-gpu"));
  return {
    dist,
    site: `http://127.0.0.1:${address.port}/`,
    browser,
    async close() {
      await browser.close();
      await server.close();
      rmSync(dist, { recursive: true });
    },
  };
}
