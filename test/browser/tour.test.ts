import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TOUR_STOPS } from "../../src/app/route/routeParts.ts";
import { words } from "../../src/app/text/common.ts";
import { lineSuggestions } from "../../src/app/text/suggestions.ts";
import { decodeBundle } from "../../src/runs/runBundle.ts";
import { button, launchChromium, openPage, savedBy, violationsOf } from "./openPage.ts";
import { desktops, expectInSight } from "./pageParts.ts";
import { screenshot } from "./screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const tour = (page: Page) => page.getByRole("complementary", { name: "Tour" });

/** The implied weight of each learner in Play, by its name. */
async function weights(page: Page): Promise<ReadonlyMap<string, number>> {
  const rows = await page
    .locator(".distances tbody tr")
    .evaluateAll((all) =>
      all.map((row) => ["th", "td"].map((cell) => row.querySelector(cell)?.textContent?.trim() ?? "")),
    );
  return new Map(rows.map(([name, value]) => [name as string, Number((value as string).replace("−", "-"))]));
}

test("the claims of the tour about the recorded run agree with its rows", () => {
  const { rows } = decodeBundle(readFileSync("public/runs/fit-d5.zip"));
  const at = (step: number, metric: string, exemplars: number) =>
    rows.filter(
      (row) =>
        row.metric === metric && row.at.step === step && row.at.exemplars === exemplars && row.statistic === "mean",
    );
  const nearest = (step: number, n: number) => at(step, "nearest", n)[0]?.reference;
  expect(Array.from({ length: 15 }, (_, k) => nearest(0, k + 1))).toEqual(Array(15).fill("zero"));
  expect([2, 3, 4].map((n) => nearest(5000, n))).toEqual(["ols", "ols", "ols"]);
  expect([5, 6].map((n) => nearest(5000, n))).toEqual(["ridge(0.1)", "ridge(0.1)"]);
  const spd = (n: number, id: string) => at(5000, "spd", n).find((row) => row.reference === id)?.value ?? Number.NaN;
  for (const n of [1, 2, 3, 4, 5, 6, 10, 15]) {
    const close = Math.min(spd(n, "ols"), spd(n, "ridge(0.1)"));
    for (const far of ["gd(0.02)", "sgd(0.03)", "knn(3,uniform)"]) expect(spd(n, far)).toBeGreaterThan(5 * close);
  }
});

test("each stop of the tour shows its view, by button and by link", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "", { reducedMotion: "reduce" });
  await button(page, "Take the tour").click();
  await page.getByText(words.tour.stop(1, TOUR_STOPS)).waitFor();
  await expect.poll(() => page.locator(".strip dd").nth(1).innerText()).toMatch(/^always answer zero/);
  await button(page, "Next").click();
  await expect.poll(() => page.locator(".strip dd").first().innerText()).toBe("5,000 of 5,000");
  await button(page, "Next").click();
  await expect.poll(async () => (await weights(page)).get("least squares")).toBeCloseTo(2, 1);
  const one = await weights(page);
  expect(one.get("transformer")).toBeGreaterThan(0.5);
  expect(one.get("transformer")).toBeLessThan(1.9);
  await screenshot(page, "tour-3");
  await button(page, "Next").click();
  await expect.poll(async () => (await weights(page)).get("least squares")).not.toBe(one.get("least squares"));
  const many = await weights(page);
  const slopes = ["transformer", "least squares", "ridge (λ = 0.25)"].map((name) => many.get(name) ?? Number.NaN);
  expect(Math.max(...slopes) - Math.min(...slopes)).toBeLessThan(0.1);
  await expect.poll(() => page.url()).toContain("tour=4");
  const linked = page.url();
  await button(page, "Next").click();
  await page.locator(".claims table, figure .picture svg").first().waitFor();
  await button(page, "Next").click();
  await button(page, "Start").waitFor();
  expect(await button(page, "Next").count()).toBe(0);
  await button(page, "Back").click();
  await page.getByText(words.tour.stop(TOUR_STOPS - 1, TOUR_STOPS)).waitFor();
  await page.goto("about:blank");
  await page.goto(linked);
  await expect.poll(async () => (await weights(page)).get("least squares")).toBe(many.get("least squares"));
  expect(await tour(page).count()).toBe(1);
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "End the tour").click();
  expect(await tour(page).count()).toBe(0);
  await expect.poll(() => page.url()).not.toContain("tour");
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("the claims of the tour about one exemplar, and about the rightmost of eight, agree with the answers", async () => {
  const { page, complaints, close } = await openPage(browser, "#play?tour=3&prompt=1,2", { reducedMotion: "reduce" });
  const names = ["transformer", "least squares", "ridge (λ = 0.25)"];
  const slopesOf = async (prompt: string) => {
    const before = (await weights(page)).get("least squares");
    await page.evaluate((to) => location.assign(to), `#play?tour=3&prompt=${prompt}`);
    await expect.poll(async () => (await weights(page)).get("least squares") ?? before).not.toBe(before);
    const all = await weights(page);
    return names.map((name) => all.get(name) ?? Number.NaN) as [number, number, number];
  };
  const heldBack: number[] = [];
  for (const [x, y] of [
    [2, 3],
    [1, 1.6],
    [0.5, 1],
  ] as const) {
    const [transformer, ols, ridge] = await slopesOf(`${x},${y}`);
    expect(ols).toBeCloseTo(y / x, 2);
    expect(Math.abs(transformer - ridge)).toBeLessThan(Math.abs(transformer - ols) / 2);
    heldBack.push(1 - transformer / ols);
  }
  expect(heldBack).toEqual([...heldBack].sort((a, b) => a - b));
  const [far, ...others] = await slopesOf("3,5.5");
  for (const slope of others) expect(Math.abs(slope - far)).toBeLessThan(0.15);
  const seven = "-2,-2.5_-1.4,-2.3_-0.8,-0.7_-0.3,-0.9_0.5,1.1_1,1_1.6,2.6";
  await page.getByText(/^Prompts like this one occur in its training/).waitFor();
  const [least, ...both] = await slopesOf(`${seven}_2.1,-6`);
  await page.getByText(/^Prompts like this one rarely occur in its training: lines through zero with slopes/).waitFor();
  for (const slope of both) expect(least - slope).toBeGreaterThan(0.2); // from some 1.36 of all three
  expect(complaints).toEqual([]);
  await close();
});

test("a stop of the tour stays at its step although Watch was about to play", async () => {
  const { page, complaints, close } = await openPage(browser, "");
  const strip = page.locator(".strip dd").first();
  await button(page, "Take the tour").click();
  await page.getByText(words.tour.stop(1, TOUR_STOPS)).waitFor();
  await page.waitForTimeout(1500); // more than the time to the next moment
  expect(await strip.innerText()).toBe("0 of 5,000");
  await button(page, words.watch.play).click();
  await expect.poll(() => strip.innerText()).not.toBe("0 of 5,000");
  await button(page, "Restore this stop").click();
  await expect.poll(() => strip.innerText()).toBe("0 of 5,000");
  await page.waitForTimeout(1500);
  expect(await strip.innerText()).toBe("0 of 5,000");
  expect(complaints).toEqual([]);
  await close();
});

test("every suggestion in Play sets a prompt on which learners differ, asks, and answers as the table says", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  for (const { name, look, prompt, at } of lineSuggestions) {
    await button(page, name).click();
    const count = prompt.split("_").length;
    await page.getByText(new RegExp(`^${count} of at most 10 exemplars`)).waitFor();
    if (at !== undefined) await expect.poll(() => page.url()).toMatch(new RegExp(`at=${at}&|at=${at}$`));
    await page.getByText(look).waitFor();
    await button(page, "Show the answer").click();
    const answer = page.locator(".question-asked strong");
    await answer.waitFor();
    await expect.poll(async () => (await weights(page)).get("least squares")).toBeGreaterThan(0.3); // none answers zero
    const all = await weights(page);
    const slopes = (await answer.innerText()).match(/−?\d\.\d\d/g)?.map((text) => Number(text.replace("−", "-"))) ?? [];
    expect(slopes.length).toBeGreaterThan(1);
    for (const slope of slopes) expect([...all.values()]).toContain(slope);
  }
  await page.getByRole("button", { name: /^Exemplar 1/ }).press("ArrowUp"); // another prompt: the question is no more its
  await expect.poll(() => page.locator(".question-asked").count()).toBe(0);
  await screenshot(page, "play-tries");
  expect(complaints).toEqual([]);
  await close();
});

test("the answers of suggestions agree with the learners", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  const of = async (name: string) => {
    await button(page, name).click();
    await button(page, "Show the answer").click();
    await page.locator(".question-asked strong").waitFor();
    const all = await weights(page);
    return (learner: string) => all.get(learner) ?? Number.NaN;
  };
  const ridge = "ridge (λ = 0.25)";
  const two = await of("Two that disagree");
  expect(two("least squares")).toBe(1);
  expect(two("transformer")).toBeLessThan(two("least squares"));
  expect(Math.abs(two("transformer") - two(ridge))).toBeLessThan(0.05);
  const near = await of("Only near zero");
  expect(near("least squares") - near(ridge)).toBeGreaterThan(0.3);
  expect(near("least squares") - near("transformer")).toBeGreaterThan(0.3);
  const outlier = await of("One outlier");
  for (const learner of ["transformer", "least squares", ridge]) expect(outlier(learner)).toBeLessThan(0.6);
  const curve = await of("A curve");
  expect(Math.abs(curve("transformer") - curve(ridge))).toBeLessThan(0.1);
  const early = await of("Before it was trained");
  expect(Math.abs(early("transformer") - early("least squares"))).toBeGreaterThan(1);
  const turned = async (step: number) => {
    await page.evaluate((to) => location.assign(to), `#play?prompt=-1.2,-1.1_0.4,0.9_1.5,2.2&at=${step}`);
    await page.getByText(`step ${step} of 10,000`).waitFor();
    await page.waitForTimeout(300);
    return (await weights(page)).get("transformer") ?? Number.NaN;
  };
  expect(await turned(22)).toBeLessThan(0.2);
  expect(await turned(100)).toBeGreaterThan(0.8);
  expect(complaints).toEqual([]);
  await close();
});

test.each(desktops)("at %i × %i Play shows the figure, the numbers and a slider together", async (width, height) => {
  const { page, close } = await openPage(browser, "#play", { reducedMotion: "reduce", viewport: { width, height } });
  await page.locator(".play > figure svg [data-series] path").first().waitFor();
  await expectInSight(page.locator(".play > figure svg"), height);
  await expectInSight(page.getByRole("slider", { name: "Ridge regression, λ" }), height);
  await close();
});

test("on a phone the figure stays in sight while a slider is moved", async () => {
  const phone = { reducedMotion: "reduce", viewport: { width: 390, height: 844 }, hasTouch: true } as const;
  const { page, close } = await openPage(browser, "#play", phone);
  await page.locator(".play > figure svg [data-series] path").first().waitFor();
  const slider = page.getByRole("slider", { name: "Gradient descent, α" });
  await slider.scrollIntoViewIfNeeded();
  const [figure, control] = [await page.locator(".play > figure svg").boundingBox(), await slider.boundingBox()];
  expect(figure?.y).toBeGreaterThanOrEqual(0);
  expect((figure?.y ?? 0) + (figure?.height ?? 0)).toBeLessThanOrEqual(control?.y ?? 0);
  expect((control?.y ?? 844) + (control?.height ?? 0)).toBeLessThanOrEqual(844);
  await close();
});

test("the figures of Play are saved with their numbers, and the drawing has the exemplars", async () => {
  const { page, complaints, close } = await openPage(browser, "#play?prompt=1,2_-1,-1", { reducedMotion: "reduce" });
  await page.locator("button.exemplar").first().waitFor();
  const drawing = readFileSync((await savedBy(page, /“answers” as SVG$/)).path, "utf8");
  expect(drawing.match(/data-exemplar/g)).toHaveLength(2);
  const numbers = readFileSync((await savedBy(page, /“answers” as CSV$/)).path, "utf8").split("\n");
  expect(numbers[0]).toMatch(/^experiment,learner,.*value.*x/);
  const at2 = numbers.find((line) => /,ols,/.test(line) && /,2,/.test(line));
  expect(at2).toMatch(/,3(\.0+\d*)?,/); // Xᵀy / XᵀX = 3 / 2, at x = 2
  await savedBy(page, /“shrinkage” as PNG$/);
  expect(complaints).toEqual([]);
  await close();
});

test("pointing at a head, or choosing it, shows its attention on the exemplars", async () => {
  const { page, complaints, close } = await openPage(browser, "#play?prompt=-1,-1_2,2", { reducedMotion: "reduce" });
  const share = (k: number) =>
    page
      .locator(".exemplar")
      .nth(k)
      .evaluate((dot) => Number(getComputedStyle(dot).getPropertyValue("--share")));
  const written = async (row: string) => {
    const titles = await page.locator(".reads svg [data-cell]").locator("title").allTextContents();
    return titles.filter((title) => title.startsWith(row)).map((title) => Number(title.split(": ")[1]));
  };
  await page.getByRole("tab", { name: "What the query reads" }).click();
  await page.locator(".reads svg [data-cell]").first().waitFor();
  expect([await share(0), await share(1)]).toEqual([0, 0]);
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = await written("layer 1, head 1");
  await page.locator('.reads svg [data-cell^="layer 1, head 1 "]').first().hover({ force: true });
  await expect.poll(() => share(0)).toBeCloseTo(x1 + y1, 1);
  expect(await share(1)).toBeCloseTo(x2 + y2, 1);
  await page.mouse.move(5, 5);
  await expect.poll(() => share(0)).toBe(0);
  const choice = button(page, "Show on the exemplars what layer 2, head 1 reads");
  await choice.focus();
  await page.keyboard.press("Enter");
  const [x, y] = await written("layer 2, head 1");
  await expect.poll(() => share(0)).toBeCloseTo((x ?? 0) + (y ?? 0), 1);
  await screenshot(page, "play-head");
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect.poll(() => share(0)).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});
