import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { parseRecord } from "../../src/experiments/record.ts";
import { recordedExperiments } from "../../src/experiments/recordedExperiments.ts";
import { button, launchChromium, openPage, savedBy, violationsOf } from "./openPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const views = ["watch", "play", "train", "runs", "figures", "about"] as const;
const still = { reducedMotion: "reduce" } as const;
const output = new URL("../output/", import.meta.url).pathname;

const figure = (page: Page, name: string) => page.locator("figure").filter({ hasText: name });
const lines = (page: Page, name: string) => figure(page, name).locator("svg [data-series] path").count();

/** A reading of the train view by its name. */
async function reading(page: Page, name: string): Promise<string> {
  const named = page.locator(".readings > div").filter({ has: page.getByText(name, { exact: true }) });
  return named.locator("dd").innerText();
}

/** A model so small that it is trained within a test: settings by their labels. */
const small: Readonly<Record<string, string>> = {
  "Dimension D": "2",
  "Exemplars N": "5",
  "Layers L": "3",
  "Hidden size H": "32",
  "Heads K": "2",
  Steps: "800",
  "Warm-up": "20",
  "Learning rate": "0.005",
  "Matrix rate": "0.03",
  Evaluations: "16",
};
const smallLink =
  "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&steps=4000&batch=16&warmup=20&prompts=64&times=12";

test("it opens on the recorded run, drawn, and plays it through", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "");
  await figure(page, "Distance to each algorithm").locator("svg [data-series] path").first().waitFor();
  expect(await lines(page, "Distance to each algorithm")).toBeGreaterThan(10);
  const step = page.locator(".strip dd").first();
  const first = await step.innerText();
  await expect.poll(() => step.innerText()).not.toBe(first); // it plays by itself
  await button(page, "Pause").click();
  const held = await step.innerText();
  await page.waitForTimeout(900);
  expect(await step.innerText()).toBe(held);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("one button trains the recorded run's preset, from zero", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "", still);
  await button(page, "Train it yourself").click();
  await expect.poll(() => page.url()).toMatch(/#train$/);
  await expect.poll(() => reading(page, "Step")).toMatch(/^[1-9]\d* of 5,000$/);
  await expect.poll(() => reading(page, "Nearest algorithm")).toMatch(/distance/);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("the scrubber, the story and the figure over training move one moment", async () => {
  const { page, complaints, close } = await openPage(browser, "", still);
  const step = page.locator(".strip dd").first();
  await step.waitFor();
  expect(await step.innerText()).toMatch(/^([\d,]+) of \1$/); // without motion it stands at the end
  const picture = figure(page, "Distance to each algorithm").locator(".picture");
  const before = await picture.innerHTML();
  await page.getByRole("slider", { name: "Training step" }).press("Home");
  await expect.poll(() => step.innerText()).toMatch(/^0 of/);
  await expect.poll(() => picture.innerHTML()).not.toBe(before);
  await expect.poll(() => page.url()).toMatch(/at=0$/);
  const second = page.locator(".story li button").nth(1);
  const told = (await second.locator("strong").innerText()).replace("Step ", "");
  await second.click();
  await expect.poll(() => step.innerText()).toMatch(new RegExp(`^${told} of`));
  const reader = page.getByRole("slider", { name: /over training/ });
  await reader.press("Home");
  await reader.press("Enter");
  await expect.poll(() => step.innerText()).toMatch(/^0 of/);
  await expect.poll(() => page.url()).toMatch(/at=0$/); // written once the slider rests
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await expect.poll(() => step.innerText()).toMatch(/^0 of/);
  expect(complaints).toEqual([]);
  await close();
});

test("a transformer trained through the page's own controls comes ten times closer to least squares", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#train", still);
  for (const [label, value] of Object.entries(small)) await page.getByLabel(label, { exact: true }).fill(value);
  await expect.poll(() => page.url()).toContain("dim=2");
  await button(page, "Start").click();
  await expect.poll(() => reading(page, "Distance to least squares, 1…N")).toMatch(/^0\.\d/);
  const begin = Number.parseFloat(await reading(page, "Distance to least squares, 1…N"));
  await expect
    .poll(async () => Number.parseFloat(await reading(page, "Distance to least squares, 1…N")), {
      interval: 500,
    })
    .toBeLessThan(begin / 10);
  expect(await reading(page, "Distance to least squares, 1…N")).toMatch(/times smaller than at step 0/);
  await expect.poll(() => page.getByRole("status").innerText()).toBe("Finished: 800 steps.");
  const result = page.getByRole("region", { name: "Result" });
  expect(await result.innerText()).toMatch(/SHA-256 of the parameters\s+[0-9a-f]{64}/);
  for (const name of ["Distance, over training", "Distance, by exemplars", "Training loss", "Error, by exemplars"]) {
    expect(await lines(page, name)).toBeGreaterThan(2);
  }
  await page.getByRole("radio", { name: "ILWD" }).check();
  await expect.poll(() => figure(page, "Distance, by exemplars").locator("svg").innerHTML()).toContain("ILWD");
  expect((await savedBy(page, /^Checkpoint/)).name).toBe("fit-d5-seed1-step800.safetensors");
  await page.screenshot({ path: `${output}train-finished.png`, fullPage: true });
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Watch" }).click();
  await page.getByRole("radio", { name: "The run of this tab" }).check();
  await expect.poll(() => page.locator(".strip dd").first().innerText()).toBe("800 of 800");
  await page.getByRole("slider", { name: "Training step" }).press("Home");
  await expect.poll(() => page.locator(".strip dd").first().innerText()).toBe("0 of 800");
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("a finger reads values, and a link between two evaluations says which it shows", async () => {
  const touch = { ...still, hasTouch: true, viewport: { width: 390, height: 844 } };
  const { page, complaints, close } = await openPage(browser, "#watch?at=99999", touch);
  await page.getByText(/^The link asks for step 99,999; the nearest evaluation is at step [\d,]+\.$/).waitFor();
  const reader = figure(page, "Distance to each algorithm").locator(".reader");
  await reader.scrollIntoViewIfNeeded();
  const box = await reader.boundingBox();
  await page.touchscreen.tap((box?.x ?? 0) + 150, (box?.y ?? 0) + 100);
  await expect.poll(() => page.locator(".tip").innerText()).toMatch(/^\d+ exemplars/);
  expect(complaints).toEqual([]);
  await close();
});

test("a preset without a record is told at the top, and About leads to the notebook", async () => {
  const { page, complaints, close } = await openPage(browser, "#watch?preset=quick", still);
  await page.getByText("This is the recorded run fit-d5; the settings in hand have none.").waitFor();
  expect(await page.locator(".in-hand").innerText()).toContain("(fit-d5)");
  await page.getByRole("link", { name: "About" }).click();
  await page.getByRole("link", { name: "Least squares in a prompt" }).click();
  await page.getByRole("heading", { name: "Least squares in a prompt" }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

const titleOf = (name: string) => parseRecord(readFileSync(`public/records/${name}.json`, "utf8")).about.title;

test("every record has a card that stays where it is, and back leads to where one was", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#about", still);
  const records = "**/records/*.json";
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.context().route(records, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("link", { name: "Figures" }).click();
  const cards = page.getByRole("listitem").getByRole("link");
  await expect.poll(() => cards.count()).toBe(recordedExperiments.length);
  const boxes = () => cards.evaluateAll((all) => all.map((card) => JSON.stringify(card.getBoundingClientRect())));
  const before = await boxes();
  release();
  await cards.first().locator("svg [data-series] path").first().waitFor();
  expect(await boxes()).toEqual(before);
  for (const [k, name] of recordedExperiments.entries()) {
    expect(await cards.nth(k).innerText()).toContain(titleOf(name));
    expect(await cards.nth(k).getAttribute("href")).toContain(`experiment=${name}`);
  }
  const last = recordedExperiments.at(-1) as string;
  await cards.last().scrollIntoViewIfNeeded();
  await cards.last().locator("svg [data-series]").first().waitFor();
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(300);
  await cards.last().click();
  await page.getByRole("heading", { name: titleOf(last), level: 1 }).waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await cards.last().waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(scrolled);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test.each(recordedExperiments)("%s opens on its question, figures, claims, command and runs to train", async (name) => {
  const { page, complaints, foreign, close } = await openPage(browser, `#figures?experiment=${name}`, still);
  const record = parseRecord(readFileSync(`public/records/${name}.json`, "utf8"));
  await page.getByRole("heading", { name: record.about.title, level: 1 }).waitFor();
  expect(await page.getByText(record.about.question).isVisible()).toBe(true);
  await expect.poll(() => page.locator(".picture svg [data-point]").count()).toBeGreaterThan(5);
  expect(await page.locator(".claim").count()).toBe(record.claims.length);
  for (const { wanted } of record.claims) expect(await page.getByText(wanted, { exact: true }).isVisible()).toBe(true);
  expect(await page.getByText(`npm run -s icl -- reproduce ${name}`).first().isVisible()).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  const run = page.getByLabel("Run", { exact: true });
  await run.selectOption((await run.locator("option").allInnerTexts()).at(-1) as string);
  await button(page, "Train it in this tab").click();
  await expect.poll(() => page.url()).toMatch(/#train/);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("what matters in a recorded figure can be moved, by keyboard too, and the curve answers", async () => {
  const { page, complaints, close } = await openPage(browser, "#figures?experiment=flipped-labels", still);
  const bySize = page.locator("figure").filter({ hasText: "Accuracy, by size" });
  const largest = bySize.locator('[data-point][data-series="transformer"]').last();
  const accuracy = async () => Number(await largest.getAttribute("data-value"));
  const share = bySize.getByRole("slider", { name: "Share flipped" });
  await expect.poll(accuracy).toBeLessThan(0.25);
  expect(await share.getAttribute("aria-valuetext")).toBe("100 % of the labels");
  expect(await page.locator("blockquote").innerText()).toContain("ignore flipped labels presented in-context");
  await share.press("Home");
  await expect.poll(accuracy).toBeGreaterThan(0.95);
  expect(await share.getAttribute("aria-valuetext")).toBe("0 % of the labels");

  const byShare = page.locator("figure").filter({ hasText: "by share flipped" });
  const lines = () => byShare.locator("g[data-series]").count();
  await expect.poll(lines).toBe(8); // four sizes, two other trainings, Bayes, the prior
  await byShare.getByRole("slider", { name: "Transformers" }).press("End");
  await expect.poll(lines).toBe(3);
  expect(complaints).toEqual([]);
  await close();
});

test("documents chosen less often are worth less, by the slider of the figure", async () => {
  const { page, complaints, close } = await openPage(browser, "#figures?experiment=retrieval", still);
  const byWay = page.locator("figure").filter({ hasText: "by how the document is chosen" });
  const zeroShot = byWay.locator('[data-point][data-series="L4 H48"][data-x="3"]');
  const risk = async () => Number(await zeroShot.getAttribute("data-value"));
  await expect.poll(risk).toBe(0.21);
  const stride = byWay.getByRole("slider", { name: "Stride" });
  await stride.press("End");
  await expect.poll(risk).toBe(0.23);
  expect(await stride.getAttribute("aria-valuetext")).toBe("every 64 pairs");
  expect(complaints).toEqual([]);
  await close();
});

test("beside each layer stands what probes read there", async () => {
  const { page, complaints, close } = await openPage(browser, "#figures?experiment=probe", still);
  await button(page, "Open it").click();
  const read = () => page.locator(".inside table tbody tr").allInnerTexts();
  const nothing = (text: string) => Math.abs(Number(text.split("\t")[1]) - 1) < 0.01; // the linear probe, before any layer
  await expect.poll(async () => (await read()).map(nothing)).toEqual([true, true]);
  await page.getByRole("slider", { name: "Layer", exact: true }).fill("1");
  await expect.poll(read).toEqual(["XᵀY\t0.55\t0.095", "w of least squares\t0.66\t0.36"]); // as public/records/probe.json has them
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("a published run opens layer by layer, and a run set by hand trains no step", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#figures?experiment=construction", still);
  await page.getByLabel("Run", { exact: true }).selectOption("sherman-morrison-seed1");
  await button(page, "Open it").click();
  const maps = page.locator(".inside svg");
  await expect.poll(() => maps.count()).toBe(1); // the read-in: nobody has read anybody
  expect(await page.locator('.inside [data-cell="inverse₁₁ y₁"]').count()).toBe(1);
  expect(await page.locator('.inside [data-cell^="answer"]').count()).toBe(0);
  await page.getByRole("slider", { name: "Layer", exact: true }).fill("13");
  await expect.poll(() => maps.count()).toBe(3);
  const [answer] = await page.locator('.inside [data-cell="answer x₅"] title').allTextContents();
  const told = page.getByText(/^After all 4 exemplars it answers/);
  const answered = Number(/answers (-?[\d.]+);/.exec(await told.innerText())?.[1]);
  const explained = /: (\S+), (\S+) before it and (\S+) that layer 13 adds$/.exec(answer ?? "");
  const [value, earlier, added] = (explained ?? []).slice(1).map(Number) as [number, number, number];
  expect(Math.abs(value - answered)).toBeLessThan(0.02 * Math.abs(answered));
  expect(Math.abs(earlier + added - value)).toBeLessThan(0.05 * Math.abs(value)); // two digits
  const [weight] = await page.locator(".inside svg").nth(1).locator("rect title").allTextContents();
  expect(weight).toMatch(/^\S+ at \S+: \S+, the weight of \S+ in what head 1 brings to \S+$/);
  expect(await violationsOf(page)).toEqual([]);
  const before = await told.innerText();
  await button(page, "Another prompt").click();
  await expect.poll(() => told.innerText()).not.toBe(before);
  await button(page, "Train it in this tab").click();
  await button(page, "Start").click();
  await expect.poll(() => page.getByRole("status").innerText()).toBe("Finished: 0 steps.");
  expect(await page.getByText("ridge (λ = 0.1)").first().isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("a dragged exemplar moves every curve, at every moment of training; keys, a click and a link do the same", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#play", still);
  const curves = page.locator(".play svg [data-series] > path");
  const curve = (id: string) => page.locator(`.play svg g[data-series="${id}"] > path`).getAttribute("d");
  const all = async () => Promise.all(["transformer", "bayes", "ols", "ridge(0.25)", "gd(0.02,8)"].map(curve));
  await curves.first().waitFor();
  const before = await all();
  const handle = page.getByRole("button", { name: /^Exemplar 3: x 1.5, y 2.2/ });
  const box = (await handle.boundingBox()) as { x: number; y: number; width: number; height: number };
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 20, box.y + 120, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await all()).every((d, k) => d !== before[k])).toBe(true);
  expect(await handle.count()).toBe(0); // it stands elsewhere, and says so
  await expect.poll(() => page.url()).toContain("prompt=");
  expect(await page.getByText("3 of at most 10 exemplars.").count()).toBe(1); // the drag added none

  const first = page.getByRole("button", { name: /^Exemplar 1:/ });
  await first.press("ArrowUp");
  await page.getByRole("button", { name: /^Exemplar 1: x -1.2, y -1[,. ]/ }).waitFor();
  await page.locator(".held").click({ position: { x: 30, y: 30 } });
  await page.getByText("4 of at most 10 exemplars.").waitFor();
  await page.getByRole("button", { name: /^Exemplar 4:/ }).press("Delete");
  await page.getByText("3 of at most 10 exemplars.").waitFor();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("exemplar"); // one can go on by keys
  const second = page.getByRole("button", { name: /^Exemplar 2: x 0.4, y 0.9/ });
  const small = (await second.boundingBox()) as { x: number; y: number };
  await page.mouse.move(small.x + 4, small.y + 13); // beside the middle
  await page.mouse.down();
  await page.mouse.move(small.x + 5, small.y + 13);
  await page.mouse.up();
  expect(await second.count()).toBe(1); // a trembling press moves nothing
  await second.press("Alt+ArrowUp");
  expect(await second.count()).toBe(1);

  const trained = await curve("transformer");
  const moment = page.getByRole("slider", { name: /^Transformer after/ });
  await moment.press("Home");
  await expect.poll(() => curve("transformer")).not.toBe(trained);
  await page.getByText("as good as untrained").waitFor();
  const reads = page.locator(".reads svg");
  const [cells, readAtOne] = [() => reads.innerHTML(), await reads.innerHTML()];
  await page.getByRole("slider", { name: /^x of the query/ }).press("Home");
  await expect.poll(cells).not.toBe(readAtOne);
  await page.getByLabel("3 nearest neighbours").check();
  await expect.poll(() => page.locator('.play svg g[data-series="knn(3,uniform)"]').count()).toBe(1);
  await expect.poll(() => page.url()).toMatch(/at=1&.*beside=0.25_0.02_8_1/);
  const [link, shown] = [page.url(), await all()];
  await page.goto("about:blank");
  await page.goto(link);
  await curves.first().waitFor();
  await expect.poll(all).toEqual(shown);
  expect(await violationsOf(page)).toEqual([]);

  await page.goto(new URL("#play?prompt=-2,5_-1,-5_1,5_2,-5", link).href);
  await page.getByText(/^Prompts like this one hardly occur in its training/).waitFor();
  await page.getByRole("button", { name: "Remove all" }).click();
  await page.getByText("No exemplar yet").waitFor();
  await page.getByRole("link", { name: "About" }).click();
  await page.getByRole("link", { name: "Play" }).click();
  await page.getByText("0 of at most 10 exemplars.").waitFor(); // what was in hand is still there
  await expect.poll(() => page.url()).toMatch(/#play\?.*prompt=/); // and the address says so
  await button(page, "Add an exemplar").click();
  await page.getByRole("button", { name: /^Exemplar 1: x 1, y 0/ }).waitFor();
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("a figure goes out as SVG, PNG, CSV and JSON, each with where it comes from", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "", still);
  await figure(page, "Distance to each algorithm").locator("svg [data-series] path").first().waitFor();
  for (const format of ["SVG", "PNG", "CSV", "JSON"]) {
    const name = `Save the figure “Distance to each algorithm, by number of exemplars” as ${format}`;
    const saved = await savedBy(page, name);
    expect(saved.name).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
    const file = readFileSync(saved.path);
    expect(file.includes("program") && file.includes("icl-lab")).toBe(true);
    if (format === "PNG") expect(file.subarray(1, 4).toString()).toBe("PNG");
    if (format === "JSON") {
      const { provenance, rows } = JSON.parse(file.toString());
      expect(provenance).toMatchObject({ preset: "fit-d5", seed: 1, step: 5000, program: "icl-lab" });
      expect(provenance.link).toMatch(/at=5000$/);
      expect(rows.length).toBeGreaterThan(100);
      expect(rows.filter(({ at }: { at: { step?: number } }) => (at.step ?? 5000) !== 5000)).toEqual([]);
    }
  }
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("where the moments are missing Play says so, and tries again", async () => {
  const { page, close } = await openPage(browser, "#about", still);
  await page.context().route("**/moments.json", (route) => route.abort());
  await page.getByRole("link", { name: "Play" }).click();
  await page.getByText(/^The transformer could not be opened/).waitFor();
  await page.context().unroute("**/moments.json");
  await button(page, "Try again").click();
  await page.locator(".play svg").first().waitFor();
  await close();
});

test("pause, one step, go on and reset, and no training lost unasked", async () => {
  const { page, complaints, close } = await openPage(browser, smallLink.replace("steps=4000", "steps=40000"), still);
  const status = page.getByRole("status");
  const stepsDone = async () => Number((await reading(page, "Step")).split(" of ")[0]?.replace(",", ""));
  await button(page, "Start").click();
  await expect.poll(stepsDone).toBeGreaterThan(3);
  await button(page, "Pause").click();
  await expect.poll(() => status.innerText()).toMatch(/^Paused after step/);
  const held = await stepsDone();
  await page.waitForTimeout(500);
  expect(await stepsDone()).toBe(held);
  await button(page, `Checkpoint (step ${held})`).waitFor(); // of the step it stands at
  await button(page, "One step").click();
  await expect.poll(stepsDone).toBe(held + 1);
  await button(page, `Checkpoint (step ${held + 1})`).waitFor();
  await expect.poll(() => status.innerText()).toBe(`Paused after step ${held + 1}.`);
  await button(page, "Go on").click();
  await expect.poll(stepsDone).toBeGreaterThan(held + 1);

  await button(page, "Reset").click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Go back to it").click();
  await expect.poll(() => dialog.isVisible()).toBe(false);
  expect(await stepsDone()).toBeGreaterThan(held);
  await page.getByLabel("Seed", { exact: true }).fill("2");
  expect(await page.getByText("The settings differ from the run below in Seed.").isVisible()).toBe(true);
  await page.getByRole("link", { name: "About" }).click();
  await page.getByRole("link", { name: "Train", exact: true }).click();
  const before = await stepsDone();
  await expect.poll(stepsDone).toBeGreaterThan(before); // it went on meanwhile
  await button(page, "Reset").click();
  await button(page, "Stop it").click();
  await expect.poll(stepsDone).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test("a reload in the middle of training loses nothing: it goes on to the same parameters", async () => {
  const hashOf = async (page: Page) =>
    /[0-9a-f]{64}/.exec(await page.getByRole("region", { name: "Result" }).innerText())?.[0];
  const link = smallLink.replace("steps=4000", "steps=3000");
  const whole = await openPage(browser, link, still);
  await button(whole.page, "Start").click();
  const wanted = await hashOf(whole.page);
  expect(await button(whole.page, "Go on with it").count()).toBe(0);
  await whole.page.getByRole("link", { name: "Runs", exact: true }).click(); // it is offered until it is kept in Runs
  const interrupted = () =>
    whole.page.evaluate(async () => {
      const opening = indexedDB.open("icl-lab interrupted");
      await new Promise((resolve) => opening.addEventListener("success", resolve));
      const counting = opening.result.transaction("slots").objectStore("slots").count();
      await new Promise((resolve) => counting.addEventListener("success", resolve));
      opening.result.close();
      return counting.result;
    });
  await expect.poll(interrupted).toBe(0);
  await whole.page.reload();
  await whole.page.waitForTimeout(300);
  expect(await button(whole.page, "Go on with it").count()).toBe(0); // a finished run is not interrupted
  await whole.close();

  const { page, complaints, close } = await openPage(browser, link, still);
  page.on("dialog", (dialog) => dialog.accept()); // the browser asks before the page is left
  const stepsDone = async () => Number((await reading(page, "Step")).split(" of ")[0]?.replace(",", ""));
  await button(page, "Start").click();
  await expect.poll(stepsDone).toBeGreaterThan(600);
  const other = await page.context().newPage(); // where it is trained in one tab, another does not offer it
  await other.goto(page.url());
  await other.waitForTimeout(300);
  expect(await button(other, "Go on with it").count()).toBe(0);
  await other.close();
  await page.reload();
  const notice = page.getByText(
    /^A run of fit-d5 \(seed 1\) was interrupted; it is kept .* at step [\d,]+ of 3,000\.$/,
  );
  await notice.waitFor();
  const at = Number(/at step ([\d,]+) of/.exec(await notice.innerText())?.[1]?.replace(",", ""));
  expect(at).toBeGreaterThan(400);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Go on with it").click();
  await expect.poll(stepsDone).toBeGreaterThan(at - 1);
  expect(await hashOf(page)).toBe(wanted);
  const first = figure(page, "Distance, over training").locator('[data-series="ols"][data-point]').first();
  expect(await first.getAttribute("data-x")).toBe("0"); // its beginning is there too
  expect(complaints).toEqual([]);
  await close();
});

test("a first step can be taken alone, and everything by keyboard", async () => {
  const { page, complaints, close } = await openPage(browser, smallLink, still);
  await button(page, "One step").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.getByRole("status").innerText()).toBe("Paused after step 1.");
  await button(page, "Reset").focus();
  await page.keyboard.press("Enter");
  await button(page, "Stop it").focus();
  await page.keyboard.press("Enter");
  await page.locator("body").press("Tab"); // from the top: every control is reached in turn
  let name = "";
  for (let k = 0; k < 100 && name !== "Start"; k++) {
    await page.keyboard.press("Tab");
    name = await page.evaluate(() => document.activeElement?.textContent ?? "");
  }
  expect(name).toBe("Start");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
  expect(outline).toBe("solid");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.getByRole("status").innerText()).toMatch(/^Training/);
  expect(complaints).toEqual([]);
  await close();
});

test("a run that stopped says why, and offers a smaller rate; one that cannot be loaded says so", async () => {
  const { page, close } = await openPage(browser, smallLink, still);
  const message =
    "stopped at step 7: the loss is not finite (learning rate 0.0020; gradient norms before it 4.0e+3, 9.1e+7, the last most of all in ln_f.weight)";
  const told = {
    type: "event",
    event: { type: "stopped", step: 7, learningRate: 2e-3, gradientNorms: [4e3, 9.1e7], message },
  };
  const body = `onmessage = () => postMessage(${JSON.stringify(told)});`; // stands in for the engine, which is hard to upset
  await page.context().route("**/worker-*.js", (route) => route.fulfill({ body, contentType: "text/javascript" }));
  await button(page, "Start").click();
  await page.getByText(`S${message.slice(1)}.`).waitFor();
  await button(page, "Try again with learning rate 0.001").click();
  await expect.poll(() => page.url()).toContain("learningRate=0.001");
  await page.context().unroute("**/worker-*.js");
  await page.context().route("**/worker-*.js", (route) => route.abort());
  await button(page, "Start").click();
  await page.getByText(/Reset, then start again\.$/).waitFor();
  expect(await page.getByRole("status").innerText()).toBe("The run failed.");
  await close();
});

test("a field says what is wrong with it, and nothing starts until it is right", async () => {
  const { page, complaints, close } = await openPage(browser, "#train", still);
  const heads = page.getByLabel("Heads K", { exact: true });
  await heads.fill("6");
  const sentence = "invalid model.heads: must divide hiddenSize 64, got 6";
  expect(await page.locator(".field").filter({ hasText: "Heads K" }).getByRole("alert").innerText()).toBe(sentence);
  expect(await heads.getAttribute("aria-invalid")).toBe("true");
  expect(await violationsOf(page)).toEqual([]);
  expect(await button(page, "Start").isDisabled()).toBe(true);
  await heads.fill("8");
  expect(await button(page, "Start").isDisabled()).toBe(false);
  await page.getByLabel("Noise σ", { exact: true }).fill("");
  await page.getByLabel("Noise σ", { exact: true }).pressSequentially("0.25");
  expect(await page.getByLabel("Noise σ", { exact: true }).inputValue()).toBe("0.25");
  await expect.poll(() => page.url()).toMatch(/sigma=0.25&heads=8$/);
  await page.getByLabel("Hidden size H", { exact: true }).fill("2048");
  await page.getByLabel("Batch B", { exact: true }).fill("65536");
  await expect.poll(() => page.getByText(/must fit in 3 GB of memory/).count()).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  await close();
});

test("a link reopens the same settings", async () => {
  const { page, close } = await openPage(browser, "#train?preset=quick&dim=3&seed=9&optimizer=adam", still);
  expect(await page.getByLabel("Preset", { exact: true }).inputValue()).toBe("quick");
  expect(await page.getByLabel("Dimension D", { exact: true }).inputValue()).toBe("3");
  expect(await page.getByLabel("Seed", { exact: true }).inputValue()).toBe("9");
  expect(await page.getByLabel("Optimiser", { exact: true }).inputValue()).toBe("adam");
  expect(await page.getByLabel("Layers L", { exact: true }).inputValue()).toBe("3");
  await page.getByLabel("Preset", { exact: true }).selectOption("fit-d8");
  await expect.poll(() => page.url()).toMatch(/#train\?preset=fit-d8$/);
  await close();
});

test("nonsense in a link opens the default and says what it ignored", async () => {
  const { page, complaints, close } = await openPage(browser, "#train?preset=fast&dim=five&colour=red", still);
  const notice = page.getByRole("alert").first();
  expect(await notice.innerText()).toMatch(
    /leaves it out: unknown preset fast: .*; unknown setting colour; invalid prompts\.dim: .* got "five"/,
  );
  expect(await page.getByLabel("Preset", { exact: true }).inputValue()).toBe("fit-d5");
  expect(await page.getByLabel("Dimension D", { exact: true }).inputValue()).toBe("5");
  await button(page, "Dismiss").click();
  expect(await notice.count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test("a missing recorded run is told, and training still offered", async () => {
  const { page, close } = await openPage(browser, "icon.svg", still);
  await page.route("**/runs/*.zip", (route) => route.fulfill({ status: 404 }));
  await page.goto(inject("site"));
  await page.getByText(/could not be opened: missing runs\/fit-d5.zip: the server answered 404/).waitFor();
  expect(await button(page, "Train it yourself").isVisible()).toBe(true);
  await close();
});

test("values are read by keyboard and as a table", async () => {
  const { page, close } = await openPage(browser, "", still);
  const reader = page.getByRole("slider", { name: /Distance to each algorithm/ });
  await reader.press("ArrowRight");
  await reader.press("ArrowRight");
  expect(await reader.getAttribute("aria-valuetext")).toMatch(/^2 exemplars: .*least squares \d/);
  await figure(page, "Distance to each algorithm").getByText("Values as a table").click();
  const table = page.getByRole("table");
  await table.waitFor();
  expect(await table.getByRole("row").count()).toBe(16); // a head, and 1…15 exemplars
  expect(await table.getByRole("columnheader").allInnerTexts()).toContain("least squares");
  await close();
});

test.each(
  views.flatMap((view) =>
    (["light", "dark"] as const).flatMap((theme) => [1440, 390].map((width) => [view, theme, width] as const)),
  ),
)("%s, %s, %d px: axe finds nothing, nothing runs over", async (view, theme, width) => {
  const size = { width, height: width > 1000 ? 900 : 844 };
  const { page, complaints, close } = await openPage(browser, `#${view}`, {
    ...still,
    colorScheme: theme,
    viewport: size,
  });
  await page.locator("h1").waitFor();
  if (view === "watch" || view === "figures" || view === "play")
    await page.locator("svg [data-series] path").first().waitFor();
  if (view === "play") await page.locator(".reads svg rect").nth(1).waitFor();
  await page.screenshot({ path: `${output}${view}-${theme}-${width}.png`, fullPage: true });
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  expect(complaints).toEqual([]);
  await close();
});

test("the theme can be chosen, and is kept", async () => {
  const { page, close } = await openPage(browser, "#about", { ...still, colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByLabel("Theme", { exact: true }).selectOption("dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.locator("h1").waitFor();
  expect(await ground()).toBe(dark);
  await close();
});
