import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";

// A headless shell first: it draws pages alone, where a whole browser also draws its own tabs and menus, unseen.
const names = [
  "chromium-headless-shell",
  "chromium",
  "google-chrome",
  "google-chrome-stable",
  "chromium-browser",
  "chrome",
];
const places = [
  ...(process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ...names.map((name) => join("/usr/bin", name)),
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chromium or Chrome: CHROME_PATH or CHROMIUM where one is set, else the first that starts of the
 * system's own and the one Playwright downloads. Throws one sentence where there is none.
 */
export function findChromium(): string {
  for (const name of ["CHROME_PATH", "CHROMIUM"]) {
    const path = process.env[name];
    if (!path) continue;
    if (starts(path)) return path;
    throw new Error(`invalid ${name}: expected the path of a Chromium or Chrome, got ${path}`);
  }
  const found = [...places, chromium.executablePath()].find(starts);
  if (found === undefined) throw new Error("missing Chromium or Chrome: run npm run browser:install");
  return found;
}

// Some systems put a script there that only says how to install the browser: it must answer.
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    return /chrom/i.test(execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return false;
  }
}

/** How Playwright starts that browser, with flags of Chromium. */
export const launchOptions = (...flags: string[]) => ({
  executablePath: findChromium(),
  args: process.getuid?.() === 0 ? ["--no-sandbox", ...flags] : flags, // Chromium as root runs only without its sandbox
});
