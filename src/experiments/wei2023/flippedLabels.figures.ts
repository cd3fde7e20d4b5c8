import { exemplarsAxis } from "../../plots/figureAxis.ts";
import { formatPercent } from "../../plots/parts/format.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";
import { sizeChoice } from "../figureChoices.ts";
import { accuracyByFlipped, accuracyByFlips, sizeFigure } from "./accuracyBy.ts";

/** The figures of `flipped-labels`. */
export const flippedLabelsFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "flips",
    title: "Accuracy on unflipped labels, by share flipped",
    axis: { id: "flipped", label: "share flipped", describe: (x) => `${formatPercent(Number(x))} flipped` },
    all: overSeeds("accuracy"),
    draw: accuracyByFlips,
    choices: [sizeChoice],
  }),
  sizeFigure([
    {
      name: "flipped",
      label: "Share flipped",
      describe: (share) => `${formatPercent(Number(share))} of the labels`,
      of: ({ flipped }) => flipped,
      first: 1,
    },
  ]),
  experimentFigure({
    name: "flipped",
    title: "Accuracy on unflipped labels, by number of flipped exemplars",
    axis: exemplarsAxis,
    all: overSeeds("accuracy"),
    draw: accuracyByFlipped,
    choices: [sizeChoice],
  }),
];
