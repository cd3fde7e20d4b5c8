import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findChromium } from "./findChromium.ts";

// npm run browser:install: the browser that the tests drive.

const found = () => {
  try {
    return findChromium();
  } catch {
    return undefined;
  }
};

const runs = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status ===
  0;

function install(): void {
  const root = process.getuid?.() === 0;
  if (root && runs("sh", "-c", "command -v apt-get >/dev/null")) {
    runs("apt-get", "update", "-qq");
    runs("apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium", "fonts-liberation");
    if (found()) return;
  }
  const cli = join(dirname(createRequire(import.meta.url).resolve("playwright/package.json")), "cli.js");
  runs(process.execPath, cli, "install", "--no-shell", ...(root ? ["--with-deps"] : []), "chromium");
}

const before = found();
if (before === undefined) install();
const path = before ?? found();
if (path === undefined) {
  console.error("missing Chromium or Chrome: neither apt-get nor Playwright's installer brought one; set CHROME_PATH");
  process.exitCode = 1;
} else console.log(`${before ? "found" : "installed"} ${path}`);
