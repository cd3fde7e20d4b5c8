import { DOMParser } from "linkedom";
import type { Row } from "../../src/comparison/row.ts";
import { agreementByNoise } from "../../src/experiments/akyurek2022/bayes.figures.ts";
import { errorByScale } from "../../src/experiments/akyurek2022/construction.figures.ts";
import { lambdaByStep } from "../../src/experiments/akyurek2022/emergence.figures.ts";
import { linearityByExemplars } from "../../src/experiments/akyurek2022/linearity.figures.ts";
import { probeByLayer } from "../../src/experiments/akyurek2022/probe.figures.ts";
import { riskByRetrieval, riskByRetriever } from "../../src/experiments/ram2023/retrieval.figures.ts";
import { riskByTask } from "../../src/experiments/vonOswald2022/linearAttention.figures.ts";
import {
  accuracyByDim,
  accuracyByFlipped,
  accuracyByFlips,
  accuracyBySize,
  labelsByExemplars,
  labelsBySize,
  labelsByTuning,
} from "../../src/experiments/wei2023/accuracyBy.ts";
import { agreementByExemplars } from "../../src/plots/agreementByExemplars.ts";
import { agreementBySize } from "../../src/plots/agreementBySize.ts";
import { agreementByStep } from "../../src/plots/agreementByStep.ts";
import { errorByExemplars } from "../../src/plots/errorByExemplars.ts";
import { lossByStep } from "../../src/plots/lossByStep.ts";
import type { DrawnFigure } from "../../src/plots/parts/drawnFigure.ts";
import type { PlotOptions } from "../../src/plots/parts/plotOptions.ts";

/** Every figure under its name. */
export const figures = { agreementByExemplars, agreementByStep, errorByExemplars, lossByStep };

/** Accuracies on labels that are symbols, after so many steps of tuning: of transformers, and of Bayes where none is said. */
const ofLabels = (rows: readonly Row[], tuning?: number) =>
  rows.filter(
    ({ metric, learner, at }) =>
      metric === "accuracy" &&
      (at.labels
        ? tuning === undefined
          ? (at.tuning ?? 0) > 0
          : at.tuning === tuning
        : tuning !== undefined && learner === "bayes" && Object.keys(at).join() === "exemplars"),
  );

/** The figures of trained models side by side, under their names. */
export const recordFigures = {
  accuracyByFlips,
  accuracyByFlipped,
  accuracyByDim,
  accuracyBySize: (rows: readonly Row[], options: PlotOptions) =>
    accuracyBySize(
      rows.filter(({ at }) => at.flipped === 1),
      options,
    ),
  labelsBySize: (rows: readonly Row[], options: PlotOptions) => labelsBySize(ofLabels(rows, 0), options),
  labelsByExemplars: (rows: readonly Row[], options: PlotOptions) =>
    labelsByExemplars(
      ofLabels(rows, 0).filter(({ at: { labels = "gaussian" } }) => labels === "gaussian"),
      options,
    ),
  labelsByTuning: (rows: readonly Row[], options: PlotOptions) => labelsByTuning(ofLabels(rows), options),
  agreementByNoise,
  agreementByDepth: (rows: readonly Row[], options: PlotOptions) =>
    agreementBySize(rows, { ...options, axis: "layers" }),
  agreementBySize: (rows: readonly Row[], options: PlotOptions) =>
    agreementBySize(rows, { ...options, axis: "hiddenSize" }),
  linearityByExemplars,
  lambdaByStep,
  riskByTask: (rows: readonly Row[], options: PlotOptions) =>
    riskByTask(
      rows.filter(({ at }) => at.way === undefined),
      options,
    ),
  riskByRetriever: (rows: readonly Row[], options: PlotOptions) =>
    riskByRetriever(
      rows.filter(({ at }) => (at.queryLength ?? 16) === 16),
      options,
    ),
  riskByQueryLength: (rows: readonly Row[], options: PlotOptions) =>
    riskByRetrieval(
      rows.filter(({ at }) => at.layers === undefined || at.layers === 4),
      { ...options, along: "queryLength" },
    ),
  probeByLayer,
  errorByProduct: (rows: readonly Row[], options: PlotOptions) => errorByScale(rows, { ...options, axis: "product" }),
  errorByBypass: (rows: readonly Row[], options: PlotOptions) => errorByScale(rows, { ...options, axis: "bypass" }),
};

/** Options of a figure for the desk in the light. */
export function optionsOf(more: Partial<PlotOptions> = {}): PlotOptions {
  const page = new DOMParser().parseFromString("<!doctype html><html></html>", "text/html");
  return { document: page as unknown as Document, width: 720, height: 400, theme: "light", ...more };
}

/** Texts that are cut off by a figure's edges or lie over one another, each in a sentence. */
export function crowdedTexts(figure: DrawnFigure, em: number): string[] {
  const [width, height] = ["width", "height"].map((name) => Number(figure.node.getAttribute(name))) as [number, number];
  const boxes = textBoxesOf(figure, em);
  return boxes.flatMap((box, k) => {
    const cut = box.left < 0 || box.right > width || box.top < 0 || box.bottom > height;
    const over = boxes.slice(k + 1).filter((other) => {
      return box.right > other.left && other.right > box.left && box.bottom > other.top && other.bottom > box.top;
    });
    return [
      ...(cut ? [`${box.content} is cut off`] : []),
      ...over.map(({ content }) => `${box.content} over ${content}`),
    ];
  });
}

/** An element's text with the box it takes, in the figure's pixels, for letters of `em` times their size. */
export interface TextBox {
  readonly content: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function textBoxesOf({ node }: DrawnFigure, em: number): TextBox[] {
  return [...node.querySelectorAll("text")].map((text) => {
    const value = (name: string) => Number(text.getAttribute(name) ?? 0);
    const content = text.textContent ?? "";
    const size = value("font-size");
    const width = em * size * content.length;
    const [dx, dy] = offsetOf(text);
    const anchor = text.getAttribute("text-anchor");
    const left = dx + value("x") - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
    const baseline = dy + value("y");
    return { content, left, right: left + width, top: baseline - 0.75 * size, bottom: baseline + 0.15 * size };
  });
}

/** The sum of the translations an element stands in. */
function offsetOf(element: Element): [number, number] {
  let [x, y] = [0, 0];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const [, dx = "0", dy = "0"] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(at.getAttribute("transform") ?? "") ?? [];
    x += Number(dx);
    y += Number(dy);
  }
  return [x, y];
}
