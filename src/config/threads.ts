import { checkInteger } from "../numerics/checks.ts";
import type { PoolThreads } from "../training/workerPool.ts";
import { cost } from "./cost.ts";
import { comparisonSeconds, evaluationSeconds } from "./predictedTime.ts";
import type { Config } from "./schema.ts";

/** What a host has: its cores, and how many threads it was asked to use. */
interface Cores {
  readonly workers: "auto" | number;
  readonly cores: number;
}

const SHARED_FLOP = 5e7; // per step; in a smaller step, messages to another thread cost more time than it saves

/** The number of threads worth using for the steps of a config on a machine with so many cores. */
export const threadsFor = (config: Config, cores: number): number =>
  cost(config).flopPerStep < SHARED_FLOP ? 1 : Math.min(cores, config.training.shards);

const SHARED_SECONDS = 2; // of evaluation on one thread; for less, starting other threads costs more time than it saves
const MAX_THREADS = 16; // each has an engine, about 100 MB

/** The number of threads worth using for evaluations that take so long on one thread, on a machine with so many cores. */
export const threadsForSeconds = (seconds: number, cores: number): number =>
  seconds < SHARED_SECONDS ? 1 : Math.min(cores, MAX_THREADS);

/** The threads that share a run. Throws if the host's number of workers is not one. */
export function threadsToTrain(config: Config, { workers, cores }: Cores): PoolThreads {
  if (workers !== "auto") checkInteger("workers", workers, 1);
  return {
    step: workers === "auto" ? threadsFor(config, cores) : Math.min(workers, config.training.shards),
    evaluation: workers === "auto" ? threadsForSeconds(evaluationSeconds(config), cores) : workers,
  };
}

/** The threads that share a measurement of minutes. Throws if the host's number of workers is not one. */
export function threadsToMeasure({ workers, cores }: Cores): PoolThreads {
  if (workers !== "auto") checkInteger("workers", workers, 1);
  return { step: 1, evaluation: workers === "auto" ? Math.min(cores, MAX_THREADS) : workers };
}

/** The threads that share a comparison on so many prompts. Throws if the host's number of workers is not one. */
export function threadsToCompare(config: Config, prompts: number, { workers, cores }: Cores): PoolThreads {
  if (workers !== "auto") checkInteger("workers", workers, 1);
  const evaluation = workers === "auto" ? threadsForSeconds(comparisonSeconds(config, prompts), cores) : workers;
  return { step: 1, evaluation };
}
