import { formatMeasured } from "../../plots/parts/format.ts";
import { whole } from "./format.ts";

const shows = "The figures show the residual stream at every token, and which token reads which.";

/** Words of inside. */
export const inside = {
  heading: "Inside, layer by layer",
  lead: `What one of these transformers carries from layer to layer, on a prompt of its own task. ${shows}`,
  ofRun: (name: string) =>
    `What the run above, ${name}, carries from layer to layer at its last checkpoint, on a prompt of its own task. ${shows}`,
  own: (step: number) =>
    `What this run carries from layer to layer after step ${whole(step)}, on a prompt of its own task. ${shows} They follow the scrubber.`,
  open: "Open it",
  opening: "Opening it …",
  failed: (reason: string) => `It could not be opened: ${reason}.`,
  layer: "Layer",
  layerOf: (layer: number, layers: number) =>
    layer > 0
      ? `after layer ${layer} of ${layers}`
      : layers === 1
        ? "before its one layer"
        : `before the first of ${layers} layers`,
  another: "Another prompt",
  sum: (before: number, added: number, layer: number) =>
    `${formatMeasured(before)} before it and ${formatMeasured(added)} that layer ${layer} adds`,
  reads: (reader: string, from: string, head: number) =>
    `the weight of ${from} in what head ${head + 1} brings to ${reader}`,
  stream: "Residual stream, one column per token",
  attention: (layer: number, head: number) =>
    `Layer ${layer}, head ${head + 1}: which token (down) each token (across) reads`,
  answers: (exemplars: number, answer: number, y: number) =>
    `After all ${exemplars} exemplars it answers ${formatMeasured(answer)}; y is ${formatMeasured(y)}.`,
  probes: {
    heading: (exemplars: number) => `What a probe reads here, after ${exemplars} exemplars`,
    target: "read",
    linear: "linear probe",
    mlp: "MLP probe",
    moment: "XᵀY",
    ols: "w of least squares",
    none: "–",
    means: (prompts: number) =>
      `Squared error over the variance of what is read, on ${whole(prompts)} prompts: 0 if all of it is read, 1 if nothing is.`,
  },
} as const;
