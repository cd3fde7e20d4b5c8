import { expect, test } from "vitest";
import { expandLog } from "../../src/app/runData/expandLog.ts";
import type { StepEvent } from "../../src/runs/runEvent.ts";

const event = (step: number, loss: number) => ({ type: "step", step, loss }) as StepEvent;

test("expandLog repeats each loss for the steps since the one before", () => {
  expect(expandLog([])).toEqual([]);
  expect(expandLog([event(1, 5), event(2, 4)])).toEqual([5, 4]);
  expect(expandLog([event(3, 5), event(4, 4), event(8, 1)])).toEqual([5, 5, 5, 4, 1, 1, 1, 1]);
});
