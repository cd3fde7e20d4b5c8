import { bayes } from "./bayes.ts";
import { capacity } from "./capacity.ts";
import { construction } from "./construction.ts";
import { emergence } from "./emergence.ts";
import type { Experiment } from "./experiment.ts";
import { fit } from "./fit.ts";
import { flippedLabels } from "./flippedLabels.ts";
import { linearAttention } from "./linearAttention.ts";
import { linearClassification } from "./linearClassification.ts";
import { linearity } from "./linearity.ts";
import { phases } from "./phases.ts";
import { phasesD8 } from "./phasesD8.ts";
import { probe } from "./probe.ts";
import { retrieval } from "./retrieval.ts";
import { symbolTuning } from "./symbolTuning.ts";
import { unrelatedLabels } from "./unrelatedLabels.ts";

/** Every experiment, in teaching order. */
export const experiments: readonly Experiment[] = [
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
