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

const isRoot = process.getuid?.() === 0;
const hasApt = isRoot && runs("sh", "-c", "command -v apt-get >/dev/null");

/** A package of Debian and its relatives; false if there is none of that name. */
const installPackage = (name: string) =>
  runs("apt-get", "install", "-qq", "-y", "--no-install-recommends", "fonts-liberation", name);

function install(): void {
  if (hasApt && installPackage("chromium") && found()) return;
  const cli = join(dirname(createRequire(import.meta.url).resolve("playwright/package.json")), "cli.js");
  runs(process.execPath, cli, "install", "--no-shell", ...(isRoot ? ["--with-deps"] : []), "chromium");
}

const before = found();
if (hasApt && !before?.endsWith("-headless-shell")) {
  runs("apt-get", "update", "-qq");
  installPackage("chromium-headless-shell"); // the fastest, where the system has it
}
if (found() === undefined) install();
const path = found();
if (path === undefined) {
  console.error("missing Chromium or Chrome: neither apt-get nor Playwright's installer brought one; set CHROME_PATH");
  process.exitCode = 1;
} else console.log(`${path === before ? "found" : "installed"} ${path}`);
