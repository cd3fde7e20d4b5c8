import { expect, test } from "vitest";
import { keysToEvict, MAX_SAVED, MAX_SAVED_BYTES, parseSavedRun } from "../../src/app/store/savedRuns.ts";

const runs = (...sizes: readonly number[]) => new Map(sizes.map((size, k) => [`run ${k}`, size] as const));

test("the oldest runs are evicted beyond the limits of number and bytes, never the newest", () => {
  expect(keysToEvict(runs())).toEqual([]);
  expect(keysToEvict(runs(...Array<number>(MAX_SAVED).fill(1)))).toEqual([]);
  expect(keysToEvict(runs(...Array<number>(MAX_SAVED + 2).fill(1))).sort()).toEqual(["run 0", "run 1"]);
  const half = MAX_SAVED_BYTES / 2;
  expect(keysToEvict(runs(1, half, half))).toEqual(["run 0"]);
  expect(keysToEvict(runs(1, 2, 3 * half))).toEqual(["run 1", "run 0"]); // the newest stays
});

const stored = { version: "0.1.0", preset: "quick", unfinished: false, zip: new Uint8Array(3) };

test("parseSavedRun accepts what was stored", () => {
  expect(parseSavedRun(stored)).toEqual(stored);
  expect(parseSavedRun({ ...stored, elsewhere: "mine.safetensors" }).elsewhere).toBe("mine.safetensors");
});

test.each([
  ["nothing", undefined],
  ["a text", "run"],
  ["a run without its files", { ...stored, zip: undefined }],
  ["a run without a preset", { ...stored, preset: 3 }],
])("parseSavedRun rejects %s", (_, found) =>
  expect(() => parseSavedRun(found)).toThrow("the stored data is not a run"),
);
