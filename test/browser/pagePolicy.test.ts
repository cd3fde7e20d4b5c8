import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "./openPage.ts";

// A static host that adds the strictest policy the page must live with, and no other header.

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const folder = "/a/deep/folder/";

let browser: Browser;
let server: Server;
const asked: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    asked.push(path);
    const file = join(inject("dist"), path.slice(folder.length) || "index.html");
    if (!path.startsWith(folder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-security-policy": policy,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("the page draws and trains from any folder, under the strictest content security policy", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => complaints.push(message.text()));
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder}`;
  const requests: string[] = [];
  context.on("request", (request) => requests.push(request.url()));

  await page.goto(site);
  await page.locator("svg [data-series] path").first().waitFor();
  await page.goto(`${site}#train?dim=2&exemplars=4&layers=1&hiddenSize=16&heads=1&steps=6&batch=8&prompts=32&times=4`);
  await page.getByRole("button", { name: "Start" }).click();
  await expect.poll(() => page.getByRole("status").innerText()).toBe("Finished: 6 steps.");
  expect(await page.getByRole("region", { name: "Result" }).innerText()).toMatch(/Engine\s+wasm/);

  expect(complaints).toEqual([]);
  expect(asked.filter((path) => !path.startsWith(folder))).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(site) && !url.startsWith("blob:"))).toEqual([]);
  await context.close();
});
