import fc from "fast-check";
import { expect, test } from "vitest";
import { downsample } from "../../src/app/runData/downsample.ts";
import { isRunning } from "../../src/app/runData/run.ts";
import { divergenceBaseline, lossRows, msPerStep, newRunState, reduce } from "../../src/app/runData/runState.ts";
import type { Row } from "../../src/comparison/row.ts";
import { defaults } from "../../src/config/schema.ts";
import type { RunResult } from "../../src/runs/runEvent.ts";
import type { FromWorker } from "../../src/worker/messages.ts";

const steps = (from: number, losses: readonly number[], secondsPerStep = 0.1): FromWorker => {
  const step = from + losses.length - 1;
  const loss = losses.at(-1) ?? 0;
  const last = {
    type: "step",
    step,
    loss,
    gradientNorm: 1,
    learningRate: 1e-3,
    secondsTraining: step * secondsPerStep,
  } as const;
  return { type: "steps", last, losses: Float32Array.from(losses) };
};
const rowsEvent = (step: number): FromWorker => ({
  type: "event",
  event: { type: "rows", step, rows: [{ metric: "spd", at: { step } } as Row] },
});
const told = (...messages: FromWorker[]) => messages.reduce(reduce, newRunState("1", "quick", defaults, false));

test("a run goes from starting to running, paused and done", () => {
  const told = (...messages: FromWorker[]) => messages.reduce(reduce, newRunState("1", "quick", defaults, true));
  const messages: FromWorker[] = [{ type: "begun", backend: "wasm" }, steps(1, [3, 2]), { type: "paused", step: 2 }];
  expect(told().status).toBe("starting");
  expect(told(...messages.slice(0, 2))).toMatchObject({ status: "running", backend: "wasm", step: 2, losses: [3, 2] });
  expect(told(...messages)).toMatchObject({ status: "paused", step: 2 });
  const result = { step: 2 } as RunResult;
  const done = told(...messages, { type: "event", event: { type: "done", step: 2, result } });
  expect(done).toMatchObject({ status: "done", result });
  expect([told(), told(...messages), done].map(isRunning)).toEqual([true, true, false]);
});

test("a run keeps all rows and warnings, and only its last checkpoint", () => {
  const bytes = new Uint8Array([1]);
  const run = told(
    rowsEvent(0),
    rowsEvent(1),
    { type: "event", event: { type: "checkpoint", step: 1, bytes: new Uint8Array() } },
    { type: "event", event: { type: "checkpoint", step: 5, bytes } },
    { type: "warning", sentence: "slow" },
  );
  expect(run.rows.map(({ at }) => at.step)).toEqual([0, 1]);
  expect(run.checkpoint).toEqual({ step: 5, bytes });
  expect(run.warnings).toEqual(["slow"]);
});

test("a change becomes the run's config, and its snapshots accumulate", () => {
  const config = { ...defaults, training: { ...defaults.training, changes: "clip=2@3" } };
  const bytes = new Uint8Array(2);
  const run = told(
    steps(1, [3, 2]),
    { type: "event", event: { type: "changed", step: 2, config } },
    { type: "snapshot", step: 2, bytes },
  );
  expect(run).toMatchObject({ config, changing: false, snapshots: [{ step: 2, bytes }] });
});

test("a run diverges if its loss is ten times that of always answering zero", () => {
  const zero = { metric: "loss", learner: "zero", value: 2, at: {} } as Row;
  const rows: FromWorker = { type: "event", event: { type: "rows", step: 0, rows: [zero] } };
  expect(divergenceBaseline(told(rows, steps(1, [2, 19])))).toBe(undefined);
  expect(divergenceBaseline(told(rows, steps(1, [2, 21])))).toBe(2);
  expect(divergenceBaseline(told(steps(1, [2, 21])))).toBe(undefined); // not known yet
});

test("a loss that is not finite ends the run with the message of the engine", () => {
  const message = "stopped at step 9: the loss is not finite";
  const run = told(steps(1, [1]), {
    type: "event",
    event: { type: "stopped", step: 9, learningRate: 1, gradientNorms: [2], message },
  });
  expect(run).toMatchObject({ status: "stopped", step: 9, message });
  expect(isRunning(run)).toBe(false);
  expect(told({ type: "failed", message: "no memory" })).toMatchObject({ status: "failed", message: "no memory" });
});

test("the speed is measured over the last seconds, not over the whole run", () => {
  expect(msPerStep(told())).toBeUndefined();
  expect(msPerStep(told(steps(1, [1], 0.5)))).toBeCloseTo(500);
  let run = told(steps(1, [1, 1], 1));
  for (let k = 0; k < 100; k++) {
    const step = 3 + k;
    const last = {
      type: "step",
      step,
      loss: 1,
      gradientNorm: 1,
      learningRate: 1,
      secondsTraining: 2 + 0.05 * (k + 1),
    } as const;
    run = reduce(run, { type: "steps", last, losses: Float32Array.of(1) });
  }
  expect(msPerStep(run)).toBeCloseTo(50);
});

test("downsample puts every step into one mean, in order, and makes at most the requested number of means", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 3000 }), (losses) => {
      const points = downsample(losses, 400);
      expect(points.length).toBeLessThanOrEqual(400);
      expect(points.reduce((sum, { steps }) => sum + steps, 0)).toBe(losses.length);
      const total = points.reduce((sum, { loss, steps }) => sum + loss * steps, 0);
      expect(total).toBeCloseTo(
        losses.reduce((sum, loss) => sum + loss, 0),
        6,
      );
      expect(points.every(({ step }, k) => k === 0 || step > (points[k - 1]?.step ?? 0))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("downsample leaves a short loss curve unchanged", () => {
  const rows = lossRows(told(steps(1, [4, 2, 1])));
  expect(rows.map(({ at, value, learner, metric }) => [at.step, value, learner, metric])).toEqual([
    [1, 4, "transformer", "loss"],
    [2, 2, "transformer", "loss"],
    [3, 1, "transformer", "loss"],
  ]);
});
