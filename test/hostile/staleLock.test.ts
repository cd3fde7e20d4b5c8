import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockFolder } from "../../src/cli/io/lock.ts";
import { newFolder } from "../cli/icl.ts";

test.each([
  [
    "of another machine that gives no sign of life",
    (text: string) => text.replace('"machine":"', '"machine":"elsewhere '),
  ],
  ["that was cut off while it was written", (text: string) => text.slice(0, 20)],
])("a lock %s is free after half a minute", async (_, change) => {
  const folder = newFolder();
  const path = join(folder, ".run.lock");
  const first = await lockFolder(folder);
  const text = readFileSync(path, "utf8");
  first.release();
  writeFileSync(path, change(text));
  const began = performance.now();
  const lock = await lockFolder(folder);
  expect(performance.now() - began).toBeGreaterThan(29_000); // not at once: it may be alive
  lock.assertOwned();
  lock.release();
});

test("a lock that is released while another process watches it is free at once", async () => {
  const folder = newFolder();
  const path = join(folder, ".run.lock");
  const first = await lockFolder(folder);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace('"machine":"', '"machine":"elsewhere '));
  const second = lockFolder(folder);
  setTimeout(() => first.release(), 1000);
  (await second).release();
});
