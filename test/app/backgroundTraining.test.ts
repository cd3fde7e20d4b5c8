import { beforeEach, expect, test, vi } from "vitest";
import { type Run, resumePoint } from "../../src/app/runData/run.ts";
import { createStores } from "../../src/app/store/stores.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { memoryLocks } from "./memoryBrowser.ts";
import { type MemoryRun, messages } from "./memoryRuns.ts";

const memory = await vi.hoisted(async () => (await import("./memoryBrowser.ts")).memoryDatabases());
const workers = await vi.hoisted(async () => (await import("./memoryRuns.ts")).memoryRuns());
vi.mock("idb-keyval", () => memory.keyval);
vi.mock("../../src/app/workers/bundleClient.ts", async () => (await import("./memoryBrowser.ts")).textBundles);
vi.mock("../../src/app/workers/runClient.ts", () => workers.client);

const shelf = memory.entriesOf("icl-lab shelf");
beforeEach(() => {
  shelf.clear();
  workers.started.length = 0;
  vi.stubGlobal("navigator", { locks: memoryLocks() });
});

const { begun, steps, evaluation, checkpoint, paused, done, failed } = messages;
const config = withSettings(defaults, { seed: 7 });
const last = () => workers.started.at(-1) as MemoryRun;

test("runs train beside the one in Train, each on one core; one that is done is in Runs and saved", async () => {
  const { runs, background, training, saved } = createStores();
  const own = training.start("quick", defaults);
  const ended = vi.fn();
  background.train("quick", config, ended);
  expect(last().sent).toEqual([{ type: "start", config, workers: 1 }]);
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  expect(runs.background.value).toMatchObject([{ status: "running", step: 2, losses: [3, 2] }]);
  const [{ id } = {}] = runs.background.value;
  expect(ended).not.toHaveBeenCalled();
  last().answer(done(2));
  expect(ended).toHaveBeenCalledTimes(1);
  expect(last().isEnded()).toBe(true);
  expect([runs.background.value, runs.current.value?.id]).toEqual([[], own]);
  expect(runs.list.value).toMatchObject([{ id, status: "done", checkpoint: { step: 2 } }]);
  await saved.flush();
  expect(shelf.get(id as string)).toMatchObject({ preset: "quick", unfinished: false });
  last().answer(failed("the browser ended its worker")); // after its end
  expect(ended).toHaveBeenCalledTimes(1);
  expect(runs.list.value).toMatchObject([{ id, status: "done" }]);
});

test("a pause saves the run at its checkpoint, so that a reload loses nothing; it resumes", async () => {
  const { runs, background, saved } = createStores();
  background.train("quick", config, () => {});
  const [{ id = "" } = {}] = runs.background.value;
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  await saved.flush();
  expect(shelf.size).toBe(0); // not at every checkpoint
  background.pause(id);
  expect(runs.background.value).toMatchObject([{ status: "running", wantsPause: true }]);
  last().answer(checkpoint(2), paused(2));
  expect(runs.background.value).toMatchObject([{ status: "paused", wantsPause: false }]);
  await saved.flush();
  expect([...shelf]).toMatchObject([[id, { unfinished: true }]]);
  const after = createStores();
  await after.saved.load();
  expect(after.runs.list.value).toMatchObject([{ id, status: "stopped", checkpoint: { step: 2 } }]);
  background.resume(id);
  expect(runs.background.value).toMatchObject([{ status: "running" }]);
  expect(last().sent.map(({ type }) => type)).toEqual(["start", "pause", "resume"]);
});

test("a run that is stopped is in Runs at its last checkpoint, and later messages of its worker are ignored", async () => {
  const { runs, background, saved } = createStores();
  const ended = vi.fn();
  background.train("quick", config, ended);
  const [{ id = "" } = {}] = runs.background.value;
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  background.stop(id);
  background.stop(id);
  last().answer(steps(1, 1, 1), done(3));
  expect([ended.mock.calls.length, last().isEnded(), runs.background.value]).toEqual([1, true, []]);
  expect(runs.list.value).toMatchObject([{ id, status: "stopped", checkpoint: { step: 2 } }]);
  background.pause(id);
  background.resume(id);
  expect(runs.list.value).toMatchObject([{ id, status: "stopped" }]);
  await saved.flush();
  expect([...shelf.keys()]).toEqual([id]);
});

test("a run that fails is in Runs as one that failed, to resume; one that never began is not", () => {
  const { runs, background } = createStores();
  const ended = vi.fn();
  background.train("quick", config, ended);
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2), failed("the browser ended its worker"));
  expect(runs.list.value).toMatchObject([{ status: "failed", checkpoint: { step: 2 } }]);
  background.train("quick", config, ended);
  last().answer(failed("its worker could not be loaded"));
  expect(ended).toHaveBeenCalledTimes(2);
  expect([runs.background.value, runs.list.value.length]).toEqual([[], 1]);
});

test("a run of Runs resumes under its id, from its checkpoint; it is removed nowhere before it is saved anew", async () => {
  const { runs, background, saved } = createStores();
  background.train("quick", config, () => {});
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  const [{ id = "" } = {}] = runs.background.value;
  background.stop(id);
  await saved.flush();
  background.train("quick", config, () => {}, resumePoint(runs.list.value[0] as Run));
  expect(last().sent).toMatchObject([{ type: "start", from: Uint8Array.of(2), workers: 1 }]);
  expect([runs.list.value, runs.background.value]).toMatchObject([[], [{ id, step: 2, losses: [3, 2] }]]);
  expect([...shelf.keys()]).toEqual([id]);
  last().answer(failed("its worker could not be loaded")); // what it was before is not lost
  expect(runs.list.value).toMatchObject([{ id, status: "failed", checkpoint: { step: 2 } }]);
  await saved.flush();
  expect([...shelf.keys()]).toEqual([id]);
});
