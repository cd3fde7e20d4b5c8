import { pathsOf } from "./config.ts";
import type { Config } from "./schema.ts";

/** Settings that have an effect only in some configs, by path. */
const conditions: Readonly<Record<string, (config: Config) => boolean>> = {
  "model.readout": () => false, // its only valid value follows from the task family
  "model.activation": ({ model }) => model.mlp === "on",
  "training.matrixRate": ({ training }) => training.optimizer === "muon",
  "training.momentum": ({ training }) => training.optimizer === "muon",
};

/** The paths of the settings that one can change in a config with an effect, in the order of the data flow. */
export const relevantPaths = (config: Config): readonly string[] =>
  pathsOf(config).filter((path) => conditions[path]?.(config) ?? true);
