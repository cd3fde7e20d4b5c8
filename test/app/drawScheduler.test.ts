import { beforeEach, expect, test, vi } from "vitest";
import { cancelDraw, drawIfIdle, scheduleDraw } from "../../src/app/chart/drawScheduler.ts";

let frames: (() => void)[] = [];
vi.stubGlobal("requestAnimationFrame", (act: () => void) => frames.push(act));
vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });

let done: string[] = [];
/** A picture that takes some milliseconds to make. */
const picture = (name: string, ms: number) => () => {
  vi.advanceTimersByTime(ms);
  done.push(`make ${name}`);
  return () => done.push(`show ${name}`);
};

/** What is done until a frame is shown, from the tasks before it on. */
function untilFrame(): string[] {
  done = [];
  vi.advanceTimersByTime(0);
  vi.runOnlyPendingTimers();
  const due = frames;
  frames = [];
  for (const each of due) each();
  return done;
}

beforeEach(() => {
  for (let k = 0; k < 20; k++) untilFrame();
  done = [];
});

test("slow drawings are done one per frame, in order", () => {
  for (const name of ["a", "b", "c"]) scheduleDraw(picture(name, 8));
  expect(untilFrame()).toEqual(["make a", "show a"]);
  expect(untilFrame()).toEqual(["make b", "show b"]);
  expect(untilFrame()).toEqual(["make c", "show c"]);
  expect(untilFrame()).toEqual([]);
});

test("fast drawings share a frame", () => {
  for (const name of ["a", "b"]) scheduleDraw(picture(name, 1));
  expect(untilFrame()).toEqual(["make a", "make b", "show a", "show b"]);
});

test("a drawing scheduled twice is drawn once, and a cancelled one not at all", () => {
  const [a, b, c] = [picture("a", 8), picture("b", 8), picture("c", 8)];
  for (const each of [a, b, c, b]) scheduleDraw(each);
  cancelDraw(c);
  expect([untilFrame(), untilFrame(), untilFrame()].flat()).toEqual(["make a", "show a", "make b", "show b"]);
});

test("the first drawing is done immediately, the next ones in later frames", () => {
  drawIfIdle(picture("a", 8));
  expect(done).toEqual(["make a", "show a"]);
  drawIfIdle(picture("b", 8));
  expect(done).toEqual(["make a", "show a"]);
  expect(untilFrame()).toEqual(["make b", "show b"]);
});
