import { describe, expect, it } from "vitest";
import { parseId } from "../../src/algorithms/algorithm.ts";
import { algorithms } from "../../src/algorithms/algorithms.ts";
import { comparedIds } from "../../src/algorithms/learnerSets.ts";
import { learnerStyle } from "../../src/plots/parts/learnerStyle.ts";
import { colourOf, familyColour, palettes } from "../../src/plots/parts/palette.ts";
import { sizeStyle } from "../../src/plots/parts/trainedStyle.ts";
import { CLASSIFIERS, exampleIds } from "../algorithms/exampleIds.ts";
import { figures, optionsOf } from "./drawn.ts";
import { fixtureRows } from "./fixtureRows.ts";

const ids = [...comparedIds, "transformer", "truth"];

describe("the look of a learner", () => {
  it("differs from every other's by dash, marker and width alone, and so does its name", () => {
    const compared = new Set(comparedIds.map((id) => parseId(id).name));
    const others = algorithms.filter(({ id }) => !compared.has(id) && !CLASSIFIERS.includes(id));
    const all = [...ids, ...exampleIds(others)];
    expect(all).toContain("lasso(2)");
    const looks = all.map(learnerStyle).map(({ dash, marker, width }) => `${dash}|${marker}|${width}`);
    expect(new Set(looks).size).toBe(all.length);
    expect(new Set(all.map((id) => learnerStyle(id).label)).size).toBe(all.length);
    expect(new Set(all.map((id) => learnerStyle(id).name)).size).toBe(all.length);
  });

  it("differs among classifiers too", () => {
    const classifiers = [
      "svm(poly)",
      "svm(linear)",
      "ridge-classifier(1)",
      "centroids",
      "coordinate-sum",
      "knn(3,uniform)",
    ];
    const looks = classifiers.map(learnerStyle).map(({ dash, marker, width }) => `${dash}|${marker}|${width}`);
    expect(new Set(looks).size).toBe(classifiers.length);
    expect(classifiers.map((id) => learnerStyle(id).label)).toEqual([
      ...["SVM polynomial", "SVM linear", "ridge classifier", "centroids", "sum of x", "3-NN uniform"],
    ]);
  });

  it("has a marker of its family's own", () => {
    const families = new Map(ids.map(learnerStyle).map(({ family, marker }) => [family, marker]));
    for (const id of ids) expect(learnerStyle(id).marker).toBe(families.get(learnerStyle(id).family));
    const markers = [...families].filter(([, marker]) => marker !== "none").map(([, marker]) => marker);
    expect(new Set(markers).size).toBe(markers.length);
  });

  it("gives λ of every size its dash", () => {
    const dashes = [0.001, 0.1, 0.5, 2].map((lambda) => learnerStyle(`ridge(${lambda})`).dash);
    expect(new Set(dashes).size).toBe(4);
  });

  it("names settings in words", () => {
    expect(
      ["ridge(0.1)", "gd(0.01)", "gd(0.01,8)", "sgd(0.03)", "knn(3,inverse-square)"].map((id) => learnerStyle(id).name),
    ).toEqual([
      "ridge (λ = 0.1)",
      "one step of gradient descent (α = 0.01)",
      "8 steps of gradient descent (α = 0.01)",
      "SGD, one pass (α = 0.03)",
      "3 nearest neighbours, weighted",
    ]);
  });

  it("is plain for an unknown learner, under its own id", () => {
    expect(learnerStyle("newton(3)")).toMatchObject({ name: "newton(3)", label: "newton(3)", family: "truth" });
  });

  it("is in the legend too: line with dash, and marker", () => {
    for (const width of [360, 720]) {
      const figure = figures.agreementByExemplars(fixtureRows, optionsOf({ width }));
      for (const id of comparedIds) {
        const { label, dash, marker } = learnerStyle(id);
        const key = figure.node.querySelector(`[data-key="${label}"]`);
        expect(key?.querySelector("line")?.getAttribute("stroke-dasharray") ?? "").toBe(dash);
        expect(key?.querySelectorAll("path, circle")).toHaveLength(marker === "none" ? 0 : 1);
      }
    }
  });
});

/** WCAG 2 contrast of two #rrggbb colours (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((c) =>
      c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

const channelsOf = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);

/** Degrees. */
function hueOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour);
  return (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
}

describe.each(Object.entries(palettes))("the %s palette", (_, palette) => {
  it("has enough contrast to its background: lines 3 : 1, texts 4.5 : 1", () => {
    const colours = algorithms.map(({ id }) => [id, familyColour(palette, id)] as const);
    for (const [family, colour] of [...Object.entries(palette.families), ...colours]) {
      expect(contrast(colour, palette.background), family).toBeGreaterThanOrEqual(3);
    }
    for (const colour of palette.sizes) expect(contrast(colour, palette.background)).toBeGreaterThanOrEqual(3);
    for (const colour of [palette.ink, palette.muted]) {
      expect(contrast(colour, palette.background)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("gives a larger transformer more contrast to the background", () => {
    const contrasts = palette.sizes.map((colour) => contrast(colour, palette.background));
    expect([...contrasts].sort((a, b) => a - b)).toEqual(contrasts);
    const at = { layers: 4, hiddenSize: 32 };
    expect(colourOf(palette, sizeStyle(at, 1))).toBe(palette.sizes[3]);
    expect(colourOf(palette, learnerStyle("transformer"))).toBe(palette.families.transformer);
  });

  it("keeps the hues of Okabe and Ito", () => {
    // Values as in PAGE's table and at https://jfly.uni-koeln.de/color.
    const theirs = {
      ols: "#0072b2",
      ridge: "#e69f00",
      bayes: "#56b4e9",
      gd: "#d55e00",
      sgd: "#cc79a7",
      knn: "#009e73",
    };
    for (const [family, colour] of Object.entries(theirs)) {
      const ours = familyColour(palette, family);
      expect(Math.abs(hueOf(ours) - hueOf(colour)), family).toBeLessThan(2);
    }
  });
});
