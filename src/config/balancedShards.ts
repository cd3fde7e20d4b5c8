import { estimatedStepSeconds } from "./cost.ts";
import type { Config } from "./schema.ts";

/** Seconds that training a config is predicted to take on two cores; a machine may be several times slower or faster. */
export const predictedSeconds = (config: Config): number => config.training.steps * estimatedStepSeconds(config);

/**
 * Cuts runs into `shards` parts of about the same predicted cost, each run in one part: the most expensive run first,
 * always to the part with the smallest cost. The result is the same on every machine, so parts need no coordination.
 * Within a part, runs keep their order.
 */
export function balancedShards<Run extends { readonly config: Config }>(
  runs: readonly Run[],
  shards: number,
): readonly (readonly Run[])[] {
  const costs = runs.map(({ config }) => predictedSeconds(config));
  const dearestFirst = runs.map((_, k) => k).sort((a, b) => (costs[b] as number) - (costs[a] as number) || a - b);
  const loads = new Float64Array(shards);
  const parts = Array.from({ length: shards }, (): number[] => []);
  for (const run of dearestFirst) {
    let min = 0;
    for (let k = 1; k < shards; k++) {
      const [load, found] = [loads[k] as number, loads[min] as number];
      const fewer = (parts[k] as number[]).length < (parts[min] as number[]).length;
      if (load < found || (load === found && fewer)) min = k;
    }
    loads[min] = (loads[min] as number) + (costs[run] as number);
    (parts[min] as number[]).push(run);
  }
  return parts.map((part) => part.sort((a, b) => a - b).map((run) => runs[run] as Run));
}
