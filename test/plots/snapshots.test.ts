import { expect, test } from "vitest";
import { answersByQuery } from "../../src/plots/answersByQuery.ts";
import { heightMap } from "../../src/plots/heightMap.ts";
import type { PlotOptions } from "../../src/plots/parts/plotOptions.ts";
import { runsCompared } from "../../src/plots/runsCompared.ts";
import { figures, optionsOf, recordFigures } from "./drawn.ts";
import { fixtureRows } from "./fixtureRows.ts";
import { handCurves } from "./handCurves.ts";
import { recordRows } from "./recordRows.ts";

// What the figures draw, as files to look at. They show that a picture has not moved, not that it is right. Figures have
// no ids, cut pixels to hundredths and values to two digits, so a file changes only when its picture does.

const pictures: Readonly<
  Record<string, [figure: keyof typeof figures, options: Partial<PlotOptions> & { metric?: "ilwd" }]>
> = {
  agreementByExemplars: ["agreementByExemplars", {}],
  agreementByExemplarsDark: ["agreementByExemplars", { theme: "dark" }],
  agreementByExemplarsPhone: ["agreementByExemplars", { width: 360 }],
  agreementByExemplarsAtStep20: ["agreementByExemplars", { step: 20, logX: true, logY: false }],
  agreementByExemplarsIlwd: ["agreementByExemplars", { metric: "ilwd" }],
  agreementByStep: ["agreementByStep", { height: 430, step: 50 }],
  agreementByStepDark: ["agreementByStep", { height: 430, step: 1000, theme: "dark" }],
  agreementByStepPhone: ["agreementByStep", { width: 360, height: 430, step: 0 }],
  errorByExemplars: ["errorByExemplars", {}],
  errorByExemplarsLog: ["errorByExemplars", { logX: true, logY: true }],
  errorByExemplarsOfATable: ["errorByExemplars", { width: 360, labelY: "squared error / variance of mpg" }],
  lossByStep: ["lossByStep", { height: 300 }],
  lossByStepLog: ["lossByStep", { width: 360, height: 300, logX: true, logY: true }],
};

test.each(Object.entries(pictures))("%s", async (name, [figure, options]) => {
  const drawn = figures[figure](fixtureRows, optionsOf(options));
  const file = `${drawn.node.outerHTML.replaceAll("><", ">\n<")}\n`;
  await expect(file).toMatchFileSnapshot(`snapshots/${name}.svg`);
});

test.each(Object.entries(recordFigures))("%s of records", async (name, draw) => {
  const drawn = draw(recordRows, optionsOf({ height: 360, logY: true }));
  await expect(`${drawn.node.outerHTML.replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot(
    `snapshots/records/${name}.svg`,
  );
});

test.each([
  ["answersByQuery", {}],
  ["answersByQueryPhone", { width: 360, theme: "dark" }],
] as const)("%s", async (name, options) => {
  const drawn = answersByQuery(handCurves, optionsOf(options));
  await expect(`${drawn.node.outerHTML.replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot(`snapshots/${name}.svg`);
});

test.each([
  ["heightMap", { width: 360, height: 360 }],
  ["heightMapDark", { width: 300, height: 300, theme: "dark" }],
] as const)("%s", async (name, options) => {
  const side = 32;
  const middle = (k: number) => -3 + (6 * (k + 0.5)) / side;
  const values = Float32Array.from({ length: side ** 2 }, (_, k) => {
    const [first, second] = [middle(k % side), middle(side - 1 - Math.floor(k / side))];
    return first - second / 2 + (first * second) / 4;
  });
  const drawn = heightMap({ name: "a saddle", side, values, domain: [-3, 3], max: 6 }, optionsOf(options));
  await expect(`${drawn.node.outerHTML.replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot(`snapshots/${name}.svg`);
});

test("runsCompared", async () => {
  const points = (factor: number, spread: number) =>
    [1, 10, 100, 1000].map((x) => {
      const y = factor / Math.sqrt(x);
      return { x, y, low: y / spread, high: y * spread };
    });
  const runs = [
    { id: "a", name: "Layers L 2 (3 seeds)", points: points(1, 1.5) },
    { id: "b", name: "Layers L 4, a name longer than a figure has room for", points: points(0.4, 1) },
    { id: "c", name: "nothing yet", points: [] },
  ];
  const drawn = runsCompared(runs, { ...optionsOf({}), labelX: "training steps", labelY: "SPD / (D τ²)" });
  await expect(`${drawn.node.outerHTML.replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot("snapshots/runsCompared.svg");
});

test("empty", async () => {
  const file = figures.agreementByStep([], optionsOf()).node.outerHTML;
  await expect(`${file.replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot("snapshots/empty.svg");
});
