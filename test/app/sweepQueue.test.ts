import { beforeEach, expect, test, vi } from "vitest";
import type { ResumePoint } from "../../src/app/runData/run.ts";
import { newRunState, type RunState, resumedRunState } from "../../src/app/runData/runState.ts";
import { gridOf } from "../../src/app/runs/gridOf.ts";
import { createRunStore } from "../../src/app/store/runStore.ts";
import { parseSweep } from "../../src/app/store/savedSweep.ts";
import type { Grid } from "../../src/app/store/sweepGrid.ts";
import { concurrency, createSweepQueue } from "../../src/app/store/sweepQueue.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { version } from "../../src/config/version.ts";

const cores = { hardwareConcurrency: 1 };
vi.stubGlobal("navigator", cores);
const runs = createRunStore();
let count = 0; // of runs

function put(run: RunState): string {
  runs.setCurrent({ ...run, status: "running" });
  return run.id;
}
const start = vi.fn((preset: string, config: RunState["config"]) => {
  count += 1;
  return put(newRunState(`run ${count}`, preset, config, false));
});
const resumeRun = vi.fn((point: ResumePoint) => {
  runs.remove(point.id);
  count += 1;
  return put(resumedRunState({ ...point, id: `run ${count}` }));
});

const ends: (() => void)[] = []; // of the runs beside, in their order
const trainInBackground = vi.fn((preset: string, config: RunState["config"], ended: () => void, from?: ResumePoint) => {
  count += 1;
  const run = from ? resumedRunState(from) : newRunState(`run ${count}`, preset, config, false);
  runs.addBackground(run);
  ends.push(() => {
    runs.remove(run.id);
    ended();
  });
});

const sweep = createSweepQueue({
  runs,
  saved: { load: () => Promise.resolve() },
  sweeps: { take: () => Promise.resolve(() => {}), save() {}, clear() {} },
  background: { train: trainInBackground },
  training: { start, resumeRun, reset: () => runs.setCurrent(undefined), moveAutosaveToRuns: vi.fn() },
});

const started = () => start.mock.calls.map(([, config]) => config.model.layers);
/** The run in training as it becomes, and what follows from that. */
async function become(change: Partial<RunState> | undefined): Promise<void> {
  const run = runs.current.value as RunState;
  if (change) runs.update(run.id, () => ({ ...run, ...change }));
  else runs.setCurrent(undefined);
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  start.mockClear();
  cores.hardwareConcurrency = 1;
  sweep.trainGrid(gridOf("fit-d5", defaults, [{ path: "model.layers", text: "1, 2, 4" }], 1));
});

test("the next run of a sweep starts when one ends, and only once", async () => {
  expect(started()).toEqual([1]);
  expect(sweep.isSweeping.value).toBe(true);
  await become({ step: 7 });
  expect(started()).toEqual([1]);
  const { id } = runs.current.value as RunState;
  runs.update(id, (run) => ({ ...run, status: "done" }));
  runs.update(id, (run) => ({ ...run, warnings: ["it could not be saved"] })); // before the next starts
  await become({ warnings: ["it could not be saved", "nor this"] });
  expect(started()).toEqual([1, 2]);
  expect(sweep.pending.value).toHaveLength(1);
  await become({ status: "stopped" });
  await become({ status: "done" });
  expect(started()).toEqual([1, 2, 4]);
  await become({ status: "done" });
  expect(started()).toEqual([1, 2, 4]);
});

test("a sweep ends if its run is reset, or if the user starts another run", async () => {
  await become(undefined);
  expect([started(), sweep.pending.value]).toEqual([[1], []]);
  sweep.trainGrid(gridOf("fit-d5", defaults, [{ path: "model.layers", text: "1, 2" }], 1));
  put(newRunState("by hand", "fit-d5", withSettings(defaults, { layers: 8 }), false));
  await become({ status: "done" });
  expect([started(), sweep.pending.value, sweep.isSweeping.value]).toEqual([[1, 1], [], false]);
});

test("a sweep trains one run per core at the same time, on one thread each, and each run once", async () => {
  start.mockClear();
  cores.hardwareConcurrency = 3;
  sweep.trainGrid(gridOf("fit-d5", defaults, [], 5)); // only seeds
  const seeds = (calls: readonly (readonly unknown[])[]) =>
    calls.map(([, config]) => (config as RunState["config"]).seed);
  expect(seeds(start.mock.calls)).toEqual([1]);
  expect(start.mock.calls[0]?.slice(2)).toEqual([{ workers: 1 }]);
  expect(seeds(trainInBackground.mock.calls)).toEqual([2, 3]);
  ends[1]?.();
  expect(seeds(trainInBackground.mock.calls)).toEqual([2, 3, 4]);
  await become({ status: "done" });
  expect(seeds(start.mock.calls)).toEqual([1, 5]);
  for (const end of [ends[0], ends[2]]) end?.();
  await become({ status: "done" });
  expect([seeds(start.mock.calls), seeds(trainInBackground.mock.calls), runs.background.value]).toEqual([
    [1, 5],
    [2, 3, 4],
    [],
  ]);
});

test("the number of runs at the same time is limited by cores, runs and memory", () => {
  const large = withSettings(defaults, { layers: 16, hiddenSize: 256 });
  expect(concurrency([defaults, defaults, defaults], 2)).toBe(2);
  expect(concurrency([defaults], 8)).toBe(1);
  expect(concurrency([defaults, large, large], 8)).toBeLessThan(3);
  expect(concurrency([large], 8)).toBe(1);
});

test("a resumed sweep skips finished runs and resumes the others from their checkpoints", async () => {
  const four = gridOf("fit-d5", defaults, [], 4);
  const configs = four.cells.flatMap((cell) => cell.configs);
  const bytes = new Uint8Array(8);
  const run = { origin: "saved", preset: "fit-d5", rows: [], log: [], losses: [3, 2, 1] } as const;
  const before = runs.list.value.length;
  runs.add({ ...run, config: configs[0] as RunState["config"], id: "a", status: "done", result: {} }); // done
  runs.add({
    ...run,
    config: configs[1] as RunState["config"],
    id: "b",
    status: "stopped",
    checkpoint: { step: 2, bytes },
  });
  runs.add({
    ...run,
    config: configs[3] as RunState["config"],
    id: "c",
    status: "stopped",
    checkpoint: { step: 1, bytes },
  });
  for (const each of [start, resumeRun, trainInBackground]) each.mockClear();
  cores.hardwareConcurrency = 2;
  const again = parseSweep(JSON.parse(JSON.stringify({ version, ...four })));
  await sweep.resume({ ...(again as Grid), id: "1" });
  const [main] = resumeRun.mock.calls[0] as [ResumePoint];
  expect([main.config.seed, main.step, main.losses]).toEqual([2, 2, [3, 2]]);
  expect(trainInBackground.mock.calls.map(([, { seed }, , from]) => [seed, from])).toEqual([[3, undefined]]);
  await become({ status: "done" });
  expect(resumeRun.mock.calls.map(([{ config, step }]) => [config.seed, step])).toEqual([
    [2, 2],
    [4, 1],
  ]);
  expect([start.mock.calls, sweep.pending.value]).toEqual([[], []]);
  expect(runs.list.value.length).toBe(before + 1); // resumed runs are removed, the finished one stays
  ends.at(-1)?.();
  await become({ status: "done" });
});

test("a stored sweep with invalid content is rejected, with the reason", () => {
  const two = gridOf("fit-d5", defaults, [{ path: "model.layers", text: "1, 2" }], 2);
  expect(parseSweep({ version, ...two })).toEqual(two);
  const part = /^expected its preset, its axes and its cells, got only a part of them$/;
  for (const [wrong, reason] of [
    [undefined, part],
    ["sweep", part],
    [{ version, ...two, preset: "no such" }, /^unknown preset no such/],
    [{ version, ...two, cells: [{ values: ["1"], configs: [{ seed: -1 }] }] }, /^invalid seed: .*got -1$/],
    [{ version, ...two, cells: [{ values: ["1"] }] }, part],
    [{ version, ...two, cells: [null] }, part],
    [{ version, ...two, axes: "layers" }, part],
  ] as const)
    expect(() => parseSweep(wrong)).toThrow(reason);
});
