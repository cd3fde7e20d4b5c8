import { signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";
import { newRunState, type ResumePoint, type RunState, resumedRunState } from "../../src/app/runData/runState.ts";
import { addRun, runList } from "../../src/app/store/runList.ts";
import { parseSweep } from "../../src/app/store/savedSweep.ts";
import { type Grid, gridOf } from "../../src/app/store/sweepGrid.ts";
import { defaults, withSettings } from "../../src/config/config.ts";
import { version } from "../../src/config/version.ts";

const trainer = vi.hoisted(() => ({
  live: undefined as unknown,
  start: undefined as unknown,
  goOn: undefined as unknown,
  reset: undefined as unknown,
  shelveKept: undefined as unknown,
}));
vi.mock("../../src/app/store/currentRun.ts", () => trainer);

const live = signal<RunState | undefined>(undefined);
const start = vi.fn((preset: string, config: RunState["config"]) => {
  live.value = { ...newRunState(preset, config, false), status: "running" };
});
const goOn = vi.fn((run: ResumePoint) => {
  live.value = { ...resumedRunState(run), status: "running" };
});
const reset = vi.fn(() => {
  live.value = undefined;
});
Object.assign(trainer, { live, start, goOn, reset, shelveKept: vi.fn() });

const others = vi.hoisted(() => ({ beside: undefined as unknown, trainBeside: undefined as unknown }));
vi.mock("../../src/app/store/backgroundRuns.ts", () => others);
const beside = signal<readonly { readonly run: RunState }[]>([]);
const ends: (() => void)[] = []; // of the runs beside, in their order
const trainBeside = vi.fn((preset: string, config: RunState["config"], ended: () => void, from?: ResumePoint) => {
  const run = { run: from ? resumedRunState(from) : newRunState(preset, config, false) };
  beside.value = [...beside.value, run];
  ends.push(() => {
    beside.value = beside.value.filter((each) => each !== run);
    ended();
  });
});
Object.assign(others, { beside, trainBeside });

const cores = { hardwareConcurrency: 1 };
vi.stubGlobal("navigator", cores);
const {
  concurrency: atOnce,
  resumeSweep: goOnWithSweep,
  sweepQueue: queue,
  isSweeping: sweeps,
  trainGrid,
} = await import("../../src/app/store/sweepQueue.ts");

const started = () => start.mock.calls.map(([, config]) => config.model.layers);
/** The run in training as it becomes, and what follows from that. */
async function become(change: Partial<RunState> | undefined): Promise<void> {
  live.value = change && { ...(live.value as RunState), ...change };
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  start.mockClear();
  cores.hardwareConcurrency = 1;
  trainGrid(gridOf("fit-d5", defaults, [{ path: "model.layers", text: "1, 2, 4" }], 1));
});

test("runs come one after another, one for each that ends, whatever else is told of it", async () => {
  expect(started()).toEqual([1]);
  expect(sweeps.value).toBe(true);
  await become({ step: 7 });
  expect(started()).toEqual([1]);
  live.value = { ...(live.value as RunState), status: "done" };
  live.value = { ...(live.value as RunState), warnings: ["it could not be kept"] }; // before the next has begun
  await become({ warnings: ["it could not be kept", "nor this"] });
  expect(started()).toEqual([1, 2]);
  expect(queue.value).toHaveLength(1);
  await become({ status: "stopped" });
  await become({ status: "done" });
  expect(started()).toEqual([1, 2, 4]);
  await become({ status: "done" });
  expect(started()).toEqual([1, 2, 4]);
});

test("a sweep ends where its run is put aside, or another is begun by hand", async () => {
  await become(undefined);
  expect([started(), queue.value]).toEqual([[1], []]);
  trainGrid(gridOf("fit-d5", defaults, [{ path: "model.layers", text: "1, 2" }], 1));
  await become({ config: withSettings(defaults, { layers: 8 }) });
  await become({ status: "done" });
  expect([started(), queue.value, sweeps.value]).toEqual([[1, 1], [], false]);
});

test("as many are trained at once as there are cores, each on one, and each once", async () => {
  start.mockClear();
  cores.hardwareConcurrency = 3;
  trainGrid(gridOf("fit-d5", defaults, [], 5)); // seeds alone
  const seeds = (calls: readonly (readonly unknown[])[]) =>
    calls.map(([, config]) => (config as RunState["config"]).seed);
  expect(seeds(start.mock.calls)).toEqual([1]);
  expect(start.mock.calls[0]?.slice(2)).toEqual([{ workers: 1 }]);
  expect(seeds(trainBeside.mock.calls)).toEqual([2, 3]);
  ends[1]?.();
  expect(seeds(trainBeside.mock.calls)).toEqual([2, 3, 4]);
  await become({ status: "done" });
  expect(seeds(start.mock.calls)).toEqual([1, 5]);
  for (const end of [ends[0], ends[2]]) end?.();
  await become({ status: "done" });
  expect([seeds(start.mock.calls), seeds(trainBeside.mock.calls), beside.value]).toEqual([[1, 5], [2, 3, 4], []]);
});

test("runs at once have memory for all of them", () => {
  const large = withSettings(defaults, { layers: 16, hiddenSize: 256 });
  expect(atOnce([defaults, defaults, defaults], 2)).toBe(2);
  expect(atOnce([defaults], 8)).toBe(1);
  expect(atOnce([defaults, large, large], 8)).toBeLessThan(3);
  expect(atOnce([large], 8)).toBe(1);
});

test("a sweep that was interrupted goes on with what is not done, from where each run stood", async () => {
  const four = gridOf("fit-d5", defaults, [], 4);
  const configs = four.cells.flatMap((cell) => cell.configs);
  const bytes = new Uint8Array(8);
  const run = { origin: "kept", preset: "fit-d5", rows: [], log: [], losses: [3, 2, 1] } as const;
  const before = runList.value.length;
  addRun({ ...run, config: configs[0] as RunState["config"], unfinished: false, result: {} }); // done
  addRun({ ...run, config: configs[1] as RunState["config"], unfinished: true, checkpoint: { step: 2, bytes } });
  addRun({ ...run, config: configs[3] as RunState["config"], unfinished: true, checkpoint: { step: 1, bytes } });
  for (const each of [start, goOn, trainBeside]) each.mockClear();
  cores.hardwareConcurrency = 2;
  const again = parseSweep(JSON.parse(JSON.stringify({ version, ...four })));
  await goOnWithSweep({ ...(again as Grid), id: "1" });
  const [main] = goOn.mock.calls[0] as [ResumePoint];
  expect([main.config.seed, main.step, main.losses]).toEqual([2, 2, [3, 2]]);
  expect(trainBeside.mock.calls.map(([, { seed }, , from]) => [seed, from])).toEqual([[3, undefined]]);
  await become({ status: "done" });
  expect(goOn.mock.calls.map(([{ config, step }]) => [config.seed, step])).toEqual([
    [2, 2],
    [4, 1],
  ]);
  expect([start.mock.calls, queue.value]).toEqual([[], []]);
  expect(runList.value.length).toBe(before + 1); // those that went on are held no more, the one that is done is
  ends.at(-1)?.();
  await become({ status: "done" });
});

test("a sweep of settings that are none is not resumed", () => {
  const two = gridOf("fit-d5", defaults, [{ path: "model.layers", text: "1, 2" }], 2);
  expect(parseSweep({ version, ...two })).toEqual(two);
  for (const wrong of [
    undefined,
    "sweep",
    { version, ...two, preset: "no such" },
    { version, ...two, cells: [{ values: ["1"], configs: [{ seed: -1 }] }] },
    { version, ...two, cells: [{ values: ["1"] }] },
    { version, ...two, axes: "layers" },
  ])
    expect(parseSweep(wrong)).toBeUndefined();
});
