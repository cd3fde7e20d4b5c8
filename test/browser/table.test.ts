import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tableCsv } from "../reference/tableCsv.ts";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const exemplars = (page: Page) =>
  page.locator("button.exemplar").evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
const chooser = (page: Page) => page.getByLabel("Open a table (.csv)");

test("a table is opened, its columns and rows chosen; it is dropped, and pasted", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  await page.locator("button.exemplar").first().waitFor();
  await chooser(page).setInputFiles(file("cars.csv", tableCsv("cars")));
  await page.getByText(/^cars\.csv: 10 of \d+ rows, drawn at random/).waitFor();
  await expect.poll(async () => (await exemplars(page)).length).toBe(10);
  await expect.poll(() => page.url()).toContain("prompt=");
  const before = await exemplars(page);
  await page.getByLabel("y is").selectOption("Miles_per_Gallon");
  await page.getByText(/y = [\d.]+ · \(Miles_per_Gallon − /).waitFor();
  await page.getByLabel("x is", { exact: true }).selectOption("Horsepower");
  await page.getByText(/x = \(Horsepower − /).waitFor();
  await expect.poll(() => exemplars(page)).not.toEqual(before);
  const chosen = await exemplars(page);
  await button(page, "Other rows").click();
  await expect.poll(() => exemplars(page)).not.toEqual(chosen);
  expect(await violationsOf(page)).toEqual([]);

  const drop = (text: string) =>
    page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
      document.querySelector(".play")?.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: data }));
    }, text);
  await drop("a,b\n0,1\n1,3\n2,4\n3,8\n4,9\n5,12\n");
  await page.getByText(/^dropped\.csv: all 6 rows/).waitFor();
  await expect.poll(async () => (await exemplars(page)).length).toBe(6);
  await button(page, "Remove the last").click();
  await page.getByText(/The exemplars in hand are no longer those rows\.$/).waitFor();

  await page.getByLabel("Two dimensions: planes").check();
  await page.locator("button.exemplar").first().waitFor();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "a,b,c\n0,1,2\n1,3,0\n2,4,5\n3,8,1\n4,9,7\n5,12,3\n".replaceAll(",", "\t"));
    document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: data }));
  });
  await page.getByText(/^What was pasted: all 6 rows.*x₁ = \(a − .*x₂ = \(b − .*y = [\d.]+ · \(c − /).waitFor();
  await expect.poll(async () => (await exemplars(page)).length).toBe(6);
  await page.screenshot({ path: new URL("../output/play-table.png", import.meta.url).pathname, fullPage: true });
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("a table that cannot be taken gets a sentence and changes nothing", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  await page.locator("button.exemplar").first().waitFor();
  const [before, url] = [await exemplars(page), page.url()];
  const wrong: readonly (readonly [string, string, string])[] = [
    ["million.csv", `a,b\n${"1,2\n".repeat(1_000_000)}`, "wanted at most 50,000 rows, got some 1,000,001"],
    ["nan.csv", "a,b\n1,NaN\n2,nan\n3,\n4,NaN\n", "wanted at least 2 columns of numbers, found 1 (a)"],
    ["words.csv", "a,b\none,two\nthree,four\n", "wanted at least 2 columns of numbers, found none"],
    ["quotes.csv", 'a,b\n"1,2\n3,4\n', "wanted every quote closed, got 1 of them"],
    ["large.csv", "a".repeat(20_000_001), "wanted at most 20 MB, got 20 MB"],
  ];
  for (const [name, text, reason] of wrong) {
    await chooser(page).setInputFiles(file(name, text));
    const alert = page.getByRole("alert");
    await expect.poll(() => alert.innerText()).toContain(`${name} was not taken: `);
    expect(await alert.innerText()).toContain(reason);
    expect(await alert.innerText()).toMatch(/^[^\n]{1,200}\.$/);
    expect([await exemplars(page), page.url()]).toEqual([before, url]);
  }
  expect(complaints).toEqual([]);
  await close();
});
