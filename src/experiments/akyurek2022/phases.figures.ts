import { agreementBySize } from "../../plots/agreementBySize.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";

/** The distances by hidden size, also of `phases-d8`. */
export const byHiddenSize: ExperimentFigure = experimentFigure({
  name: "size",
  title: "Distance to each algorithm, by hidden size",
  axis: { id: "hiddenSize", label: "hidden size", describe: (x) => `hidden size ${x}` },
  all: overSeeds(),
  draw: (rows, options) => agreementBySize(rows, { ...options, axis: "hiddenSize" }),
});

/** The figures of `phases`. */
export const phasesFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "depth",
    title: "Distance to each algorithm, by depth",
    axis: { id: "layers", label: "layers", describe: (x) => `${x} ${x === "1" ? "layer" : "layers"}` },
    all: overSeeds(),
    draw: (rows, options) => agreementBySize(rows, { ...options, axis: "layers" }),
  }),
  byHiddenSize,
];
