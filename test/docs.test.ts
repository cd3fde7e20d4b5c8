import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { generated, pages, pagesWithTables } from "../docs/generate.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const texts = ["README.md", "CONTRIBUTING.md", ...pages().map((page) => `docs/${page}`)];

test.each(pagesWithTables())("the tables of docs/%s are those that npm run docs writes", (page) => {
  expect(read(`docs/${page}`), "run npm run docs").toBe(generated(page));
});

test.each(texts)("every link of %s leads to a file", (path) => {
  const targets = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, to]) => to as string);
  expect(targets.filter((to) => !existsSync(join(root, dirname(path), to)))).toEqual([]);
});

test("every page of docs is in the README's list, and the README is short", () => {
  const readme = read("README.md");
  expect(pages().filter((page) => !readme.includes(`(docs/${page})`))).toEqual([]);
  expect(readme.split("\n").length).toBeLessThanOrEqual(121);
});

test.each(texts)("every command and file that %s names is there", (path) => {
  const text = read(path);
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const commands = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name as string);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  const named = [...text.matchAll(/`((?:src|test|docs|public|notebooks)\/[\w./-]*\w)`/g)].map(
    ([, name]) => name as string,
  );
  expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});
