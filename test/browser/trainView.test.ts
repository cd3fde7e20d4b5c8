import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";
import { desktops, expectInSight, openDrawer, openMenu, reading, smallLink, still } from "./pageParts.ts";

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

test("pause, one step, resume and reset work, and training is never discarded without a question", async () => {
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
  await openMenu(page);
  await button(page, `Checkpoint (step ${held})`).waitFor(); // of the step it stands at
  await page.keyboard.press("Escape");
  await button(page, "One step").click();
  await expect.poll(stepsDone).toBe(held + 1);
  await openMenu(page);
  await button(page, `Checkpoint (step ${held + 1})`).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => status.innerText()).toBe(`Paused after step ${held + 1}.`);
  await button(page, "Resume").click();
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

test("training can start with one step, and every control works by keyboard", async () => {
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

test("a stopped run shows the reason and offers a smaller rate; a run that cannot start shows an error", async () => {
  const { page, close } = await openPage(browser, smallLink, still);
  const message =
    "stopped at step 7: the loss is not finite (learning rate 0.0020; gradient norms before it 4.0e+3, 9.1e+7; the largest part of the last one is in ln_f.weight)";
  const told = {
    type: "event",
    event: { type: "stopped", step: 7, learningRate: 2e-3, gradientNorms: [4e3, 9.1e7], message },
  };
  const body = `onmessage = () => postMessage(${JSON.stringify(told)});`; // stands in for the engine, which is hard to upset
  await page.context().route("**/runWorker-*.js", (route) => route.fulfill({ body, contentType: "text/javascript" }));
  await button(page, "Start").click();
  await page.getByText(`S${message.slice(1)}.`).waitFor();
  await button(page, "Try again with learning rate 0.001").click();
  await expect.poll(() => page.url()).toContain("learningRate=0.001");
  await page.context().unroute("**/runWorker-*.js");
  await page.context().route("**/runWorker-*.js", (route) => route.abort());
  await button(page, "Start").click();
  await page.getByText(/Reset, then start again\.$/).waitFor();
  expect(await page.getByRole("status").innerText()).toBe("The run failed.");
  await close();
});

test("an invalid field shows its error, and Start is disabled until it is valid", async () => {
  const { page, complaints, close } = await openPage(browser, "#train", still);
  await openDrawer(page);
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

test("costs are those of the form, or none while it is invalid", async () => {
  const { page, close } = await openPage(browser, "#train", still);
  const cost = page.getByRole("region", { name: "What it costs" });
  await expect.poll(() => cost.innerText()).toMatch(/201,537/);
  await page.getByLabel("Hidden size H", { exact: true }).fill("2048");
  await page.getByLabel("Layers L", { exact: true }).fill("64");
  await expect.poll(() => cost.innerText()).toMatch(/Parameters\s+–\s+Memory\s+–\s+Time, roughly\s+–/);
  expect(await cost.getByRole("alert").innerText()).toMatch(/must fit in 3 GB of memory/);
  expect(await page.getByRole("status").innerText()).toMatch(/^Not ready/);
  await page.getByLabel("Layers L", { exact: true }).fill("2");
  await page.getByLabel("Hidden size H", { exact: true }).fill("64");
  await expect.poll(() => cost.innerText()).toMatch(/Parameters\s+1\d\d,\d{3}/);
  expect(await page.getByRole("status").innerText()).toMatch(/^Ready/);
  await close();
});

test("every task family can be chosen: its settings come with it, and it can be trained", async () => {
  const { page, complaints, close } = await openPage(browser, "#train?preset=quick", still);
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await openDrawer(page);
  const tasks = page.getByRole("group", { name: "Which task?" }).getByRole("radio");
  for (let k = (await tasks.count()) - 1; k >= 0; k--) {
    await tasks.nth(k).check();
    await expect.poll(() => page.getByRole("status").innerText()).toMatch(/^Ready/);
    expect(await page.locator(".settings").getByRole("alert").count()).toBe(0);
    expect(await button(page, "Start").isEnabled()).toBe(true);
  }
  await field("Task weights w").waitFor(); // of the first family
  await field("Preset").selectOption("quick");
  await page.getByRole("radio", { name: /^A document first/ }).check();
  await field("Document").waitFor();
  expect(await field("Task weights w").count()).toBe(0);
  await page.getByText(/^Changed with it, to fit: .*Exemplars N 20.*Noise σ 0\.5/).waitFor();
  await expect.poll(() => page.url()).toMatch(/family=document/);
  expect(complaints).toEqual([]);
  await close();
});

test("only the settings of the chosen optimiser are shown", async () => {
  const { page, close } = await openPage(browser, "#train", still);
  await openDrawer(page);
  const momentum = page.getByLabel("Momentum", { exact: true });
  await momentum.waitFor();
  await page.getByLabel("Optimiser", { exact: true }).selectOption("adam");
  await expect.poll(() => momentum.count()).toBe(0);
  await page.getByLabel("Optimiser", { exact: true }).selectOption("muon");
  await momentum.waitFor();
  await page.getByLabel("Tokens", { exact: true }).selectOption("paired"); // its loss must be on the last query
  await expect.poll(() => page.getByLabel("Loss on", { exact: true }).inputValue()).toBe("query");
  expect(await button(page, "Start").isEnabled()).toBe(true);
  await close();
});

test.each(desktops)(
  "at %i × %i the controls, the answer and its figure are visible together",
  async (width, height) => {
    const { page, close } = await openPage(browser, smallLink, { ...still, viewport: { width, height } });
    await button(page, "Start").click();
    await page.locator(".tabs svg [data-series] path").first().waitFor();
    const parts = [
      page.locator(".controls .main"),
      page.locator(".readings"),
      page.locator(".answer"),
      page.locator(".tabs svg"),
    ];
    for (const part of parts) await expectInSight(part, height);
    await close();
  },
);
