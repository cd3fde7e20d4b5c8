import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The scripts and styles that a page of the built site loads before anything of it can run: its own, and what those import statically. */
export function firstFiles(dist: string, page: string): string[] {
  const read = (path: string) => readFileSync(join(dist, path), "utf8");
  const below = (path: string) => resolve("/", path).slice(1);
  const found = new Set<string>();
  const add = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    for (const [, to = ""] of read(path).matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']*)["']/g)) {
      add(below(join(dirname(path), to)));
    }
  };
  for (const [, url = ""] of read(page).matchAll(/<(?:script|link)\b[^>]*? (?:src|href)="([^"]*\.(?:js|css))"/g)) {
    add(below(join(dirname(page), url)));
  }
  return [...found];
}
