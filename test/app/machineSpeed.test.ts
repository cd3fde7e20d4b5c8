import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMachineSpeed } from "../../src/app/store/machineSpeed.ts";
import { defaults } from "../../src/config/schema.ts";

const slow = { steps: 3, algorithms: 3, startSeconds: 1 };
const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { hardwareConcurrency: 2 });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the speed is measured once a visit, and counts at the next visit until it is measured again", async () => {
  const measure = vi.fn(async () => slow);
  const first = createMachineSpeed(() => false, measure);
  const rough = first.predict(defaults).seconds;
  expect(first.measured.value).toBe(false);
  first.measureSoon();
  first.measureSoon();
  await vi.runAllTimersAsync();
  expect(measure).toHaveBeenCalledTimes(1);
  expect(first.measured.value).toBe(true);
  expect(first.predict(defaults).seconds).toBeGreaterThan(2 * rough);
  const next = createMachineSpeed(() => false, measure);
  expect(next.measured.value).toBe(true);
  expect(next.predict(defaults)).toEqual(first.predict(defaults));
});

test("nothing is measured while something trains, and a measurement that training disturbed does not count", async () => {
  let busy = true;
  const measure = vi.fn(async () => {
    busy = true;
    return slow;
  });
  const machine = createMachineSpeed(() => busy, measure);
  machine.measureSoon();
  await vi.runAllTimersAsync();
  expect(measure).not.toHaveBeenCalled();
  busy = false;
  machine.measureSoon();
  await vi.runAllTimersAsync();
  expect(measure).toHaveBeenCalledTimes(1);
  expect(machine.measured.value).toBe(false);
  expect(stored.size).toBe(0);
});

test("a machine that cannot be measured keeps the rough estimate", async () => {
  const machine = createMachineSpeed(
    () => false,
    () => Promise.reject(new Error("no engine")),
  );
  machine.measureSoon();
  await vi.runAllTimersAsync();
  expect(machine.measured.value).toBe(false);
});
