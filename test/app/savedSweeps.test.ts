import { beforeEach, expect, test, vi } from "vitest";
import { gridOf } from "../../src/app/runs/gridOf.ts";
import { createInterruptedWork } from "../../src/app/store/interruptedRuns.ts";
import { createSavedSweeps, type SavedSweep } from "../../src/app/store/savedSweep.ts";
import { createStorage } from "../../src/app/store/storage.ts";
import type { Grid } from "../../src/app/store/sweepGrid.ts";
import { defaults } from "../../src/config/schema.ts";
import { version } from "../../src/config/version.ts";
import { memoryLocks } from "./memoryBrowser.ts";

const memory = await vi.hoisted(async () => (await import("./memoryBrowser.ts")).memoryDatabases());
vi.mock("idb-keyval", () => memory.keyval);

const slots = memory.entriesOf("icl-lab interrupted");
let locks = memoryLocks();
/** All tabs are closed: what they locked is free. */
function closeTabs(): void {
  locks = memoryLocks();
  vi.stubGlobal("navigator", { locks });
}
beforeEach(() => {
  slots.clear();
  closeTabs();
});

/** The sweeps as one tab has them. Until `stored` resolves, runs are still being saved. */
function tab(stored: Promise<unknown> = Promise.resolve()) {
  const work = createInterruptedWork(createStorage());
  return { work, sweeps: createSavedSweeps(work, { flush: () => stored }) };
}

const grid = (path: string, text: string): Grid => gridOf("fit-d5", defaults, [{ path, text }], 1);
const layers = grid("model.layers", "1, 2");
const heads = grid("model.heads", "2, 4");
const first = ({ sweeps }: ReturnType<typeof tab>) => sweeps.found.value[0] as SavedSweep;

/** A sweep that a closed tab left interrupted. */
async function leave(sweep: Grid): Promise<string> {
  const before = new Set(slots.keys());
  tab().sweeps.save(sweep);
  await vi.waitFor(() => expect(slots.size).toBe(before.size + 1));
  closeTabs();
  return [...slots.keys()].find((key) => !before.has(key)) as string;
}

test("a sweep is stored while it trains, offered in no tab, and removed once its runs are stored", async () => {
  let finish: (value?: unknown) => void = () => {};
  const own = tab(new Promise((resolve) => (finish = resolve)));
  own.sweeps.save(layers);
  await vi.waitFor(() => expect([...slots.values()]).toEqual([{ version, ...layers }]));
  const other = tab();
  await Promise.all([own.sweeps.find(), other.sweeps.find()]);
  expect([own.sweeps.found.value, other.sweeps.found.value]).toEqual([[], []]);
  own.sweeps.clear();
  await other.sweeps.find();
  expect([slots.size, other.sweeps.found.value]).toEqual([1, []]); // a reload now still finds it
  finish();
  await vi.waitFor(() => expect([slots.size, locks.held.size]).toEqual([0, 0]));
  own.sweeps.clear(); // there is none
});

test("a sweep that a closed tab left is offered in every tab, and resumed in one", async () => {
  const key = await leave(layers);
  const [one, two] = [tab(), tab()];
  await Promise.all([one.sweeps.find(), two.sweeps.find()]);
  expect([first(one), first(two)]).toEqual([
    { ...layers, id: key.replace("sweep ", "") },
    { ...layers, id: key.replace("sweep ", "") },
  ]);
  const use = await one.sweeps.take(first(one));
  expect(await two.sweeps.take(first(two))).toBeUndefined();
  expect([one.sweeps.found.value, two.sweeps.found.value]).toEqual([[], []]);
  use?.();
  one.sweeps.save(layers); // in the same slot
  one.sweeps.clear();
  await vi.waitFor(() => expect([slots.size, locks.held.size]).toEqual([0, 0]));
});

test("a sweep that another tab has finished or discarded since it was offered is not resumed", async () => {
  await leave(layers);
  const [one, two] = [tab(), tab()];
  await Promise.all([one.sweeps.find(), two.sweeps.find()]);
  const offered = first(two);
  await one.sweeps.discard(first(one));
  await vi.waitFor(() => expect(slots.size).toBe(0));
  expect(await two.sweeps.take(offered)).toBeUndefined();
  await vi.waitFor(() => expect(locks.held.size).toBe(0));
});

test("a sweep is discarded, and can be brought back", async () => {
  const key = await leave(layers);
  const own = tab();
  await own.sweeps.find();
  await own.sweeps.discard(first(own));
  await vi.waitFor(() => expect([slots.size, locks.held.size]).toEqual([0, 0]));
  expect(own.work.discarded.value?.preset).toBe("fit-d5");
  await own.work.discarded.value?.undo();
  expect([...slots]).toEqual([[key, { version, ...layers }]]);
  expect(own.sweeps.found.value).toEqual([{ ...layers, id: key.replace("sweep ", "") }]);
});

test("a sweep that is brought back at once is stored, also while the page still saves runs", async () => {
  await leave(heads);
  let finish: (value?: unknown) => void = () => {};
  const own = tab(new Promise((resolve) => (finish = resolve)));
  own.sweeps.save(layers);
  await vi.waitFor(() => expect(slots.size).toBe(2));
  own.sweeps.clear(); // once the runs are saved
  await own.sweeps.find();
  await own.sweeps.discard(first(own));
  const other = tab();
  await other.sweeps.find();
  expect([slots.size, other.sweeps.found.value]).toEqual([2, []]); // nothing is removed yet
  const undone = own.work.discarded.value?.undo();
  finish();
  await undone;
  await vi.waitFor(() => expect([...slots.values()]).toEqual([{ version, ...heads }]));
});

test("a sweep in the place of another one leaves nothing of it", async () => {
  await leave(heads);
  const own = tab();
  own.sweeps.save(layers);
  await vi.waitFor(() => expect(slots.size).toBe(2));
  await own.sweeps.find();
  const use = await own.sweeps.take(first(own));
  use?.();
  own.sweeps.save(heads);
  await vi.waitFor(() => expect([...slots.values()]).toEqual([{ version, ...heads }]));
  own.sweeps.clear();
  await vi.waitFor(() => expect([slots.size, locks.held.size]).toEqual([0, 0]));
});

test("a look for sweeps that ends late does not offer again what was taken meanwhile", async () => {
  const key = await leave(layers);
  const own = tab();
  await own.sweeps.find();
  const query = vi.spyOn(locks, "query").mockImplementationOnce(
    () => new Promise((resolve) => setTimeout(() => resolve({ held: [] }), 20)), // as it was before
  );
  const late = own.sweeps.find();
  await vi.waitFor(() => expect(query).toHaveBeenCalled());
  await own.sweeps.take({ id: key.replace("sweep ", "") });
  await late;
  expect(own.sweeps.found.value).toEqual([]);
});

test("what this version cannot read is named, and discarded or brought back whole", async () => {
  slots.set("sweep 1", { version: "9.0.0", preset: "fit-d5", axes: "layers" });
  const own = tab();
  await own.sweeps.find();
  expect([own.sweeps.found.value, own.sweeps.unreadable.value]).toMatchObject([
    [],
    [{ id: "1", reason: "expected its preset, its axes and its cells, got only a part of them" }],
  ]);
  await own.sweeps.unreadable.value[0]?.discard();
  expect([slots.size, own.sweeps.unreadable.value, locks.held.size]).toEqual([0, [], 0]);
  await own.work.discarded.value?.undo();
  expect(slots.get("sweep 1")).toMatchObject({ version: "9.0.0" });
  expect(own.sweeps.unreadable.value).toHaveLength(1);
});

test("a browser that stores nothing trains a sweep all the same", async () => {
  const own = tab();
  const broken = vi.spyOn(slots, "set").mockImplementation(() => {
    throw new Error("the disk is broken");
  });
  own.sweeps.save(layers);
  own.sweeps.clear();
  await vi.waitFor(() => expect(locks.held.size).toBe(0));
  broken.mockRestore();
  own.sweeps.save(heads);
  await vi.waitFor(() => expect([...slots.values()]).toEqual([{ version, ...heads }]));
});
