import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import type { Run } from "../../src/app/runData/run.ts";
import { endedRun, newRunState, type RunState } from "../../src/app/runData/runState.ts";
import { createRunStore } from "../../src/app/store/runStore.ts";
import { defaults } from "../../src/config/schema.ts";

const training = (id: string, change: Partial<RunState> = {}): RunState => ({
  ...newRunState(id, "quick", defaults, false),
  ...change,
});
const ended = (id: string, change: Partial<Run> = {}): Run => ({
  ...endedRun(training(id)),
  status: "done",
  ...change,
});
const ids = (runs: readonly Run[]) => runs.map(({ id }) => id);

test("each run is in one list, by its status and whether it is in Train", () => {
  const runs = createRunStore();
  runs.add(ended("1"));
  runs.setCurrent(training("2"));
  runs.addBackground(training("3"));
  runs.setInterrupted([ended("4", { status: "interrupted" })]);
  runs.add(ended("5", { status: "stopped" }));
  const views = () => [
    runs.current.value?.id,
    ids(runs.background.value),
    ids(runs.list.value),
    ids(runs.interrupted.value),
    ids(runs.compared.value),
  ];
  expect(views()).toEqual(["2", ["3"], ["1", "5"], ["4"], ["2", "3", "1", "5"]]);
  runs.update("2", (run) => ({ ...run, status: "done" }));
  expect(views()).toEqual(["2", ["3"], ["1", "5"], ["4"], ["2", "3", "1", "5"]]); // it stays in Train
  runs.add(ended("2"));
  runs.add(ended("3"));
  runs.setInterrupted([]);
  expect(views()).toEqual([undefined, [], ["1", "5", "2", "3"], [], ["1", "5", "2", "3"]]);
});

test("a run that was resumed during the search for interrupted runs is not listed as interrupted", () => {
  const runs = createRunStore();
  const [first, second] = [ended("1", { status: "interrupted" }), ended("2", { status: "interrupted" })];
  runs.setInterrupted([first, second]);
  runs.setCurrent(training("1"));
  runs.setInterrupted([first, second]);
  expect([runs.current.value?.id, ids(runs.interrupted.value)]).toEqual(["1", ["2"]]);
});

test("a new run in Train replaces the previous one, which is kept only if it was added to Runs", () => {
  const runs = createRunStore();
  runs.setCurrent(training("1"));
  runs.setCurrent(training("2"));
  expect(ids(runs.compared.value)).toEqual(["2"]);
  runs.add(ended("2"));
  runs.setCurrent(training("3"));
  expect(ids(runs.compared.value)).toEqual(["3", "2"]);
  runs.setCurrent(undefined);
  expect(ids(runs.compared.value)).toEqual(["2"]);
});

test("a removed run is restored at its position", () => {
  const runs = createRunStore();
  for (const id of ["1", "2", "3"]) runs.add(ended(id));
  runs.setCurrent(training("4"));
  const second = runs.list.value[1] as Run;
  runs.remove("2");
  expect(ids(runs.list.value)).toEqual(["1", "3"]);
  runs.restore(second, 1);
  expect(ids(runs.list.value)).toEqual(["1", "2", "3"]);
  runs.remove("3");
  runs.restore(ended("3"), 2);
  expect(ids(runs.list.value)).toEqual(["1", "2", "3"]);
});

test("a step of the current run does not update the list of Runs", () => {
  const runs = createRunStore();
  runs.add(ended("1"));
  runs.setCurrent(training("2"));
  let [list, current] = [0, 0];
  const stops = [
    effect(() => {
      runs.list.value;
      list += 1;
    }),
    effect(() => {
      runs.current.value;
      current += 1;
    }),
  ];
  runs.update("2", (run) => ({ ...run, step: 1 }));
  expect([list, current]).toEqual([1, 2]);
  for (const stop of stops) stop();
});

test("beyond the memory limits the oldest runs lose their parameters, then are removed", () => {
  const runs = createRunStore();
  const bytes = new Uint8Array(100 * 2 ** 20);
  for (const id of ["1", "2", "3"]) runs.add(ended(id, { checkpoint: { step: 1, bytes } }));
  expect(runs.list.value.map(({ checkpoint }) => checkpoint !== undefined)).toEqual([false, true, true]);
  for (let k = 4; k <= 62; k += 1) runs.add(ended(String(k)));
  expect([runs.list.value.length, runs.list.value[0]?.id]).toEqual([60, "3"]);
});
