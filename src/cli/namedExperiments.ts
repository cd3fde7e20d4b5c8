import type { ExperimentDefinition } from "../experiments/experiment.ts";
import { experimentByName, experiments } from "../experiments/registry.ts";
import { quoteInput, UsageError } from "./usageError.ts";

/** The experiments with these names; all experiments if there are no names. */
export function namedExperiments(names: readonly string[]): readonly ExperimentDefinition[] {
  const allNames = experiments.map(({ name }) => name).join(", ");
  if (names.length === 0) return experiments;
  return names.map((name) => {
    const found = experimentByName(name);
    if (!found) throw new UsageError(`unknown experiment ${quoteInput(name)}: expected one of ${allNames}`);
    return found;
  });
}
