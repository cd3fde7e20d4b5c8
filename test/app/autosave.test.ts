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

test.each([
  ["nothing", undefined],
  ["a text", "run"],
  ["no version's", { ...kept, version: undefined }],
  ["an unknown preset's", { ...kept, preset: "gone" }],
  ["settings that do not hold", { ...kept, config: { ...kept.config, seed: -1 } }],
  ["no checkpoint", { ...kept, bytes: undefined }],
  ["no step", { ...kept, step: "2" }],
])("%s is no run to go on with", (_, found) => expect(parseAutosave("1", found)).toBeUndefined());
