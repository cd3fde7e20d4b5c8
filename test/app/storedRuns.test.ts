import { beforeEach, expect, test, vi } from "vitest";
import { type Run, resumePoint } from "../../src/app/runData/run.ts";
import { endedRun, newRunState, type RunState } from "../../src/app/runData/runState.ts";
import { createAutosaves } from "../../src/app/store/autosave.ts";
import { createInterruptedWork } from "../../src/app/store/interruptedRuns.ts";
import { createRunStore } from "../../src/app/store/runStore.ts";
import { createSavedRuns } from "../../src/app/store/savedRuns.ts";
import { createStorage } from "../../src/app/store/storage.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { version } from "../../src/config/version.ts";

const memory = await vi.hoisted(async () => (await import("./memoryBrowser.ts")).memoryDatabases());
vi.mock("idb-keyval", () => memory.keyval);
vi.mock("../../src/app/workers/bundleClient.ts", async () => (await import("./memoryBrowser.ts")).textBundles);
vi.stubGlobal("navigator", {}); // a browser without locks

const shelf = memory.entriesOf("icl-lab shelf");
const slots = memory.entriesOf("icl-lab interrupted");
beforeEach(() => {
  shelf.clear();
  slots.clear();
});

/** The stores of one page; those of another over the same databases are the page after a reload. */
function page() {
  const storage = createStorage();
  const runs = createRunStore();
  const saved = createSavedRuns(storage, runs);
  return { runs, saved, autosaves: createAutosaves(createInterruptedWork(storage), runs, saved) };
}

const state = (id: string, seed: number, step: number): RunState => ({
  ...newRunState(id, "quick", withSettings(defaults, { seed }), false),
  status: "running",
  step,
  checkpoint: { step, bytes: Uint8Array.of(step) },
});
const seeds = (runs: readonly Run[]) => runs.map(({ config }) => config.seed);
const ids = (runs: readonly Run[]) => runs.map(({ id }) => id);

test("a run keeps its id in Train, in its slot, in Runs, in the browser's store, and after a reload", async () => {
  const { runs, saved, autosaves } = page();
  const slot = autosaves.newSlot();
  const run = state(slot.id, 1, 3);
  runs.setCurrent(run);
  await slot.save(run);
  expect([...slots.keys()]).toEqual([`run ${slot.id}`]);
  saved.add(endedRun(run), () => void slot.remove());
  await saved.flush();
  expect([runs.current.value, ids(runs.list.value)]).toEqual([undefined, [slot.id]]);
  expect([...shelf.keys()]).toEqual([slot.id]);
  await vi.waitFor(() => expect([...slots.keys()]).toEqual([]));

  const after = page();
  await after.saved.load();
  expect(after.runs.list.value).toMatchObject([{ id: slot.id, status: "stopped", origin: "saved", preset: "quick" }]);
  after.saved.remove(after.runs.list.value[0] as Run);
  await after.saved.flush();
  expect([ids(after.runs.list.value), [...shelf.keys()]]).toEqual([[], []]);
  after.saved.undoRemove();
  await after.saved.flush();
  expect([ids(after.runs.list.value), [...shelf.keys()]]).toEqual([[slot.id], [slot.id]]);
});

test("a run that a closed tab left is listed as interrupted, with its id", async () => {
  const before = page();
  const slot = before.autosaves.newSlot();
  await slot.save(state(slot.id, 1, 3));
  const { runs, autosaves } = page();
  await autosaves.find();
  expect(runs.interrupted.value).toMatchObject([{ id: slot.id, status: "interrupted", checkpoint: { step: 3 } }]);
  const taken = await autosaves.take(runs.interrupted.value[0] as Run, "work");
  expect([taken?.slot.id, taken?.run.id, runs.interrupted.value]).toEqual([slot.id, slot.id, []]);
});

test("Runs lists saved runs in the order in which they were saved, not started", async () => {
  const { runs, saved } = page();
  for (const [id, seed] of [
    ["b", 1],
    ["c", 2],
    ["a", 3],
  ] as const) {
    saved.add(endedRun(state(id, seed, 1)));
    await saved.flush();
    await new Promise((resolve) => setTimeout(resolve, 2)); // times are in milliseconds
  }
  saved.save({ ...(runs.list.value[0] as Run), rows: [] }); // in its old place
  await saved.flush();
  const after = page();
  await after.saved.load();
  expect(seeds(after.runs.list.value)).toEqual([1, 2, 3]);
});

/** What the version stored that wrote two ids into a key: of the time, and of the slot. */
async function storeAsBefore(key: string, seed: number, more: object = {}): Promise<void> {
  const { saved } = page();
  saved.save(endedRun(state(key, seed, 2)));
  await saved.flush();
  const { savedAt: _, ...rest } = shelf.get(key) as Record<string, unknown>;
  shelf.set(key, { ...rest, ...more });
}

test("runs stored by older versions are loaded in their order, and their slots are cleared", async () => {
  const old = (time: number) => `${String(time).padStart(15, "0")}-x`;
  await storeAsBefore(`${old(3)} ${old(1)}`, 3);
  await storeAsBefore(old(2), 2);
  const { runs, saved, autosaves } = page();
  const left = autosaves.newSlot();
  await left.save(state(left.id, 4, 2));
  slots.set(`run ${old(1)}`, slots.get(`run ${left.id}`)); // the page was closed before it could clear it
  const after = page();
  await after.autosaves.find();
  expect(seeds(after.runs.interrupted.value)).toEqual([4]);
  expect([...slots.keys()]).toEqual([`run ${left.id}`]);
  await after.saved.load();
  expect(seeds(after.runs.list.value)).toEqual([2, 3]);
  after.saved.remove(after.runs.list.value[1] as Run);
  await after.saved.flush();
  expect([...shelf.keys()]).toEqual([old(2)]);
  await saved.load();
  expect(seeds(runs.list.value)).toEqual([2]);
});

test("an unfinished run of another version can be resumed, and keeps its version until then", async () => {
  await storeAsBefore("1", 1, { version: "0.0.1" });
  const { runs, saved } = page();
  await saved.load();
  expect(runs.list.value).toMatchObject([{ id: "1", status: "stopped", version: "0.0.1" }]);
  expect(resumePoint(runs.list.value[0] as Run)).toMatchObject({ id: "1", step: 2 });
  saved.remove(runs.list.value[0] as Run);
  saved.undoRemove();
  await saved.flush();
  expect(shelf.get("1")).toMatchObject({ version: "0.0.1", unfinished: true });
  await storeAsBefore("2", 2);
  expect(shelf.get("2")).toMatchObject({ version, unfinished: true });
});
