import { signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";
import { firstAlgorithms, firstPrompt } from "../../src/app/route/linePrompt.ts";
import { navigate, route } from "../../src/app/route/navigation.ts";
import { firstPlane } from "../../src/app/route/planePrompt.ts";
import { formatRoute, parseRoute } from "../../src/app/route/route.ts";
import { createPlayState, lineOf, planeOf } from "../../src/app/store/playState.ts";
import { createPromptModels } from "../../src/app/store/promptModels.ts";

const pushState = vi.fn();
vi.stubGlobal("history", { pushState, replaceState: vi.fn() });
const follow = (link: string) => {
  route.value = parseRoute(link).address;
};
const currentLink = () => formatRoute(route.value);

follow("#watch");
const play = createPlayState(createPromptModels(signal(undefined)), signal(undefined));
beforeEach(() => follow("#watch"));

test("a link without a prompt shows the default prompt, and does not change", () => {
  navigate({ view: "play" });
  expect([currentLink(), play.current().preset]).toEqual(["#play", "play-d1"]);
  expect(lineOf(route.value)).toEqual({ prompt: firstPrompt, beside: firstAlgorithms, before: undefined });
});

test("Play shows its last prompt again when it is reopened, in both dimensions", () => {
  follow("#play?at=30&prompt=1,2");
  navigate({ view: "train" });
  navigate({ view: "play" });
  expect(lineOf(route.value)).toMatchObject({ prompt: [{ x: 1, y: 2 }], at: 30 });
  play.showPlane(true);
  expect(play.current().preset).toBe("play-d2");
  expect(planeOf(route.value)).toEqual({
    plane: firstPlane,
    beside: firstAlgorithms,
    against: "ridge",
    before: undefined,
  });
  follow("#play?plane=1,1,2&against=ols&before=1");
  navigate({ view: "about" });
  navigate({ view: "play" });
  expect(planeOf(route.value)).toMatchObject({ plane: [{ x: [1, 1], y: 2 }], against: "ols", before: 1 });
  play.showPlane(false);
  expect(lineOf(route.value)).toMatchObject({ prompt: [{ x: 1, y: 2 }], at: 30 });
  expect(play.current().preset).toBe("play-d1");
  play.showPlane(true);
  expect(planeOf(route.value)).toMatchObject({ plane: [{ x: [1, 1], y: 2 }], against: "ols", before: 1 });
});

test("reopening Play keeps the current settings, not the settings and the lesson of its last link", () => {
  follow("#play?preset=quick&prompt=1,2&lesson=runs");
  follow("#train?preset=fit-d8");
  navigate({ view: "play" });
  expect(parseRoute(currentLink()).address).toMatchObject({ preset: "fit-d8", prompt: [{ x: 1, y: 2 }] });
  expect(route.value.lesson).toBe(undefined);
});

test("the plane compares with ridge if the link names no other step of the transformer", () => {
  expect(planeOf({ against: "transformer" }).against).toBe("ridge");
  expect(planeOf({ against: "transformer", before: 3 }).against).toBe("transformer");
});
