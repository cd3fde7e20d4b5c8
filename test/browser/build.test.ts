import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { firstFiles } from "./firstFiles.ts";

const dist = inject("dist");
const pages = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".html"));
const read = (path: string) => readFileSync(join(dist, path), "utf8");
const policyOf = (html: string) =>
  /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1]?.replaceAll("&#39;", "'");

test("the home page and the notebooks are built", () => {
  expect(pages).toContain("index.html");
  expect(pages.filter((path) => /^notebooks\/\d\d-/.test(path))).not.toEqual([]);
});

test.each(pages)("%s allows no inline code and nothing from other sites", (path) => {
  const html = read(path);
  expect(policyOf(html)).toMatch(/default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
  expect(policyOf(html)).not.toMatch(/'unsafe-|\*|https?:/);
  expect(html).not.toMatch(/<style|<script(?![^>]* src=)[^>]*>|\s(?:style|on[a-z]+)=/);
  for (const [, url = ""] of html.matchAll(/<(?:script|link|img)\b[^>]*? (?:src|href)="([^"]*)"/g)) {
    expect(url, "addresses are relative to the page").toMatch(/^\.\.?\//);
  }
});

test("the page's first chunk holds no tfjs", () => {
  const first = firstFiles(dist, "index.html").filter((path) => path.endsWith(".js"));
  expect(first.length).toBeGreaterThan(0);
  const marks = ["BatchMatMul", "numDataBuffers"];
  const all = readdirSync(join(dist, "assets"))
    .filter((name) => name.endsWith(".js"))
    .map((name) => read(`assets/${name}`));
  for (const mark of marks) {
    expect(
      all.some((code) => code.includes(mark)),
      `${mark} is a mark of tfjs in what is built`,
    ).toBe(true);
    expect(first.filter((path) => read(path).includes(mark))).toEqual([]);
  }
});
