import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTable } from "../../src/prompts/tables/readTable.ts";
import { tableCases } from "../prompts/tableCases.ts";
import { tableCsv } from "../reference/tableCsv.ts";
import { button, launchChromium, openPage, violationsOf } from "./openPage.ts";
import { expectNoOverflow } from "./pageParts.ts";
import { screenshot } from "./screenshot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const sentences = (page: Page) => page.getByRole("list", { name: "How the table was read" }).getByRole("listitem");
const exemplars = (page: Page) =>
  page.locator("button.exemplar").evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
const chooser = (page: Page) => page.getByLabel("Open a table (.csv)");

test("a table can be opened, dropped or pasted, and its columns and rows chosen", async () => {
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
  for (const name of ["Horsepower", "Miles_per_Gallon"]) // the axes have the names and units of the table
    await page.locator(".play > figure svg text").filter({ hasText: name }).waitFor();
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
  await page.getByText(/The exemplars are no longer those rows\.$/).waitFor();

  await page.getByLabel("Two dimensions: planes").check();
  await page.locator("button.exemplar").first().waitFor();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "a,b,c\n0,1,2\n1,3,0\n2,4,5\n3,8,1\n4,9,7\n5,12,3\n".replaceAll(",", "\t"));
    document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: data }));
  });
  await page.getByText(/^Pasted table: all 6 rows.*x₁ = \(a − .*x₂ = \(b − .*y = [\d.]+ · \(c − /).waitFor();
  await expect.poll(async () => (await exemplars(page)).length).toBe(6);
  await screenshot(page, "play-table");
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("an invalid table gives an error and changes nothing", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  await page.locator("button.exemplar").first().waitFor();
  const [before, url] = [await exemplars(page), page.url()];
  const wrong: readonly (readonly [string, string, string])[] = [
    ["nan.csv", "a,b\n1,NaN\n2,nan\n3,\n4,NaN\n", "expected at least 2 columns of numbers, found 1 (a)"],
    ["words.csv", "a,b\none,two\nthree,four\n", "expected at least 2 columns of numbers, found none"],
    ["quotes.csv", 'a,b\n"1,2\n3,4\n', "expected every quote to be closed, got one in line 2 that is not"],
    ["uneven.csv", "a,b\n1,2\n3,4,5\n", "got 2 in line 1 and 3 in row 2 (line 3)"],
    ["page.csv", "<!doctype html>", "expected rows of cells, got a web page"],
    ["large.csv", "a".repeat(20_000_001), "expected at most 20 MB, got 20 MB"],
  ];
  for (const [name, text, reason] of wrong) {
    await chooser(page).setInputFiles(file(name, text));
    const alert = page.getByRole("alert");
    await expect.poll(() => alert.innerText()).toContain(`${name} was not opened: `);
    expect(await alert.innerText()).toContain(reason);
    expect(await alert.innerText()).toMatch(/^[^\n]{1,200}\.$/);
    expect([await exemplars(page), page.url()]).toEqual([before, url]);
  }
  expect(complaints).toEqual([]);
  await close();
});

test("the preview shows how a table was read and what is left out, and its controls change that", async () => {
  const { page, complaints, foreign, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  await page.locator("button.exemplar").first().waitFor();
  await chooser(page).setInputFiles(
    file("mixed.csv", "id;a;b;note\n1;950;1.250;x\n2;1.200;2.125;y\n3;2.400;3.500;21.4*\n"),
  );
  await page.getByText(/^mixed\.csv: all 3 rows/).waitFor();
  const told = async () => (await sentences(page).allInnerTexts()).join("\n");
  expect(await told()).toMatch(/a: "1\.200" in row 2 \(line 3\) is read as 1200, but it could be 1\.2/);
  expect(await told()).toMatch(/Left out as text: note \("x" in row 1 \(line 2\)\)/);
  expect(await told()).toMatch(/Left out: id \(it counts the rows\)/);
  const preview = page.getByRole("table", { name: "Preview of mixed.csv" });
  expect(await preview.getByRole("columnheader").allInnerTexts()).toEqual([
    expect.stringMatching(/^id\s+not used: it counts the rows$/),
    expect.stringMatching(/^a\s+numbers$/),
    expect.stringMatching(/^b\s+numbers$/),
    expect.stringMatching(/^note\s+not used: "x" in row 1 \(line 2\)$/),
  ]);
  expect(await preview.getByRole("row").nth(2).getByRole("cell").allInnerTexts()).toEqual(["2", "1.200", "2.125", "y"]);
  await page.getByLabel("Decimal mark").selectOption({ label: "comma" });
  await expect.poll(told).not.toContain("it could be");
  await page.getByLabel("x is", { exact: true }).selectOption("a");
  await page.getByText(/x = \(a − 1,?517/).waitFor();
  await page.getByLabel("Also missing").fill("x, y, 21.4*");
  await page.getByLabel("Also missing").press("Enter");
  await expect.poll(told).toMatch(/note \(no values\)/);
  await page.getByLabel("Header").selectOption({ label: "none" });
  await expect.poll(told).toMatch(/called column 1, column 2, column 3/);
  expect(await page.getByRole("alert").innerText()).toMatch(/expected at least 2 columns of numbers/);
  await page.getByLabel("Header").selectOption({ index: 0 });
  await page.getByLabel("Delimiter").selectOption({ label: "tab" });
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Delimiter").selectOption({ index: 0 });
  await page.getByText(/^mixed\.csv: all 3 rows/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await screenshot(page, "play-table-narrow");
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
});

test("the page reports the same as the command line for every kind of table", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  await page.locator("button.exemplar").first().waitFor();
  let count = 0;
  for (const { source, options, refused } of tableCases) {
    if (options) continue;
    count += 1;
    const name = `case-${count}.csv`;
    const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
    await chooser(page).setInputFiles(file(name, bytes));
    if (refused)
      await expect.poll(() => page.getByRole("alert").innerText()).toMatch(new RegExp(`^${name}.*${refused.source}`));
    else {
      const expected = readTable(bytes).report.sentences;
      await expect.poll(() => sentences(page).allInnerTexts()).toEqual(expected);
    }
  }
  expect(count).toBeGreaterThan(50);
  expect(complaints).toEqual([]);
  await close();
});

test("a large table is read without blocking the page, and messages about ten thousand columns stay short", async () => {
  const { page, complaints, close } = await openPage(browser, "#play", { reducedMotion: "reduce" });
  await page.locator("button.exemplar").first().waitFor();
  const rows = Array.from({ length: 200_000 }, (_, k) => `${k},${(k * 7919) % 1000}`);
  await chooser(page).setInputFiles(file("long.csv", `a,b\n${rows.join("\n")}\n`));
  await page.getByText(/^long\.csv: 10 of 200,000 rows/).waitFor();
  const wide = (cell: (k: number) => unknown) => Array.from({ length: 10_000 }, (_, k) => cell(k)).join();
  const source = [wide((k) => `c${k}`), ...[1, 2, 3].map((row) => wide((k) => (k % 2 ? "x" : row * k + (row % 2))))];
  await chooser(page).setInputFiles(file("wide.csv", source.join("\n")));
  await page.getByText(/^wide\.csv: all 3 rows/).waitFor();
  expect((await sentences(page).allInnerTexts()).join().length).toBeLessThan(1500);
  expect(await page.getByText("9,970 more columns are not shown.").count()).toBe(1);
  expect(complaints).toEqual([]);
  await close();
});
