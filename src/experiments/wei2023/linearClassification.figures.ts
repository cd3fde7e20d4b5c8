import { dimensionAxis } from "../../plots/figureAxis.ts";
import type { FigureChoice } from "../../plots/figureChoice.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";
import { exemplarsChoice, sizeChoice } from "../figureChoices.ts";
import { accuracyByDim, sizeFigure } from "./accuracyBy.ts";

const coefficients: FigureChoice = {
  name: "coefficients",
  label: "Coefficients",
  describe: (kind) => (kind === "signed" ? "with signs" : "as printed: all positive"),
  of: (at) => at.coefficients,
  first: "signed",
};

const dimension: FigureChoice = {
  name: "dim",
  label: "Dimensions",
  describe: (dim) => `D = ${dim}`,
  of: ({ dim }) => dim,
  first: 16,
};

const exemplars = exemplarsChoice(32);

/** The figures of `linear-classification`. */
export const linearClassificationFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "dims",
    title: "Accuracy, by dimension",
    axis: dimensionAxis,
    all: overSeeds("accuracy"),
    draw: accuracyByDim,
    choices: [coefficients, exemplars, sizeChoice],
  }),
  sizeFigure([coefficients, dimension, exemplars]),
];
