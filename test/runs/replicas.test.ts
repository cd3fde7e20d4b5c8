import { expect, test } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { defaults } from "../../src/config/schema.ts";
import { threadsFor } from "../../src/runs/replicas.ts";

const tiny = withSettings(defaults, { "model.layers": 1, "model.hiddenSize": 16, "model.heads": 2 });

test("a small model trains on one thread, a larger one on every core, up to one for each shard of a step", () => {
  expect([1, 2, 64].map((cores) => threadsFor(tiny, cores))).toEqual([1, 1, 1]);
  expect([1, 2, 64].map((cores) => threadsFor(presetConfig("fit-d5"), cores))).toEqual([1, 2, 4]);
  const sixteen = withSettings(presetConfig("fit-d5"), { "training.shards": 16 });
  expect([1, 2, 6, 64].map((cores) => threadsFor(sixteen, cores))).toEqual([1, 2, 6, 16]);
});
