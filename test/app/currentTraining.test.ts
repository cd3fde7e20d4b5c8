import { beforeEach, expect, test, vi } from "vitest";
import { route } from "../../src/app/route/navigation.ts";
import { parseRoute } from "../../src/app/route/route.ts";
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
vi.stubGlobal("history", { pushState: vi.fn(), replaceState: vi.fn() });

const shelf = memory.entriesOf("icl-lab shelf");
const slots = memory.entriesOf("icl-lab interrupted");
beforeEach(() => {
  shelf.clear();
  slots.clear();
  workers.started.length = 0;
  vi.stubGlobal("navigator", { locks: memoryLocks() });
  route.value = parseRoute("#train?preset=quick").address;
});

const { begun, steps, evaluation, checkpoint, paused, done, failed, changed } = messages;
const config = withSettings(defaults, { seed: 7 });
const last = () => workers.started.at(-1) as MemoryRun;
const runKeys = () => [...slots.keys()].filter((key) => !key.includes(" rows "));

test("a run starts, trains and is done: it stays in Train, is saved, and is no longer one that was interrupted", async () => {
  const { runs, training, saved } = createStores();
  const id = training.start("quick", config, { workers: 1 });
  expect(last().sent).toEqual([{ type: "start", config, paused: false, workers: 1 }]);
  expect(runs.current.value).toMatchObject({ id, status: "starting", preset: "quick" });
  last().answer(begun, evaluation(0), steps(3, 2));
  expect(runs.current.value).toMatchObject({ status: "running", step: 2, losses: [3, 2] });
  last().answer(checkpoint(2));
  await vi.waitFor(() => expect(runKeys()).toEqual([`run ${id}`]));
  last().answer(done(2));
  expect(runs.current.value).toMatchObject({ id, status: "done" });
  expect(last().isEnded()).toBe(true);
  await saved.flush();
  expect([...shelf.keys()]).toEqual([id]);
  await vi.waitFor(() => expect([...slots.keys()]).toEqual([]));
  training.reset();
  expect(runs.current.value).toBeUndefined();
  expect(runs.list.value).toMatchObject([{ id, status: "done" }]);
});

test("a run pauses, resumes, takes one step and other rates", () => {
  const { runs, training } = createStores();
  training.step("quick", config);
  expect(last().sent).toEqual([{ type: "start", config, paused: true }, { type: "step" }]);
  last().answer(begun, paused(0));
  expect(runs.current.value).toMatchObject({ status: "paused", wantsPause: false });
  training.step("quick", config);
  expect(workers.started).toHaveLength(1); // the same run
  training.resume();
  expect(runs.current.value).toMatchObject({ status: "running", wantsPause: false });
  training.pause();
  expect(runs.current.value).toMatchObject({ status: "running", wantsPause: true });
  training.change({ learningRate: 0.1 } as never);
  expect(runs.current.value?.changing).toBe(true);
  expect(
    last()
      .sent.slice(2)
      .map(({ type }) => type),
  ).toEqual(["step", "resume", "pause", "change"]);
  const changedConfig = withSettings(config, { learningRate: 0.1 });
  last().answer(changed(changedConfig));
  expect(runs.current.value).toMatchObject({ changing: false, config: changedConfig });
});

test("a pause that is called off while its answer is on the way leaves the run running", () => {
  const { runs, training } = createStores();
  training.start("quick", config);
  last().answer(begun, steps(3));
  training.pause();
  training.resume();
  last().answer(paused(1)); // sent before the worker resumed
  expect(runs.current.value).toMatchObject({ status: "running", wantsPause: false });
  training.pause();
  last().answer(paused(2));
  expect(runs.current.value).toMatchObject({ status: "paused", wantsPause: false });
});

test("settings that are those of the run follow its change of rates, others stay", () => {
  const { training } = createStores();
  route.value = { ...route.value, config };
  training.start("quick", config);
  const first = withSettings(config, { learningRate: 0.1 });
  last().answer(changed(first));
  expect(route.value.config).toEqual(first);
  const own = withSettings(config, { seed: 9 });
  route.value = { ...route.value, config: own };
  last().answer(changed(withSettings(config, { learningRate: 0.2 })));
  expect(route.value.config).toEqual(own);
});

test("another run puts the one before into Runs, at its last checkpoint; later messages of its worker are ignored", async () => {
  const { runs, training, saved } = createStores();
  const first = training.start("quick", config);
  const before = last();
  before.answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  const second = training.start("quick", withSettings(config, { seed: 8 }));
  expect(before.isEnded()).toBe(true);
  before.answer(steps(1, 1, 1), done(3));
  expect(runs.current.value).toMatchObject({ id: second, status: "starting", step: 0 });
  expect(runs.list.value).toMatchObject([{ id: first, status: "stopped", checkpoint: { step: 2 } }]);
  await saved.flush();
  expect([...shelf.keys()]).toEqual([first]);
  await vi.waitFor(() => expect(runKeys()).toEqual([]));
});

test("a run that made no step leaves nothing behind", async () => {
  const { runs, training, saved } = createStores();
  training.start("quick", config);
  last().answer(begun, evaluation(0), checkpoint(0));
  training.reset();
  await saved.flush();
  await vi.waitFor(() => expect(slots.size).toBe(0));
  expect([runs.current.value, runs.list.value, shelf.size]).toEqual([undefined, [], 0]);
});

test("a run whose worker fails resumes from its last checkpoint, in the slot that it had", async () => {
  const { runs, training } = createStores();
  const id = training.start("quick", config);
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2), steps(1), failed("the browser ended its worker"));
  expect(runs.current.value).toMatchObject({ id, status: "failed", message: "the browser ended its worker" });
  expect(last().isEnded()).toBe(true);
  training.resumeAfterFailure();
  expect(workers.started).toHaveLength(2);
  expect(last().sent).toMatchObject([{ type: "start", config, from: Uint8Array.of(2) }]);
  expect(runs.current.value).toMatchObject({ id, status: "starting", step: 2, losses: [3, 2] });
  last().answer(begun, evaluation(4), checkpoint(4));
  await vi.waitFor(() => expect(slots.get(`run ${id}`)).toMatchObject({ step: 4 }));
  expect(runKeys()).toEqual([`run ${id}`]);
});

test("a run that failed without a checkpoint has nothing to resume from", () => {
  const { runs, training } = createStores();
  training.start("quick", config);
  last().answer(failed("its worker could not be loaded"));
  training.resumeAfterFailure();
  expect(workers.started).toHaveLength(1);
  expect(runs.current.value?.status).toBe("failed");
});

test("a run of Runs resumes as a run of its own; the one before is deleted once the new one is stored", async () => {
  const { runs, training, saved } = createStores();
  const first = training.start("quick", config);
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  training.reset();
  await saved.flush();
  const second = training.resumeRun(resumePoint(runs.list.value[0] as Run) as never, { workers: 1 });
  expect(second).not.toBe(first);
  expect(last().sent).toMatchObject([{ type: "start", from: Uint8Array.of(2), workers: 1 }]);
  expect([runs.current.value?.id, runs.list.value]).toEqual([second, []]);
  await vi.waitFor(() => expect([...shelf.keys()]).toEqual([]));
  expect(runKeys()).toEqual([`run ${second}`]);
});

test("a run that cannot be stored warns until it can; one resumed from Runs is not deleted there", async () => {
  const { runs, training, saved } = createStores();
  const first = training.start("quick", config);
  last().answer(begun, evaluation(0), steps(3), checkpoint(1));
  training.reset();
  await saved.flush();
  const broken = vi.spyOn(slots, "set").mockImplementation(() => {
    throw new Error("the disk is broken");
  });
  training.resumeRun(resumePoint(runs.list.value[0] as Run) as never);
  await vi.waitFor(() => expect(runs.current.value?.warnings.join()).toContain("the disk is broken"));
  await saved.flush();
  expect([...shelf.keys()]).toEqual([first]);
  broken.mockRestore();
  last().answer(begun, evaluation(2), checkpoint(2));
  await vi.waitFor(() => expect(runs.current.value?.warnings).toEqual([]));
});

test("a run that a closed page left is taken over by one tab, not by two", async () => {
  const before = createStores();
  const id = before.training.start("quick", config);
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  await vi.waitFor(() => expect(runKeys()).toEqual([`run ${id}`]));
  vi.stubGlobal("navigator", { locks: memoryLocks() }); // the page is closed: its locks are free
  const [one, two] = [createStores(), createStores()];
  await one.autosaves.find();
  await two.autosaves.find();
  const [own, other] = [one.runs.interrupted.value[0] as Run, two.runs.interrupted.value[0] as Run];
  expect([own.id, other.id]).toEqual([id, id]);
  await one.training.resumeAutosave(own);
  await two.training.resumeAutosave(other);
  expect(one.runs.current.value).toMatchObject({ id, status: "starting", step: 2 });
  expect([two.runs.current.value, two.runs.interrupted.value]).toEqual([undefined, []]);
  await two.autosaves.find();
  expect(two.runs.interrupted.value).toEqual([]);
});

test("a run that a closed page left is moved to Runs, once", async () => {
  const before = createStores();
  const id = before.training.start("quick", config);
  last().answer(begun, evaluation(0), steps(3, 2), checkpoint(2));
  await vi.waitFor(() => expect(runKeys()).toEqual([`run ${id}`]));
  vi.stubGlobal("navigator", { locks: memoryLocks() });
  const after = createStores();
  await after.autosaves.find();
  const left = after.runs.interrupted.value[0] as Run;
  await after.training.moveAutosaveToRuns(left);
  await after.training.moveAutosaveToRuns(left);
  await after.saved.flush();
  expect(after.runs.list.value).toMatchObject([{ id, status: "stopped", checkpoint: { step: 2 } }]);
  await vi.waitFor(() => expect(slots.size).toBe(0));
  expect([...shelf.keys()]).toEqual([id]);
});
