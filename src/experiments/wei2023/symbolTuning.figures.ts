import { formatWhole } from "../../plots/parts/format.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";
import { labelsByTuning } from "./accuracyBy.ts";
import { labelChoice } from "./labelChoice.ts";

const boundaries: Readonly<Record<string, string>> = {
  line: "a line, as in training",
  bend: "a bend: never trained",
  cross: "a cross: never trained",
};

/** The figures of `symbol-tuning`. */
export const symbolTuningFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "labelsByTuning",
    title: "Accuracy by steps of symbol tuning, for labels of each kind",
    axis: { id: "tuning", label: "steps of tuning", describe: (x) => `${formatWhole(Number(x))} steps of tuning` },
    all: overSeeds("accuracy"),
    draw: labelsByTuning,
    choices: [
      labelChoice,
      {
        name: "boundary",
        label: "What parts the classes",
        describe: (kind) => boundaries[kind] ?? String(kind),
        of: ({ boundary }) => boundary,
        first: "line",
      },
    ],
  }),
];
