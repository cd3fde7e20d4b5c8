import { expect, test } from "vitest";
import { parseAutosave } from "../../src/app/store/autosave.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { version } from "../../src/config/version.ts";

const stored = {
  version,
  preset: "quick",
  config: presetConfig("quick"),
  rows: [],
  losses: [1, 2],
  log: [],
  step: 2,
  bytes: new Uint8Array(8),
};

test("parseAutosave accepts what was stored, by another version too", () => {
  expect(parseAutosave("1", stored)).toEqual({ ...stored, id: "1" });
  expect(parseAutosave("1", { ...stored, version: "0.0.1" })?.version).toBe("0.0.1");
});

const parts = /^expected its version, preset, measurements and checkpoint, got only a part of them$/;
test.each([
  ["nothing", undefined, parts],
  ["a text", "run", parts],
  ["no version's", { ...stored, version: undefined }, parts],
  ["rows that are not there", { ...stored, rows: undefined }, parts],
  ["an unknown preset's", { ...stored, preset: "gone" }, /^unknown preset gone/],
  ["settings that do not hold", { ...stored, config: { ...stored.config, seed: -1 } }, /^invalid seed: .*got -1$/],
  ["no checkpoint", { ...stored, bytes: undefined }, parts],
  ["no step", { ...stored, step: "2" }, parts],
])("parseAutosave rejects %s, with the reason", (_, found, reason) =>
  expect(() => parseAutosave("1", found)).toThrow(reason),
);
