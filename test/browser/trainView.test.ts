import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, savedBy, violationsOf } from "./openPage.ts";
import { figure, lines, output, reading, small, smallLink, still } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

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
