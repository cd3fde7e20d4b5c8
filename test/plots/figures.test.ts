import { DOMParser } from "linkedom";
import { describe, expect, it } from "vitest";
import { comparedIds } from "../../src/algorithms/learnerSets.ts";
import type { Row } from "../../src/experiments/row.ts";
import { agreementByExemplars } from "../../src/plots/agreementByExemplars.ts";
import { agreementByStep } from "../../src/plots/agreementByStep.ts";
import { errorByExemplars } from "../../src/plots/errorByExemplars.ts";
import { formatLambda, formatValue } from "../../src/plots/format.ts";
import { learnerStyle } from "../../src/plots/learnerStyle.ts";
import { lossByStep } from "../../src/plots/lossByStep.ts";
import { palettes } from "../../src/plots/palette.ts";
import type { PlotOptions } from "../../src/plots/plotOptions.ts";
import { fixtureRows } from "./syntheticRows.ts";

const document = new DOMParser().parseFromString("<!doctype html><html></html>", "text/html") as unknown as Document;
const desk: PlotOptions = { document, width: 720, height: 420, theme: "light" };
const figures = { agreementByExemplars, agreementByStep, errorByExemplars, lossByStep };

const texts = (figure: SVGSVGElement): string[] =>
  [...figure.querySelectorAll("text")].map((text) => text.textContent ?? "");

describe.each(Object.entries(figures))("%s", (_, draw) => {
  it("has a name, a description, axes in words, and nothing a strict content security policy forbids", () => {
    const figure = draw(fixtureRows, desk);
    expect(figure.getAttribute("role")).toBe("img");
    expect(figure.querySelector("title")?.textContent).not.toBe("");
    expect(figure.querySelector("desc")?.textContent).not.toBe("");
    expect(texts(figure).some((text) => /^(exemplars in the prompt|training step)/.test(text))).toBe(true);
    expect(figure.outerHTML).not.toMatch(/ style=| href=|<script|NaN|undefined/);
  });

  it("says in a sentence that there is nothing yet", () => {
    expect(texts(draw([], desk))).toHaveLength(1);
  });

  it("draws one row, narrow or wide, in both themes, on every kind of axis", () => {
    for (const theme of ["light", "dark"] as const) {
      for (const width of [320, 1200]) {
        for (const log of [false, true]) {
          const figure = draw(fixtureRows, { ...desk, theme, width, logX: log, logY: log });
          expect(figure.outerHTML).not.toContain("NaN");
          for (const mark of figure.querySelectorAll("[data-point]"))
            expect(Number.isFinite(Number(mark.getAttribute("data-x")))).toBe(true);
        }
      }
    }
    for (const row of fixtureRows) expect(draw([row], desk).outerHTML).not.toContain("NaN");
  });
});

describe("distances", () => {
  it("of zero stand at the lower end of a log axis, which says so", () => {
    const figure = errorByExemplars(fixtureRows, { ...desk, logY: true });
    expect(texts(figure).some((text) => text.startsWith("≤ "))).toBe(true);
    expect(figure.outerHTML).not.toContain("Infinity");
  });

  it("are those of the step asked for, else of the last", () => {
    const valueAt = (options: PlotOptions) =>
      agreementByExemplars(fixtureRows, options)
        .querySelector('[data-point][data-series="ols"]')
        ?.getAttribute("data-value");
    const rowAt = (step: number) =>
      fixtureRows.find(
        (row) => row.metric === "spd" && row.reference === "ols" && row.at.exemplars === 1 && row.at.step === step,
      ) as Row;
    expect(valueAt(desk)).toBe(formatValue(rowAt(1000).value));
    expect(valueAt({ ...desk, step: 10 })).toBe(formatValue(rowAt(10).value));
  });
});

it("the strip names the nearest algorithm of each evaluation, and undecided where the margin holds zero", () => {
  const bars = [...agreementByStep(fixtureRows, desk).querySelectorAll("[data-nearest]")].map((bar) =>
    bar.getAttribute("data-nearest"),
  );
  expect(bars).toEqual(["zero", "ols", "undecided", "gd(0.01)", "sgd(0.03)"]);
});

it("λ of 0 and ∞ are told in words", () => {
  expect([0, 0.1234, Number.POSITIVE_INFINITY].map(formatLambda)).toEqual(["0 (least squares)", "0.12", "∞ (zero)"]);
});

describe("looks", () => {
  it("differ by dash and marker alone, whatever the colour", () => {
    const styles = [...comparedIds, "transformer"].map(learnerStyle);
    const looks = new Set(styles.map(({ dash, marker, width }) => `${dash}|${marker}|${width}`));
    expect(looks.size).toBe(styles.length);
    expect(new Set(styles.map(({ label }) => label)).size).toBe(styles.length);
  });

  /** WCAG 2 contrast of two #rrggbb colours. */
  const contrast = (a: string, b: string): number => {
    const luminance = (colour: string) => {
      const [red, green, blue] = [1, 3, 5]
        .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (bright + 0.05) / (dark + 0.05);
  };

  it.each(Object.entries(palettes))("can be told from the ground: lines 3 : 1, texts 4.5 : 1 (%s)", (_, palette) => {
    for (const [family, colour] of Object.entries(palette.families)) {
      expect(contrast(colour, palette.background), family).toBeGreaterThanOrEqual(3);
    }
    for (const text of [palette.ink, palette.muted])
      expect(contrast(text, palette.background)).toBeGreaterThanOrEqual(4.5);
  });
});
