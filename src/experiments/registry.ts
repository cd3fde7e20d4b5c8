import { bayes } from "./akyurek2022/bayes.ts";
import { capacity } from "./akyurek2022/capacity.ts";
import { construction } from "./akyurek2022/construction.ts";
import { emergence } from "./akyurek2022/emergence.ts";
import { fit } from "./akyurek2022/fit.ts";
import { linearity } from "./akyurek2022/linearity.ts";
import { phases } from "./akyurek2022/phases.ts";
import { phasesD8 } from "./akyurek2022/phasesD8.ts";
import { probe } from "./akyurek2022/probe.ts";
import type { ExperimentDefinition } from "./experiment.ts";
import { retrieval } from "./ram2023/retrieval.ts";
import { linearAttention } from "./vonOswald2022/linearAttention.ts";
import { flippedLabels } from "./wei2023/flippedLabels.ts";
import { linearClassification } from "./wei2023/linearClassification.ts";
import { symbolTuning } from "./wei2023/symbolTuning.ts";
import { unrelatedLabels } from "./wei2023/unrelatedLabels.ts";

/** Every experiment, in teaching order. */
export const experiments: readonly ExperimentDefinition[] = [
  fit,
  linearity,
  bayes,
  phases,
  phasesD8,
  emergence,
  probe,
  capacity,
  construction,
  linearAttention,
  flippedLabels,
  linearClassification,
  unrelatedLabels,
  symbolTuning,
  retrieval,
];

/** The experiment of a name; undefined if there is none. */
export const experimentByName = (name: string): ExperimentDefinition | undefined =>
  experiments.find((each) => each.name === name);
