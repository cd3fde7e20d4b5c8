import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { version } from "../../src/config/version.ts";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";
import { still } from "./pageParts.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("a figure stands alone in a frame, with its controls and the way to the rest", async () => {
  const { page, complaints, foreign, close } = await openPage(
    browser,
    "#figures?experiment=flipped-labels&embed=angles",
    still,
  );
  await page.locator("figure svg [data-series] path").first().waitFor();
  expect(await page.getByRole("figure").count()).toBe(1);
  expect(await page.getByRole("navigation").count()).toBe(0);
  expect(await page.getByRole("slider", { name: "Transformers" }).count()).toBe(1);
  const rest = page.getByRole("link", { name: "the whole experiment in ICL Lab" });
  expect(await rest.getAttribute("href")).toBe("#figures?experiment=flipped-labels");
  expect(await violationsOf(page)).toEqual([]);
  await page.goto(page.url().replace("embed=angles", "embed=nothing"));
  await page.getByRole("alert").getByText("There is no figure nothing here: expected one of angles, ").waitFor();
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("an experiment gives the code of a frame, and its BibTeX with the hash of the record", async () => {
  const { page, close } = await openPage(browser, "#figures?experiment=flipped-labels", {
    ...still,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.locator("figure svg [data-series] path").first().waitFor();
  await page.getByRole("button", { name: "Copy iframe" }).first().click();
  await expect
    .poll(copied)
    .toMatch(/^<iframe src="http.*#figures\?experiment=flipped-labels&amp;embed=angles" title="/);
  const sha256 = createHash("sha256").update(readFileSync("public/records/flipped-labels.json")).digest("hex");
  await page.getByText(`note = {Experiment flipped-labels, record SHA-256 ${sha256}}`).waitFor();
  await button(page, "Copy BibTeX").click();
  await expect.poll(copied).toContain(`version = {${version}}`);
  await close();
});

test("on paper there are the figures and the claims, on a light ground, and no controls", async () => {
  const { page, close } = await openPage(browser, "#figures?experiment=flipped-labels", {
    ...still,
    colorScheme: "dark",
  });
  await page.locator("figure svg [data-series] path").first().waitFor();
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("navigation").count()).toBe(0);
  expect(await page.getByRole("button", { name: "SVG" }).count()).toBe(0);
  expect(await page.locator("figure svg").first().isVisible()).toBe(true);
  expect(await page.getByText("What is claimed, and what was measured").isVisible()).toBe(true);
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(ground).toBe("rgb(255, 255, 255)");
  expect(await page.getByText(`ICL Lab ${version} · http`).isVisible()).toBe(true);
  await close();
});

test("a claim on seeds is drawn: a dot for each seed", async () => {
  const { page, close } = await openPage(browser, "#figures?experiment=flipped-labels", still);
  const dots = page.getByRole("img", { name: "The values of each seed, against the bound and the controls" });
  await dots.first().waitFor();
  expect(await dots.first().locator("[data-dot]").count()).toBe(16); // two sizes, eight seeds
  await close();
});
