import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeBundle } from "../../src/experiments/bundle.ts";
import { decodeCheckpoint } from "../../src/experiments/checkpoint.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/transformer/safetensors.ts";
import { button, launchChromium, openPage, savedBy, violationsOf } from "./openPage.ts";

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

/** All values of a figure, as its table has them. */
async function valuesOf(page: Page, name?: string): Promise<string> {
  const twin = figure(page, name).locator("details.twin");
  if ((await twin.getAttribute("open")) === null) await twin.locator("summary").click();
  return twin.locator("tbody").innerText();
}

test("two seeds lie over each other, as two lines or one; a run goes out as a file and comes back the same", async () => {
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
  const apart = await valuesOf(page);
  await page.getByLabel("Measure").selectOption("error");
  await expect.poll(() => valuesOf(page)).not.toBe(apart);
  await page.getByLabel("Along").selectOption("seconds");
  await page.getByLabel("Along").selectOption("prompts");
  await expect.poll(() => valuesOf(page)).toMatch(/^4800\t/m); // 300 steps of 16
  await page.getByLabel("Measure").selectOption("toOls");
  await page.getByLabel("Along").selectOption("step");
  await page.getByLabel(/seeds as one line/).check();
  await expect.poll(() => keys(page)).toEqual(["the same settings (2 seeds)"]);
  await page.getByLabel(/seeds as one line/).uncheck();
  await expect.poll(() => valuesOf(page)).toBe(apart);

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
  await expect.poll(() => valuesOf(page)).toBe(apart);
  await chooser.setInputFiles(zip); // once is enough
  await page.getByText("run.zip holds a run that is in the table already.").waitFor();
  expect(await lineNames(page)).toHaveLength(2);

  const cut = join(folder, "cut.zip");
  writeFileSync(cut, readFileSync(zip).subarray(0, 2000));
  const text = join(folder, "text.zip");
  writeFileSync(text, "no zip");
  for (const [file, name, sentence] of [
    [cut, "cut.zip", "invalid bundle: wanted a .zip, got another file, or one that was cut off"],
    [text, "text.zip", "invalid safetensors: expected a safetensors file, got a text file"],
  ] as const) {
    await chooser.setInputFiles(file);
    const alert = page.getByRole("alert");
    await expect.poll(() => alert.innerText()).toBe(`${name} was not opened: ${sentence}.`);
    expect(await lineNames(page)).toHaveLength(2);
    expect(await valuesOf(page)).toBe(apart);
  }
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("parameters that another program trained are held against the recorded run and every algorithm; bad ones change nothing", async () => {
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
  const before = await valuesOf(page);
  for (const [file, sentence] of [
    [
      write("bare.safetensors", { format: "pt" }),
      /: invalid checkpoint: wanted its config in the file's metadata, as JSON of what differs from fit-d5, got none; in Python save_file\(/,
    ],
    [write("depth.safetensors", { config: '{"model":{"depth":4}}' }), /: unknown setting model\.depth: wanted one of /],
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
      /: invalid safetensors: expected a header of \d+ bytes, got a file of 1000, cut off or damaged\.$/,
    ],
  ] as const) {
    await chooser.setInputFiles(file);
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(sentence);
    expect(await lineNames(page)).toHaveLength(1);
    expect(await valuesOf(page)).toBe(before);
  }

  await chooser.setInputFiles(write("mine.safetensors", { config }));
  await line.waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  const howItWasRead = page
    .getByRole("status")
    .filter({ hasText: /^mine\.safetensors: .*square.* read as \[in, out\]/ });
  expect(await howItWasRead.count()).toBe(1);
  expect(await line.locator("td").nth(1).innerText()).toBe("trained elsewhere");
  expect(await line.getByRole("button", { name: /Save|Go on/ }).count()).toBe(0);
  await expect.poll(() => keys(page)).toEqual(["mine.safetensors", "the same settings"]);
  // They are the recorded run's own, in half precision: its last value, all along.
  const [head, ...body] = (await valuesOf(page)).split("\n").map((text) => text.split("\t"));
  const level = Number(body.at(-1)?.[2]);
  expect(head).toHaveLength(3);
  expect(new Set([head, ...body].map((cells) => cells?.[2])).size).toBe(1);
  expect(Math.abs(level / Number(body.at(-1)?.[1]) - 1)).toBeLessThan(0.05);

  const one = "One of them, held against each algorithm";
  const theirs = await valuesOf(page, one);
  expect(theirs.split("\n")).toHaveLength(15); // after 1…N exemplars
  await figure(page, one).getByLabel("Run").selectOption({ label: "fit-d5: the same settings" });
  await expect.poll(() => valuesOf(page, one)).not.toBe(theirs);
  await page.screenshot({ path: new URL("../output/runs-elsewhere.png", import.meta.url).pathname, fullPage: true });
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

test("a run that has ended outlasts a reload; one that was removed can be brought back, until then", async () => {
  const { page, complaints, close } = await openPage(browser, link, { reducedMotion: "reduce" });
  await trainSeed(page, 1);
  await trainSeed(page, 2);
  await open(page, "Runs");
  await expect.poll(() => lineNames(page)).toHaveLength(3);
  /** The values, in whatever order the runs stand. */
  const values = async () =>
    (await valuesOf(page))
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
    .toContainEqual(expect.stringMatching(/^Seed 2\s+fit-d5, kept in this browser$/));
  await expect.poll(values).toBe(apart);
  await button(page, "Remove fit-d5: Seed 1").click();
  await expect.poll(() => lineNames(page)).toHaveLength(2);
  await expect.poll(() => keptKeys(page)).toHaveLength(1);
  await button(page, "Bring it back").click();
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
  await page
    .getByText("A run that was kept could not be opened, and is kept no longer: what was kept is no run.")
    .waitFor();
  await expect.poll(() => lineNames(page)).toHaveLength(2);
  expect(complaints).toEqual([]);
  await close();
});

/** The keys of what the browser keeps in a store: of runs, unless another is named. */
const keptKeys = (page: Page, [database, store]: readonly [string, string] = ["icl-lab shelf", "runs"]) =>
  page.evaluate(
    async ([database, store]) => {
      if ((await indexedDB.databases()).every(({ name }) => name !== database)) return []; // opening would make it
      return new Promise<unknown[]>((resolve) => {
        const opening = indexedDB.open(database);
        opening.onsuccess = () => {
          const asked = opening.result.transaction(store).objectStore(store).getAllKeys();
          asked.onsuccess = () => resolve(asked.result);
          opening.result.close();
        };
      });
    },
    [database, store] as const,
  );

test("the recorded run goes out with its parameters, which the command line asks", async () => {
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

test("a training that is stopped stays under Runs, and goes on from there to its end", async () => {
  const long = link.replace("steps=300", "steps=6000");
  const { page, complaints, close } = await openPage(browser, long, { reducedMotion: "reduce" });
  await button(page, /^Start$/).click();
  await button(page, /^Checkpoint \(step [\d,]*\d{3}\)$/).waitFor();
  await button(page, "Reset").click();
  await button(page, "Stop it").click();
  await open(page, "Runs");
  await button(page, /^Go on training fit-d5/).click();
  await page.getByText("Finished: 6,000 steps.").waitFor();
  await open(page, "Runs");
  expect(await page.locator(".runs > .scrolls tbody tr").count()).toBe(2); // it, and the recorded one
  expect(complaints).toEqual([]);
  await close();
});

test("a small sweep fills a heat map while it trains; a cell shows its runs alone", async () => {
  const { page, complaints, close } = await openPage(browser, link.replace("#train", "#runs"), {
    reducedMotion: "reduce",
  });
  await page.getByText("Train several: a sweep").click();
  const values = page.getByLabel("Values of Layers L, apart by commas");
  for (const [text, sentence] of [
    ["", "Layers L has no value: wanted some, apart by commas"],
    ["0", /model\.layers.* must be a whole number from 1 to 64, got 0/],
    ["1, 1", /comes twice/],
  ] as const) {
    await values.fill(text);
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(sentence);
    expect(await button(page, "Train all").isDisabled()).toBe(true);
  }
  await values.fill("1, 2");
  await page.locator(".sweep select").nth(1).selectOption({ label: "Hidden size H" });
  await page.getByLabel("Values of Hidden size H, apart by commas").fill("8,16");
  await page.getByLabel(/Seeds of each/).selectOption("2");
  await page.getByText(/^8 runs, /).waitFor();
  await button(page, "Train all").click();
  const cells = page.locator(".grid td");
  expect(await cells.count()).toBe(4);
  await page.getByText("All 8 runs are begun or done.").waitFor();
  await expect.poll(() => page.locator(".runs > .scrolls tbody tr").count()).toBe(9);
  const ended = page.locator(".runs > .scrolls tbody tr").filter({ hasText: "300 of 300" });
  await expect.poll(() => ended.count()).toBe(8); // all: a number read of one that trains would move on
  const cell = button(page, /^2, 16: .*, 2 seeds\. Show its runs alone$/);
  const told = Number(/: ([\d.e-]+),/.exec((await cell.getAttribute("aria-label")) ?? "")?.[1]);
  await cell.click();
  await expect.poll(() => keys(page)).toEqual(["Seed 1", "Seed 2"]);
  expect(await page.locator(".grid .cell[aria-pressed=true]").count()).toBe(1);
  expect(await cell.getAttribute("aria-pressed")).toBe("true");
  const shown = page.locator(".runs > .scrolls tbody tr").filter({ has: page.locator("input:checked") });
  const toOls = (await shown.locator("td:nth-child(5)").allInnerTexts()).map(Number);
  expect(toOls).toHaveLength(2);
  expect(Math.abs(((toOls[0] as number) + (toOls[1] as number)) / 2 / told - 1)).toBeLessThan(0.03); // two digits each
  await page.screenshot({ path: new URL("../output/runs-sweep.png", import.meta.url).pathname, fullPage: true });
  await button(page, "Show all").click();
  await expect.poll(async () => (await keys(page)).length).toBe(9);
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("a run of a sweep is paused, or stopped, by itself; after a reload in its middle the sweep goes on to the same numbers", async () => {
  const begun = async () => {
    const path = link.replace("#train", "#runs").replace("steps=300", "steps=600");
    const opened = await openPage(browser, path, { reducedMotion: "reduce" });
    const { page } = opened;
    await page.getByText("Train several: a sweep").click();
    await page.locator(".sweep select").first().selectOption({ label: "nothing: seeds alone" });
    await page.getByLabel(/Seeds of each/).selectOption("4");
    await page.getByText(/^4 runs, /).waitFor();
    await button(page, "Train all").click();
    return opened;
  };
  const lines = (page: Page) => page.locator(".runs > .scrolls tbody tr").filter({ hasNotText: "recorded" });
  /** Seed, nearest algorithm, distance and effective λ of each, once all are done. */
  const numbersOf = async (page: Page) => {
    const done = lines(page).filter({ hasText: "600 of 600" });
    await expect.poll(() => done.count()).toBe(4);
    const told = await lines(page).evaluateAll((all) =>
      all.map((line) => [...line.querySelectorAll("th, td")].slice(1, 6).map((cell) => cell.textContent ?? "")),
    );
    return told.map(([name, , ...numbers]) => [/Seed \d/.exec(name ?? "")?.[0], ...numbers].join("; ")).sort();
  };
  const whole = await begun();
  const numbers = await numbersOf(whole.page);
  expect(new Set(numbers).size).toBe(4);

  const { page, complaints, close } = await begun();
  const beside = lines(page).filter({ hasText: "training now" });
  const stepsOf = () =>
    beside.first().evaluate((line) => Number(line.querySelectorAll("td")[1]?.textContent?.split(" of ")[0]));
  await expect.poll(stepsOf).toBeGreaterThan(0);
  const name = (await beside.first().locator("th").innerText()).split("\n")[0];
  await beside
    .first()
    .getByRole("button", { name: /^Pause / })
    .click();
  await beside
    .first()
    .getByRole("button", { name: /^Go on with / })
    .waitFor();
  const paused = await settled(page, stepsOf);
  expect(paused).toBeLessThan(600);
  page.on("dialog", (dialog) => void dialog.accept().catch(() => {})); // that a training would be lost
  await page.reload();
  await page.getByText(/^A sweep of 4 runs of fit-d5 was interrupted/).waitFor();
  await expect
    .poll(() =>
      lines(page)
        .filter({ hasText: `${paused} of 600` })
        .count(),
    )
    .toBe(1);
  expect(
    await lines(page)
      .filter({ hasText: `${paused} of 600` })
      .locator("th")
      .innerText(),
  ).toContain(name);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Go on with the sweep").click();
  expect(await numbersOf(page)).toEqual(numbers);
  const kept = () => keptKeys(page, ["icl-lab interrupted", "slots"]);
  await expect.poll(kept).toEqual([]); // all its runs are kept in Runs
  await page.reload();
  await expect.poll(() => lines(page).count()).toBe(4);
  expect(await page.getByText(/was interrupted/).count()).toBe(0); // it is done
  expect(complaints).toEqual([]);
  await close();

  await button(whole.page, "Train all").click();
  const one = lines(whole.page).filter({ hasText: "training now" }).first();
  await one.filter({ hasText: /[1-9]\d* of 600/ }).waitFor(); // it has a checkpoint
  await one.getByRole("button", { name: /^Stop / }).click();
  const stopped = lines(whole.page).getByRole("button", { name: /^Go on training/ });
  await stopped.waitFor();
  await one.waitFor(); // the next of the sweep, in its place
  expect(whole.complaints).toEqual([]);
  await whole.close();
});

test("parameters of another program are held in Play, answer there as they did elsewhere, and open layer by layer", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  const learners = page.locator("table.distances tbody");
  await learners.waitFor();
  const ours = await learners.innerText(); // what the page's own answers
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
  expect(await page.getByLabel(/lines\.safetensors.*, out of Runs$/).isChecked()).toBe(true);
  await expect.poll(() => learners.innerText()).toBe(ours);
  expect(await page.getByRole("slider", { name: "Transformer after" }).count()).toBe(0); // it has one moment
  await page.getByRole("button", { name: /^Exemplar 1/ }).press("ArrowDown");
  await expect.poll(() => learners.innerText()).not.toBe(ours);
  await page.getByLabel("The one that comes with the page (play-d1)").check();
  await page.getByText("step 10,000 of 10,000").waitFor(); // where it was left
  expect(await page.getByText(/The link asks for/).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

/** A reading once it has stood still: the step in progress ends, and is saved, after a run is paused. */
async function settled<T>(page: Page, read: () => Promise<T>): Promise<T> {
  for (let before = await read(); ; ) {
    await page.waitForTimeout(2000);
    const now = await read();
    if (now === before) return now;
    before = now;
  }
}
