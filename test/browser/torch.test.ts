import { readFileSync } from "node:fs";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { button, launchChromium, openPage, savedBy } from "./openPage.ts";
import { openMenu } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const link = "#train?dim=2&exemplars=5&layers=1&hiddenSize=16&heads=2&steps=300&batch=16&warmup=20&prompts=64&times=8";
const options = { reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] } as const;

// test:torch runs such a script; here it is got hold of.
test("the run of this tab can be copied and saved as PyTorch, for its saved checkpoint", async () => {
  const { page, complaints, close } = await openPage(browser, link, {
    ...options,
    permissions: [...options.permissions],
  });
  expect(await button(page, "PyTorch (.py)").count()).toBe(0);
  await button(page, "Start").click();
  await page.getByText("Finished: 300 steps.").waitFor();
  await openMenu(page);
  const parameters = await savedBy(page, /^Checkpoint/);
  const script = await savedBy(page, "PyTorch (.py)");
  expect(script.name).toBe(parameters.name.replace("safetensors", "py"));
  const text = readFileSync(script.path, "utf8");
  expect(text).toContain(`"parameters": "${parameters.name}"`);
  expect(text).toContain('"dim":2,"exemplars":5,');
  expect(/"measured": \[(.*)\],$/m.exec(text)?.[1]?.split(",")).toHaveLength(6);
  await button(page, "Copy as PyTorch").click();
  await button(page, "Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await page.goto(new URL("#figures?experiment=fit", page.url()).href);
  await button(page, "Copy as PyTorch").click();
  await button(page, "Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('"measured": []');
  expect(complaints).toEqual([]);
  await close();
});

// test:torch runs such a program too.
test("a config too large for this page is saved as a program that trains it in PyTorch", async () => {
  const { page, complaints, close } = await openPage(browser, "#train?preset=paper", { reducedMotion: "reduce" });
  await page
    .getByText(/must fit in 3 GB of memory.*or train it in PyTorch/)
    .first()
    .waitFor();
  expect(await button(page, "Start").isDisabled()).toBe(true);
  await openMenu(page);
  const program = await savedBy(page, "Train in PyTorch (.py)");
  expect(program.name).toBe("train.py");
  const text = readFileSync(program.path, "utf8");
  expect(text).toContain('"layers":16,"hiddenSize":512,"heads":4,"headSize":32');
  expect(text).toContain("def initial_parameters(");
  expect(complaints).toEqual([]);
  await close();
});

test("the transformer in Play can be copied as PyTorch with the current prompt, and its parameters saved", async () => {
  const { page, complaints, close } = await openPage(browser, "#play?prompt=1,2_-1,0.5&at=150", {
    ...options,
    permissions: [...options.permissions],
  });
  await page.getByRole("tab", { name: "Files", exact: true }).click();
  const parameters = await savedBy(page, /^Parameters \(step/);
  const { state, config } = decodeCheckpoint(new Uint8Array(readFileSync(parameters.path)));
  await button(page, "Copy as PyTorch").click();
  await button(page, "Copied").waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(`"parameters": "${parameters.name}"`);
  expect(text).toContain('"prompt": {"x":[1,-1],"y":[2,0.5],"query":[1],');
  const answer = Number(/"prompt": .*"answer":([^}]*)}/.exec(text)?.[1]);
  const shown = page.locator("table.distances tbody tr").first().locator("td").nth(1);
  expect((await shown.innerText()).replace("−", "-")).toBe(answer.toFixed(2));
  expect([state.step, config.prompts.dim]).toEqual([Number(/step(\d+)/.exec(parameters.name)?.[1]), 1]);
  expect(complaints).toEqual([]);
  await close();
});
