import { expect, test } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import {
  comparisonOperations,
  parseSpeed,
  predictTime,
  REFERENCE_SPEED,
  stepSeconds,
} from "../../src/config/predictedTime.ts";
import { presetConfig, presets } from "../../src/config/presets.ts";
import { defaults } from "../../src/config/schema.ts";

const one = { step: 1, evaluation: 1 };
const predict = (settings: Parameters<typeof withSettings>[1], speed = REFERENCE_SPEED, threads = one) =>
  predictTime(withSettings(defaults, settings), speed, threads);

test("a run's time is the sum of its start, its steps, its evaluations and its checkpoints", () => {
  for (const { name } of presets) {
    const config = presetConfig(name);
    const { seconds, start, perStep, evaluations, checkpoints } = predictTime(config, REFERENCE_SPEED, one);
    expect(seconds).toBeCloseTo(start + config.training.steps * perStep + evaluations + checkpoints, 6);
    expect(Math.min(start, perStep, evaluations, checkpoints)).toBeGreaterThan(0);
  }
});

test("every step, evaluation, prompt and check of the distance to OLS adds to it, and every thread takes from it", () => {
  const base = predict({});
  expect(predict({ "training.steps": 10_000 }).seconds).toBeGreaterThan(base.seconds);
  expect(predict({ "evaluation.times": 80 }).evaluations).toBeGreaterThan(base.evaluations);
  expect(predict({ "evaluation.prompts": 1024 }).evaluations).toBeGreaterThan(1.5 * base.evaluations);
  expect(predict({ "evaluation.reach": 0.01 }).evaluations).toBeGreaterThan(base.evaluations);
  expect(predict({ "training.optimizer": "adam" }).perStep).toBeLessThan(base.perStep);
  expect(predict({}, REFERENCE_SPEED, { step: 2, evaluation: 2 }).seconds).toBeLessThan(0.6 * base.seconds);
});

test("a run is evaluated once at the end if it has no other evaluations", () => {
  expect(predict({ "evaluation.times": 0 }).evaluationCount).toBe(1);
  expect(predict({ "evaluation.times": 4, "training.steps": 100 }).evaluationCount).toBe(4); // 0, 1, 10 and 100
});

test("a machine that is twice as slow takes twice as long", () => {
  const slow = predict({}, { steps: 2, algorithms: 2, startSeconds: 2 * REFERENCE_SPEED.startSeconds });
  expect(slow.seconds).toBeCloseTo(2 * predict({}).seconds, 6);
});

test("the times of large sizes grow with the exponents of their operations", () => {
  const step = (settings: Parameters<typeof withSettings>[1]) => stepSeconds(withSettings(defaults, settings), 1);
  const adam = { "training.optimizer": "adam" };
  const narrow = { ...adam, layers: 1, exemplars: 5 };
  expect(step({ ...narrow, hiddenSize: 1024 }) / step({ ...narrow, hiddenSize: 512 })).toBeGreaterThan(3.6);
  expect(step({ ...adam, layers: 1, batch: 2048 }) / step({ ...adam, layers: 1, batch: 1024 })).toBeCloseTo(2, 1);
  const operations = (settings: Parameters<typeof withSettings>[1], prompts = 2048) =>
    comparisonOperations(withSettings(defaults, settings), prompts);
  expect(operations({}, 65_536) / operations({}, 32_768)).toBeCloseTo(2, 1);
  expect(operations({ dim: 256 }) / operations({ dim: 128 })).toBeGreaterThan(3.6);
});

test("only a speed is read back", () => {
  const speed = { steps: 1.5, algorithms: 0.7, startSeconds: 0.2 };
  expect(parseSpeed(JSON.stringify(speed))).toEqual(speed);
  for (const text of ["", "null", "3", "{}", '{"steps":0,"algorithms":1,"startSeconds":1}', '{"steps":"1"}'])
    expect(parseSpeed(text)).toBeUndefined();
});
