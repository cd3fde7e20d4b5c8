import { threadsToMeasure } from "../config/threads.ts";
import type { Engine } from "../kernels/engine.ts";
import type { ProbeTask, TrainedProbe } from "../training/probeTask.ts";
import type { ComparedRun } from "./compareTrained.ts";
import { withReplicas } from "./replicas.ts";

/** Trains probes of a run's hidden states on all threads of its host. The numbers have the same bits whatever the number of threads. */
export const trainProbes = (
  { checkpoint: { config }, host }: ComparedRun,
  tasks: readonly ProbeTask[],
  engine: Engine,
): Promise<readonly TrainedProbe[]> =>
  withReplicas(config, { engine, host }, threadsToMeasure, (replica) => replica.probes(tasks));
