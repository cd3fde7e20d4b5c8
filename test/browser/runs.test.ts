import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { decodeBundle } from "../../src/runs/runBundle.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/transformer/safetensors.ts";
import { button, launchChromium, openPage, savedBy, violationsOf } from "./openPage.ts";
import { valuesOf } from "./pageParts.ts";
import { keptKeys } from "./runParts.ts";
import { screenshot } from "./screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const link = "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&steps=300&batch=16&warmup=20&prompts=64&times=8";
const open = (page: Page, view: string) => page.getByRole("link", { name: view, exact: true }).click();
const lineNames = (page: Page) => page.locator(".runs > .scrolls tbody tr th").allInnerTexts();
/** A figure of the view: the runs over each other, or one of them by exemplars. */
const figure = (page: Page, name = "Runs, side by side") => page.locator(".runs figure").filter({ hasText: name });
const keys = (page: Page) =>
  figure(page)
    .locator("svg [data-key]")
    .evaluateAll((all) => all.map((key) => key.getAttribute("data-key")).sort());

async function trainSeed(page: Page, seed: number): Promise<void> {
  await page.getByLabel("Seed", { exact: true }).fill(String(seed));
  await button(page, /^Start$/).click();
  await page.getByText("Finished: 300 steps.").waitFor();
}

test("two seeds are drawn as two lines or one; a run saved as a file opens as the same run", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, link, { reducedMotion: "reduce" });
  await trainSeed(page, 1);
  await trainSeed(page, 2);
  await open(page, "Runs");
  await expect.poll(() => lineNames(page)).toHaveLength(3);
  await button(page, /^Remove fit-d5: \d+ settings differ/).click(); // the recorded one
  await expect
    .poll(() => lineNames(page))
    .toEqual([
      expect.stringMatching(/^Seed 2\s+fit-d5, now in Train$/),
      expect.stringMatching(/^Seed 1\s+fit-d5, of this tab$/),
    ]);
  await expect.poll(() => keys(page)).toEqual(["Seed 1", "Seed 2"]);
  const apart = await valuesOf(figure(page));
  await page.getByLabel("Measure").selectOption("error");
  await expect.poll(() => valuesOf(figure(page))).not.toBe(apart);
  await page.getByLabel("Along").selectOption("seconds");
  await page.getByLabel("Along").selectOption("prompts");
  await expect.poll(() => valuesOf(figure(page))).toMatch(/^4800\t/m); // 300 steps of 16
  await page.getByLabel("Measure").selectOption("toBest");
  await page.getByLabel("Along").selectOption("step");
  await button(page, "Sort by: What differs").click();
  await expect.poll(async () => (await lineNames(page)).map((name) => name.slice(0, 6))).toEqual(["Seed 1", "Seed 2"]);
  const faded = () => figure(page).locator("svg g[data-series].faded").count();
  await page.getByRole("row", { name: /^Show .*Seed 2/ }).hover(); // its line stands out
  await expect.poll(faded).toBe(1);
  await page.getByRole("heading", { level: 1 }).hover();
  await expect.poll(faded).toBe(0);
  await button(page, "Save fit-d5: Seed 1 as .zip").focus();
  await expect.poll(faded).toBe(1);
  await button(page, "Sort by: What differs").click();
  await expect.poll(async () => (await lineNames(page)).map((name) => name.slice(0, 6))).toEqual(["Seed 2", "Seed 1"]);
  expect(await page.getByRole("columnheader", { name: "Sort by: What differs" }).getAttribute("aria-sort")).toBe(
    "descending",
  );
  await button(page, "Sort by: What differs").click(); // the order of the runs again
  await page.getByLabel(/seeds as one line/).check();
  await expect.poll(() => keys(page)).toEqual(["the same settings (2 seeds)"]);
  await page.getByLabel(/seeds as one line/).uncheck();
  await expect.poll(() => valuesOf(figure(page))).toBe(apart);

  const saved = await savedBy(page, "Save fit-d5: Seed 1 as .zip");
  expect(saved.name).toMatch(/^\w+-.*layers1.*-seed1\.zip$/);
  const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
  const zip = join(folder, "run.zip");
  copyFileSync(saved.path, zip);
  await button(page, "Remove fit-d5: Seed 1").click();
  await expect.poll(() => lineNames(page)).toHaveLength(1);
  const chooser = page.getByLabel("Open a run (.zip, .safetensors)");
  await chooser.setInputFiles(zip);
  await expect.poll(() => lineNames(page)).toContainEqual(expect.stringMatching(/^Seed 1\s+\S+, opened$/));
  await expect.poll(() => valuesOf(figure(page))).toBe(apart);
  await chooser.setInputFiles(zip); // once is enough
  await page.getByText("run.zip contains a run that is already in the table.").waitFor();
  expect(await lineNames(page)).toHaveLength(2);

  const cut = join(folder, "cut.zip");
  writeFileSync(cut, readFileSync(zip).subarray(0, 2000));
  const text = join(folder, "text.zip");
  writeFileSync(text, "no zip");
  const own = join(folder, "own.zip");
  const files = unzipSync(new Uint8Array(readFileSync(zip)));
  const { prompts, ...others } = JSON.parse(strFromU8(files["config.json"] as Uint8Array));
  const changed = {
    "config.json": strToU8(JSON.stringify({ ...others, prompts: { ...prompts, family: "own" } })),
    "checkpoint.safetensors": encodeSafetensors({
      tensors: [],
      metadata: { definitions: JSON.stringify([{ kind: "task", id: "own", sha256: "5a".repeat(32) }]) },
    }),
  };
  writeFileSync(own, zipSync({ ...files, ...changed }));
  for (const [file, name, sentence] of [
    [
      own,
      "own.zip",
      `missing --task: the run uses the task family own from a definition file (SHA-256 ${"5a".repeat(32)}); icl loads it with --task FILE; the page cannot load it`,
    ],
    [cut, "cut.zip", "invalid bundle: expected a .zip, got another file, or an incomplete one"],
    [text, "text.zip", "invalid safetensors: expected a safetensors file, got a text file"],
  ] as const) {
    await chooser.setInputFiles(file);
    const alert = page.getByRole("alert");
    await expect.poll(() => alert.innerText()).toBe(`${name} was not opened: ${sentence}.`);
    expect(await lineNames(page)).toHaveLength(2);
    expect(await valuesOf(figure(page))).toBe(apart);
  }
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("parameters from another program are compared with the recorded run and every algorithm; invalid files change nothing", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#runs", { reducedMotion: "reduce" });
  await expect.poll(() => lineNames(page)).toHaveLength(1); // the recorded run
  const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
  const record = new Uint8Array(
    readFileSync(new URL("../../public/records/runs/fit-d5-seed1.safetensors", import.meta.url)),
  );
  const { tensors } = decodeSafetensors(record);
  /** The published parameters as another program would write them. */
  const write = (name: string, metadata: Readonly<Record<string, string>>, change = (bytes: Uint8Array) => bytes) => {
    const path = join(folder, name);
    writeFileSync(path, change(encodeSafetensors({ tensors, metadata })));
    return path;
  };
  const chooser = page.getByLabel("Open a run (.zip, .safetensors)");
  const line = page.locator(".runs > .scrolls tbody tr").filter({ hasText: "mine.safetensors" });
  const config = JSON.stringify({ model: { layers: 4 } });
  const before = await valuesOf(figure(page));
  for (const [file, sentence] of [
    [
      write("bare.safetensors", { format: "pt" }),
      /: invalid checkpoint: expected its config in the file's metadata, as JSON of what differs from fit-d5, got none; in Python save_file\(/,
    ],
    [
      write("depth.safetensors", { config: '{"model":{"depth":4}}' }),
      /: unknown setting model\.depth: expected one of /,
    ],
    [
      write("deeper.safetensors", { config: '{"model":{"layers":5}}' }),
      /: invalid checkpoint: missing h\.4\.ln_1\.weight \[64\], .*; the file looks like layers=4, .*\.$/,
    ],
    [
      write("wider.safetensors", { config: '{"prompts":{"dim":4}}' }),
      /: invalid checkpoint: read_in\.weight must be \[5, 64\], got \[6, 64\]; the file looks like .*dim=5, .*\.$/,
    ],
    [
      write("header.safetensors", { config }, (bytes) => bytes.fill(0x20, 9, 40)),
      /: invalid safetensors: expected a JSON header, got something else\.$/,
    ],
    [
      write("cut.safetensors", { config }, (bytes) => bytes.subarray(0, 1000)),
      /: invalid safetensors: expected a header of \d+ bytes, got a file of 1000, incomplete or damaged\.$/,
    ],
  ] as const) {
    await chooser.setInputFiles(file);
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(sentence);
    expect(await lineNames(page)).toHaveLength(1);
    expect(await valuesOf(figure(page))).toBe(before);
  }

  await chooser.setInputFiles(write("mine.safetensors", { config }));
  await line.waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  const howItWasRead = page
    .getByRole("status")
    .filter({ hasText: /^mine\.safetensors: .*square.* read as \[in, out\]/ });
  expect(await howItWasRead.count()).toBe(1);
  expect(await line.locator("td").nth(1).innerText()).toBe("trained elsewhere");
  expect(await line.getByRole("button", { name: /Save|Resume/ }).count()).toBe(0);
  await expect.poll(() => keys(page)).toEqual(["mine.safetensors", "the same settings"]);
  // They are the recorded run's own, in half precision: its last value, all along.
  const [head, ...body] = (await valuesOf(figure(page))).split("\n").map((text) => text.split("\t"));
  const level = Number(body.at(-1)?.[2]);
  expect(head).toHaveLength(3);
  expect(new Set([head, ...body].map((cells) => cells?.[2])).size).toBe(1);
  expect(Math.abs(level / Number(body.at(-1)?.[1]) - 1)).toBeLessThan(0.05);

  const one = "One of them, compared with each algorithm";
  const theirs = await valuesOf(figure(page, one));
  expect(theirs.split("\n")).toHaveLength(15); // after 1…N exemplars
  await figure(page, one).getByLabel("Run").selectOption({ label: "fit-d5: the same settings" });
  await expect.poll(() => valuesOf(figure(page, one))).not.toBe(theirs);
  await screenshot(page, "runs-elsewhere");
  await button(page, "Remove fit-d5: mine.safetensors").click();
  await expect.poll(() => lineNames(page)).toHaveLength(1);

  writeFileSync(join(folder, "record.safetensors"), record); // one of ours says at which step it is
  await chooser.setInputFiles(join(folder, "record.safetensors"));
  await expect.poll(() => lineNames(page)).toHaveLength(2);
  await page.getByText("5,000 of 5,000").nth(1).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("an ended run survives a reload; a removed run can be restored until then", async () => {
  const { page, complaints, close } = await openPage(browser, link, { reducedMotion: "reduce" });
  await trainSeed(page, 1);
  await trainSeed(page, 2);
  await open(page, "Runs");
  await expect.poll(() => lineNames(page)).toHaveLength(3);
  /** The values, in whatever order the runs stand. */
  const values = async () =>
    (await valuesOf(figure(page)))
      .split("\n")
      .map((line) => line.split("\t").sort().join(" "))
      .join("\n");
  const apart = await values();
  const both = () =>
    expect
      .poll(async () => (await lineNames(page)).map((name) => name.split(/\s{2,}|\n/)[0]?.trim()).sort())
      .toEqual([expect.stringMatching(/^\d+ settings differ/), "Seed 1", "Seed 2"]);
  await expect.poll(() => keptKeys(page)).toHaveLength(2);
  await page.reload();
  await expect.poll(() => lineNames(page)).toHaveLength(3);
  await expect
    .poll(() => lineNames(page))
    .toContainEqual(expect.stringMatching(/^Seed 2\s+fit-d5, saved in this browser$/));
  await expect.poll(values).toBe(apart);
  await button(page, "Remove fit-d5: Seed 1").click();
  await expect.poll(() => lineNames(page)).toHaveLength(2);
  await expect.poll(() => keptKeys(page)).toHaveLength(1);
  await button(page, "Undo").click();
  await both();
  await expect.poll(() => keptKeys(page)).toHaveLength(2);
  await expect.poll(values).toBe(apart);
  await button(page, "Remove fit-d5: Seed 2").click();
  await expect.poll(() => keptKeys(page)).toHaveLength(1);
  expect(await violationsOf(page)).toEqual([]);
  await page.reload();
  await expect.poll(() => lineNames(page)).toHaveLength(2);
  await page.waitForTimeout(500);
  expect(await lineNames(page)).toHaveLength(2);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("icl-lab shelf");
        opening.onsuccess = () => {
          const change = opening.result.transaction("runs", "readwrite");
          change.objectStore("runs").put({ zip: "no bytes" }, "1");
          change.oncomplete = () => resolve();
        };
      }),
  );
  await page.reload();
  await page.getByText("A saved run could not be read and was removed: the stored data is not a run.").waitFor();
  await expect.poll(() => lineNames(page)).toHaveLength(2);
  expect(complaints).toEqual([]);
  await close();
});

test("the recorded run is saved with its parameters, and the command line can compare them", async () => {
  const { page, complaints, close } = await openPage(browser, "#runs", { reducedMotion: "reduce" });
  await expect.poll(() => lineNames(page)).toHaveLength(1);
  const { path } = await savedBy(page, /^Save fit-d5: .* as \.zip$/);
  const run = decodeBundle(new Uint8Array(readFileSync(path)));
  const { state, config, trainedSha256 } = decodeCheckpoint(run.checkpoint as Uint8Array);
  expect(config).toEqual(run.config);
  expect(state.step).toBe(5000);
  expect((run.result as { parametersSha256: string }).parametersSha256).toBe(trainedSha256);
  expect(complaints).toEqual([]);
  await close();
});

test("parameters from another program open in Play with the same answers, and in the layer inspector", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  const learners = page.locator("table.distances tbody tr:not(.sets)");
  const texts = () => learners.allInnerTexts();
  await learners.nth(1).waitFor();
  const ours = await texts(); // what the page's own answers
  const bytes = new Uint8Array(
    readFileSync(new URL("../../public/runs/play-d1/moments/10000.safetensors", import.meta.url)),
  );
  const { config } = decodeCheckpoint(bytes);
  const path = join(mkdtempSync(join(tmpdir(), "icl-lab-")), "lines.safetensors");
  const metadata = { config: JSON.stringify(config) };
  writeFileSync(path, encodeSafetensors({ tensors: decodeSafetensors(bytes).tensors, metadata }));
  await open(page, "Runs");
  await expect.poll(() => lineNames(page)).toHaveLength(1);
  expect(await button(page, /^Try .* in Play$/).count()).toBe(0); // the recorded run has five dimensions
  await page.getByLabel("Open a run (.zip, .safetensors)").setInputFiles(path);
  await button(page, /^Open it$/).click();
  await page.getByText(/^After all 10 exemplars it answers/).waitFor();
  await page.getByText(/^What the run above, lines\.safetensors/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, /^Try play-d1: lines\.safetensors.* in Play$/).click();
  expect(await page.getByLabel(/lines\.safetensors.*, from Runs$/).isChecked()).toBe(true);
  await expect.poll(texts).toEqual(ours);
  expect(await page.getByRole("slider", { name: "Transformer after" }).count()).toBe(0); // it has one snapshot
  await page.getByRole("button", { name: /^Exemplar 1/ }).press("ArrowDown");
  await expect.poll(texts).not.toEqual(ours);
  await page.getByLabel("The built-in transformer (play-d1)").check();
  await page.getByText("step 10,000 of 10,000").waitFor(); // where it was left
  expect(await page.getByText(/The link asks for/).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
