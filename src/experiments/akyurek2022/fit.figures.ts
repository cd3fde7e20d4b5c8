import { agreementByExemplars } from "../../plots/agreementByExemplars.ts";
import { exemplarsAxis } from "../../plots/figureAxis.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";

/** The figures of `fit`. */
export const fitFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "spd",
    title: "Distance (SPD), by exemplars",
    axis: exemplarsAxis,
    all: overSeeds("spd"),
    draw: (rows, options) => agreementByExemplars(rows, { ...options, metric: "spd" }),
    scales: true,
  }),
  experimentFigure({
    name: "ilwd",
    title: "Distance of implied weights (ILWD), by exemplars",
    axis: exemplarsAxis,
    all: overSeeds("ilwd"),
    draw: (rows, options) => agreementByExemplars(rows, { ...options, metric: "ilwd" }),
    scales: true,
  }),
];
