import { expect, test } from "vitest";
import { addSnapshot, nearestSnapshot, type Snapshot } from "../../src/app/runData/snapshots.ts";

const snapshotAt = (step: number): Snapshot => ({ step, bytes: new Uint8Array(10) });
const gather = (steps: readonly number[], max?: number) =>
  steps.reduce<readonly Snapshot[]>((snapshots, step) => addSnapshot(snapshots, snapshotAt(step), max), []);
const stepsOf = (snapshots: readonly Snapshot[]) => snapshots.map(({ step }) => step);

test("snapshots are in the order of steps, and a run resumed from an earlier step replaces the later ones", () => {
  expect(stepsOf(gather([0, 1, 5, 30]))).toEqual([0, 1, 5, 30]);
  expect(stepsOf(gather([0, 1, 5, 30, 5, 40]))).toEqual([0, 1, 5, 40]);
});

test("beyond the memory limit the first and the newest snapshot stay, and those between are spaced evenly by ratio", () => {
  const steps = [0, 1, 2, 4, 8, 16, 32, 64, 128, 129, 130, 256];
  const most = stepsOf(gather(steps, 100));
  expect(most.filter((step) => step < 128 || step > 130)).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 256]);
  expect(most).toHaveLength(10); // one of those that are close together
  const few = gather(steps, 40);
  expect(few.length).toBe(4);
  expect(stepsOf(few)).toEqual(expect.arrayContaining([0, 256]));
  expect(stepsOf(gather([1, 2, 3], 5))).toEqual([1, 3]); // never fewer than two
});

test("nearestSnapshot looks for the nearest step, before and after", () => {
  const snapshots = gather([0, 10, 30]);
  expect([-1, 4, 6, 19, 21, 1e9].map((step) => nearestSnapshot(snapshots, step)?.step)).toEqual([0, 0, 10, 10, 30, 30]);
  expect(nearestSnapshot([], 3)).toBeUndefined();
});
