import { expect, test } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { defaults } from "../../src/config/schema.ts";
import { threadsFor, threadsToCompare, threadsToTrain } from "../../src/config/threads.ts";

const tiny = withSettings(defaults, { "model.layers": 1, "model.hiddenSize": 16, "model.heads": 2 });

test("a small model trains on one thread, a larger one on every core, up to one for each shard of a step", () => {
  expect([1, 2, 64].map((cores) => threadsFor(tiny, cores))).toEqual([1, 1, 1]);
  expect([1, 2, 64].map((cores) => threadsFor(presetConfig("fit-d5"), cores))).toEqual([1, 2, 4]);
  const sixteen = withSettings(presetConfig("fit-d5"), { "training.shards": 16 });
  expect([1, 2, 6, 64].map((cores) => threadsFor(sixteen, cores))).toEqual([1, 2, 6, 16]);
});

test("evaluations that take long have every core, also of a model that trains on one thread", () => {
  const host = { workers: "auto", cores: 8 } as const;
  expect(threadsToTrain(withSettings(tiny, { "evaluation.prompts": 16, "training.steps": 10 }), host)).toEqual({
    ...{ step: 1, evaluation: 1 },
  });
  expect(threadsToTrain(withSettings(tiny, { "evaluation.prompts": 65_536 }), host)).toEqual({
    step: 1,
    evaluation: 8,
  });
  expect(threadsToCompare(tiny, 16, host)).toEqual({ step: 1, evaluation: 1 });
  expect(threadsToCompare(tiny, 65_536, { ...host, cores: 64 })).toEqual({ step: 1, evaluation: 16 });
});

test("a number of threads that was given counts, for steps up to one for each shard", () => {
  expect(threadsToTrain(tiny, { workers: 7, cores: 2 })).toEqual({ step: 4, evaluation: 7 });
  expect(threadsToCompare(tiny, 2, { workers: 3, cores: 2 })).toEqual({ step: 1, evaluation: 3 });
  expect(() => threadsToTrain(tiny, { workers: 0, cores: 2 })).toThrow("workers");
});
