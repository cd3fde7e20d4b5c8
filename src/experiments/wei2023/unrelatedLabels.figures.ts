import { exemplarsAxis } from "../../plots/figureAxis.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";
import { exemplarsChoice } from "../figureChoices.ts";
import { labelsByExemplars, labelsBySize, parametersAxis } from "./accuracyBy.ts";
import { labelChoice } from "./labelChoice.ts";

/** The figures of `unrelated-labels`. */
export const unrelatedLabelsFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "labelsBySize",
    title: "Accuracy by size, for labels of each kind",
    axis: parametersAxis,
    all: overSeeds("accuracy"),
    draw: labelsBySize,
    choices: [exemplarsChoice(16)],
  }),
  experimentFigure({
    name: "labelsByExemplars",
    title: "Accuracy by exemplars, for labels of one kind",
    axis: exemplarsAxis,
    all: overSeeds("accuracy"),
    draw: labelsByExemplars,
    choices: [{ ...labelChoice, first: "gaussian" }],
  }),
];
