import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { afterAll, describe, expect, inject, it } from "vitest";
import { launchOptions } from "../browser/findChromium.ts";
import { launchChromium } from "../browser/openPage.ts";
import { startFirefox } from "./firefox.ts";
import { NODE_24 } from "./node24.ts";
import { address, trainInPage } from "./trainInPage.ts";
import { startWebKit } from "./webKit.ts";

// fit-d5, seed 1, a schedule of 200 steps: the SHA-256 of the parameters, whatever trains it. It may only change where
// the arithmetic of training is meant to.
const STEPS = 200;
const QUICK = "4d972680627970574f8fc5f157532bfd857337f1eeffd1fc38989f3a481175a8"; // quick, seed 1, all its steps
const WANTED = "474a89366367bd032d4b36848f836b808dfe194b2df6614e4fd0c6b19befa011";

const node24 = join(NODE_24, "node_modules/.bin/node");
const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Trains by the command line, in this Node, and gives the hash of the parameters. */
const train = (name: string, ...flags: string[]): string => trainBy(process.execPath, name, ...flags);

function trainBy(node: string, name: string, ...flags: string[]): string {
  const args = ["--import", "tsx", "src/cli/main.ts", "train", "--seed", "1", "--out", join(folder, name), "--json"];
  const lines = execFileSync(node, [...args, "--set", "evaluation.times=0", ...flags], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1e8,
  });
  return JSON.parse(lines.trimEnd().split("\n").at(-1) as string).parametersSha256;
}

const SHORT = ["--preset", "fit-d5", "--steps", String(STEPS)];

const short = (name: string, ...flags: string[]) => train(name, ...SHORT, ...flags);

it("quick trains to its recorded parameters", () => {
  expect(train("quick", "--preset", "quick")).toBe(QUICK);
});

describe("with 16 shards it has other parameters, to the bit the same", () => {
  const SIXTEEN = "2818616bb699043889d262f358dd97084b57e1d276b010e8c14ffc3bc6d1a030";
  const SETTINGS = [...SHORT, "--set", "training.shards=16"];

  it.each([1, 2, 3, 5, 8, 16])("in Node with %i workers", (workers) => {
    expect(train(`sixteen-${workers}`, ...SETTINGS, "--workers", String(workers))).toBe(SIXTEEN);
  });

  it("in Node 24 with 8 workers, interrupted at step 90 and resumed with 16 in this Node", () => {
    expect(trainBy(node24, "sixteen-moved", ...SETTINGS, "--workers", "8", "--until", "90")).not.toBe(SIXTEEN);
    expect(train("sixteen-moved", ...SETTINGS, "--resume", "--workers", "16")).toBe(SIXTEEN);
  });
});

describe("fit-d5 after 200 steps has the same parameters, to the bit", () => {
  it.each([1, 2, 3])("in Node with %i workers", (workers) => {
    expect(short(`workers-${workers}`, "--workers", String(workers))).toBe(WANTED);
  });

  it("in Node, interrupted at step 90 and resumed", () => {
    expect(short("resumed", "--until", "90")).not.toBe(WANTED);
    expect(short("resumed", "--resume")).toBe(WANTED);
  });

  // Node 24 fuses pairs of SIMD operations, and takes the product's other tile.
  it.each([1, 2, 3])("in Node 24 with %i workers", (workers) => {
    expect(trainBy(node24, `node-24-${workers}`, ...SHORT, "--workers", String(workers))).toBe(WANTED);
  });

  it("in Node 24, begun in this Node and resumed at step 90", () => {
    expect(short("moved", "--until", "90")).not.toBe(WANTED);
    expect(trainBy(node24, "moved", ...SHORT, "--resume")).toBe(WANTED);
  });

  it.each([
    ["in Chromium", () => launchChromium()],
    ["in Chromium that fuses SIMD", () => chromium.launch(launchOptions("--js-flags=--wasm-revectorize"))],
  ])("%s", async (_, launch) => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(address(inject("site"), STEPS));
      expect(await trainInPage((script) => page.evaluate(script))).toBe(WANTED);
    } finally {
      await browser.close();
    }
  });

  it.each([
    ["Firefox", startFirefox],
    ["WebKit", startWebKit],
  ])("in %s", async (_, start) => {
    const browser = await start();
    try {
      await browser.open(address(inject("site"), STEPS));
      expect(await trainInPage(browser.evaluate)).toBe(WANTED);
    } finally {
      await browser.close();
    }
  });
});
