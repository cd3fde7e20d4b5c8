import { exemplarsAxis } from "../../plots/figureAxis.ts";
import { formatPercent } from "../../plots/parts/format.ts";
import { type ExperimentFigure, experimentFigure, type FigureRows, overSeeds } from "../experimentFigure.ts";
import { sizeChoice } from "../figureChoices.ts";
import { accuracyByAngle, accuracyByFlipped, accuracyByFlips, sizeFigure } from "./accuracyBy.ts";

const flips = (record: FigureRows) => overSeeds("accuracy")(record).filter(({ at }) => at.flipped !== undefined);

/** The figures of `flipped-labels`. */
export const flippedLabelsFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "angles",
    title: "Accuracy, by the angle between task and concept",
    axis: { id: "angle", label: "degrees between task and concept", describe: (x) => `a task at ${x}° to the concept` },
    all: (record) => overSeeds("accuracy")(record).filter(({ at }) => at.angle !== undefined),
    draw: accuracyByAngle,
    choices: [sizeChoice],
  }),
  experimentFigure({
    name: "flips",
    title: "Accuracy on unflipped labels, by share flipped",
    axis: { id: "flipped", label: "share flipped", describe: (x) => `${formatPercent(Number(x))} flipped` },
    all: flips,
    draw: accuracyByFlips,
    choices: [sizeChoice],
  }),
  sizeFigure(
    [
      {
        name: "flipped",
        label: "Share flipped",
        describe: (share) => `${formatPercent(Number(share))} of the labels`,
        of: ({ flipped }) => flipped,
        first: 1,
      },
    ],
    flips,
  ),
  experimentFigure({
    name: "flipped",
    title: "Accuracy on unflipped labels, by number of flipped exemplars",
    axis: exemplarsAxis,
    all: flips,
    draw: accuracyByFlipped,
    choices: [sizeChoice],
  }),
];
