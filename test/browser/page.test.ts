import { readFileSync } from "node:fs";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { button, launchChromium, openPage, savedBy, violationsOf } from "./openPage.ts";
import { desktops, expectInSight, figure, still } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("the page opens on the recorded run, draws it, and plays it to the end", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "");
  await figure(page, "Distance to each algorithm").locator("svg [data-series] path").first().waitFor();
  const named = figure(page, "Distance to each algorithm").locator("svg g[data-series]");
  expect(await named.count()).toBe(4); // always zero, gradient descent, ridge, least squares
  await button(page, "All lines").click();
  await expect.poll(() => named.count()).toBeGreaterThan(10);
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

test.each(desktops)(
  "at %i × %i Watch shows the answer, the scrubber, the read-out and the figure together",
  async (width, height) => {
    const { page, close } = await openPage(browser, "", { ...still, viewport: { width, height } });
    await figure(page, "Distance to each algorithm").locator("svg [data-series] path").first().waitFor();
    for (const part of [".answer", ".scrubber", ".strip", ".stage .figure svg"]) {
      await expectInSight(page.locator(part).first(), height);
    }
    await close();
  },
);

test("at no evaluation does the story contradict the read-out", async () => {
  const { page, close } = await openPage(browser, "", still);
  const scrubber = page.getByRole("slider", { name: "Training step" });
  await scrubber.press("Home");
  const count = Number(await scrubber.getAttribute("max"));
  let current = 0;
  for (let k = 0; k <= count; k++) {
    await expect.poll(() => scrubber.inputValue()).toBe(String(k));
    const nearest = (await page.locator(".strip dd").nth(1).innerText()).split(",")[0] as string;
    const told = page.locator(".story [aria-current] span");
    if (await told.count()) {
      current += 1;
      expect((await told.innerText()).toLowerCase()).toContain(nearest.toLowerCase().split(":")[0]);
    }
    await scrubber.press("ArrowRight");
  }
  expect(current).toBeGreaterThan(5);
  await close();
});

test("the scrubber, the story and the figure over training select the same evaluation", async () => {
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

test("touch shows values, and a link between two evaluations reports which one is shown", async () => {
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

test("a preset without a recorded run is reported at the top, and About links to the notebook", async () => {
  const { page, complaints, close } = await openPage(browser, "#watch?preset=quick", still);
  await page
    .getByText(
      "Showing the recorded run fit-d5. There is no recorded run for the current settings; open Train to see them.",
    )
    .waitFor();
  expect(await page.getByRole("banner").innerText()).toContain("(fit-d5)");
  await page.getByRole("link", { name: "About" }).click();
  await page.getByRole("link", { name: "Least squares in a prompt" }).click();
  await page.getByRole("heading", { name: "Least squares in a prompt" }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test("dragging an exemplar updates every curve, at every step of training; keys, a click and a link do the same", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#play", still);
  const curves = page.locator(".play > figure svg [data-series] > path");
  const curve = (id: string) => page.locator(`.play > figure svg g[data-series="${id}"] > path`).getAttribute("d");
  const all = async () => Promise.all(["transformer", "bayes", "ols", "ridge(0.25)", "gd(0.02,8)"].map(curve));
  await curves.first().waitFor();
  expect(await page.locator('.play > figure svg g[data-series="bayes"]').count()).toBe(0); // it is ridge regression
  await page.getByLabel("Draw Bayes").check();
  await expect.poll(() => page.locator('.play > figure svg g[data-series="bayes"]').count()).toBe(1);
  const lastDrawn = await page.locator(".play > figure svg g[data-series]").last().getAttribute("data-series");
  expect(lastDrawn).toBe("transformer"); // over the others
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
  await page.locator(".plot-area").click({ position: { x: 30, y: 30 } });
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
  const slider = page.getByRole("slider", { name: /^Transformer after/ });
  await slider.press("Home");
  await expect.poll(() => curve("transformer")).not.toBe(trained);
  await page.getByText("as good as untrained").waitFor();
  await page.getByRole("tab", { name: "What the query reads" }).click();
  const reads = page.locator(".reads svg");
  await reads.waitFor();
  const [cells, readAtOne] = [() => reads.innerHTML(), await reads.innerHTML()];
  await page.getByRole("slider", { name: /^x of the query/ }).press("Home");
  await expect.poll(cells).not.toBe(readAtOne);
  await page.getByLabel("3 nearest neighbours").check();
  await expect.poll(() => page.locator('.play > figure svg g[data-series="knn(3,uniform)"]').count()).toBe(1);
  await expect.poll(() => page.url()).toMatch(/at=1&.*beside=0.25_0.02_8_1/);
  const [link, shown] = [page.url(), await all()];
  await page.goto("about:blank");
  await page.goto(link);
  await curves.first().waitFor();
  await page.getByLabel("Draw Bayes").check();
  await expect.poll(all).toEqual(shown);
  expect(await violationsOf(page)).toEqual([]);

  await page.goto(new URL("#play?prompt=-2,5_-1,-5_1,5_2,-5", link).href);
  await page.getByText(/^Prompts like this one rarely occur in its training/).waitFor();
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

test("a figure is saved as SVG, PNG, CSV and JSON, each with its provenance", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "", still);
  await figure(page, "Distance to each algorithm").locator("svg [data-series] path").first().waitFor();
  for (const format of ["SVG", "PNG", "CSV", "JSON"]) {
    const name = `Save the figure “Distance to each algorithm, by number of exemplars” as ${format}`;
    const saved = await savedBy(page, name);
    expect(saved.name).toBe(
      `fit-d5-seed1-step5000-distance-to-each-algorithm-by-number-of-exemplars.${format.toLowerCase()}`,
    );
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

test("a figure is saved as a slide with a caption", async () => {
  const { page, complaints, close } = await openPage(browser, "", still);
  const shown = figure(page, "Distance to each algorithm");
  await shown.locator("svg [data-series] path").first().waitFor();
  await shown.getByText("Size and caption").click();
  await shown.getByLabel(/^Size/).selectOption("slide (16:9)");
  await shown.getByLabel("with caption").check();
  const name = "Save the figure “Distance to each algorithm, by number of exemplars” as";
  const svg = readFileSync((await savedBy(page, `${name} SVG`)).path, "utf8");
  expect(svg).toMatch(/^<svg [^>]*width="960" height="540"/);
  expect(svg).toMatch(/fit-d5, seed 1, step 5000; ICL Lab \d/);
  const png = readFileSync((await savedBy(page, `${name} PNG`)).path);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1080]);
  expect(complaints).toEqual([]);
  await close();
});

test("Play reports missing snapshots, and opens them on a second try", async () => {
  const { page, close } = await openPage(browser, "#about", still);
  await page.context().route("**/moments.json", (route) => route.abort());
  await page.getByRole("link", { name: "Play" }).click();
  await page.getByText(/^The transformer could not be opened/).waitFor();
  await page.context().unroute("**/moments.json");
  await button(page, "Try again").click();
  await page.locator(".play svg").first().waitFor();
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

test("an invalid link opens the default and reports what is ignored", async () => {
  const { page, complaints, close } = await openPage(browser, "#train?preset=fast&dim=five&colour=red", still);
  const notice = page.getByRole("alert").first();
  expect(await notice.innerText()).toMatch(
    /that it cannot read: unknown preset fast: .*; unknown setting colour; invalid prompts\.dim: .* got "five"/,
  );
  expect(await page.getByLabel("Preset", { exact: true }).inputValue()).toBe("fit-d5");
  expect(await page.getByLabel("Dimension D", { exact: true }).inputValue()).toBe("5");
  await button(page, "Dismiss").click();
  expect(await notice.count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test("a missing recorded run is reported, and training is still offered", async () => {
  const { page, close } = await openPage(browser, "icon.svg", still);
  await page.route("**/runs/*.zip", (route) => route.fulfill({ status: 404 }));
  await page.goto(inject("site"));
  await page.getByText(/could not be opened: missing runs\/fit-d5.zip: the server answered 404/).waitFor();
  expect(await button(page, "Train it yourself").isVisible()).toBe(true);
  await close();
});

test("values can be read with the keyboard and as a table", async () => {
  const { page, close } = await openPage(browser, "", still);
  const reader = page.getByRole("slider", { name: /Distance to each algorithm/ });
  await figure(page, "Distance to each algorithm").locator("svg [data-series] path").first().waitFor();
  const text = () => reader.getAttribute("aria-valuetext");
  await reader.press("ArrowRight");
  await expect.poll(text).toMatch(/^1 exemplar: /); // the figure follows at the next frame
  await reader.press("ArrowRight");
  await expect.poll(text).toMatch(/^2 exemplars: .*least squares \d/);
  await figure(page, "Distance to each algorithm").getByText("Values as a table").click();
  const table = page.getByRole("table");
  await table.waitFor();
  expect(await table.getByRole("row").count()).toBe(16); // a head, and 1…15 exemplars
  expect(await table.getByRole("columnheader").allInnerTexts()).toContain("least squares");
  await close();
});

test("the chosen theme is stored", async () => {
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
