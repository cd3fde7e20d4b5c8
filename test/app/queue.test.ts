import { signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";
import type { LiveRun } from "../../src/app/liveRun.ts";
import { begin } from "../../src/app/liveRun.ts";
import { defaults, withSettings } from "../../src/experiments/config.ts";

const trainer = vi.hoisted(() => ({ live: undefined as unknown, start: undefined as unknown }));
vi.mock("../../src/app/trainer.ts", () => trainer);

const live = signal<LiveRun | undefined>(undefined);
const start = vi.fn((preset: string, config: LiveRun["config"]) => {
  live.value = { ...begin(preset, config, false), status: "running" };
});
Object.assign(trainer, { live, start });

const others = vi.hoisted(() => ({ beside: undefined as unknown, trainBeside: undefined as unknown }));
vi.mock("../../src/app/besideRuns.ts", () => others);
const beside = signal<readonly LiveRun[]>([]);
const ends: (() => void)[] = []; // of the runs beside, in their order
const trainBeside = vi.fn((preset: string, config: LiveRun["config"], ended: () => void) => {
  const run = begin(preset, config, false);
  beside.value = [...beside.value, run];
  ends.push(() => {
    beside.value = beside.value.filter((each) => each !== run);
    ended();
  });
});
Object.assign(others, { beside, trainBeside });

const cores = { hardwareConcurrency: 1 };
vi.stubGlobal("navigator", cores);
const { atOnce, gridOf, queue, sweeps, trainGrid } = await import("../../src/app/queue.ts");

const started = () => start.mock.calls.map(([, config]) => config.model.layers);
/** The run in training as it becomes, and what follows from that. */
async function become(change: Partial<LiveRun> | undefined): Promise<void> {
  live.value = change && { ...(live.value as LiveRun), ...change };
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
  live.value = { ...(live.value as LiveRun), status: "done" };
  live.value = { ...(live.value as LiveRun), warnings: ["it could not be kept"] }; // before the next has begun
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
    calls.map(([, config]) => (config as LiveRun["config"]).seed);
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
