import { expect, test } from "vitest";
import { parseAutosave } from "../../src/app/store/autosave.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { version } from "../../src/config/version.ts";

const kept = {
  version,
  preset: "quick",
  config: presetConfig("quick"),
  rows: [],
  losses: [1, 2],
  log: [],
  step: 2,
  bytes: new Uint8Array(8),
};

test("what was kept is read back, by another version too", () => {
  expect(parseAutosave("1", kept)).toEqual({ ...kept, id: "1" });
  expect(parseAutosave("1", { ...kept, version: "0.0.1" })?.version).toBe("0.0.1");
});

const parts = /^expected its version, preset, measurements and checkpoint, got only a part of them$/;
test.each([
  ["nothing", undefined, parts],
  ["a text", "run", parts],
  ["no version's", { ...kept, version: undefined }, parts],
  ["rows that are not there", { ...kept, rows: undefined }, parts],
  ["an unknown preset's", { ...kept, preset: "gone" }, /^unknown preset gone/],
  ["settings that do not hold", { ...kept, config: { ...kept.config, seed: -1 } }, /^invalid seed: .*got -1$/],
  ["no checkpoint", { ...kept, bytes: undefined }, parts],
  ["no step", { ...kept, step: "2" }, parts],
])("%s cannot be resumed, and the reason is said", (_, found, reason) =>
  expect(() => parseAutosave("1", found)).toThrow(reason),
);
