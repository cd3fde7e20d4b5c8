import type { Learner } from "../algorithms/learner.ts";
import { modelOf } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import { localAlgorithms } from "../comparison/localAlgorithms.ts";
import { parseConfig } from "../config/config.ts";
import type { Config } from "../config/schema.ts";
import type { Engine } from "../kernels/engine.ts";
import type { EngineHost } from "../kernels/engineHost.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { localProbes } from "../probes/trainProbe.ts";
import { type Port, remoteReplica, serveReplica } from "../training/remoteReplica.ts";
import { localReplica, type Replica } from "../training/replica.ts";
import { type PoolThreads, workerPool } from "../training/workerPool.ts";
import { learnerOfPasses } from "../transformer/inContextLearner.ts";
import type { Model } from "../transformer/model.ts";
import { type TrainingSampler, trainingSampler } from "./trainingBatch.ts";

/** The setup of a replica in another thread. */
interface Setup {
  readonly config: Config;
  readonly backend: Host["backend"];
}

/** The transformer whose forward passes a replica computes. It has nothing to dispose of. */
export const learnerOfReplica = (
  model: Model,
  parameters: Float32Array,
  settings: Learner["settings"],
  replica: Replica,
): Learner => learnerOfPasses(model, settings, { run: (passes) => replica.forward(parameters, passes), dispose() {} });

/** The replica of this thread. */
export function createReplica(config: Config, sample: TrainingSampler, engine: Engine): Replica {
  const { close, ...steps } = localReplica(modelOf(config), sample, engine);
  const { dispose, ...algorithms } = localAlgorithms(config.prompts);
  return {
    ...steps,
    ...algorithms,
    ...localProbes(engine),
    close() {
      close();
      dispose();
    },
  };
}

/** The threads that share a run or a comparison: this one, whose replica is `local`, and others. `size` is the number that share a step. */
export async function createReplicas(
  config: Config,
  host: Host,
  local: Replica,
  threads: PoolThreads,
): Promise<Replica & { readonly size: number }> {
  const { spawnReplica } = host;
  const setup: Setup = { config, backend: host.backend };
  const spawn = async () => remoteReplica(await (spawnReplica as NonNullable<typeof spawnReplica>)(), setup);
  return workerPool(local, spawnReplica ? threads : { step: 1, evaluation: 1 }, spawn, host.warn);
}

/** Calls back with the threads that share a measurement, and closes them. Without a host, this thread computes everything. */
export async function withReplicas<T>(
  config: Config,
  { engine, host }: { readonly engine: Engine; readonly host?: Host | undefined },
  threads: (host: Host) => PoolThreads,
  use: (replica: Replica) => Promise<T>,
): Promise<T> {
  const local = createReplica(config, await trainingSampler(config), engine);
  const replica = host ? await createReplicas(config, host, local, threads(host)) : local;
  try {
    return await use(replica);
  } finally {
    replica.close();
  }
}

/** The code of a thread that `spawnReplica` starts. */
export function serveRunReplica(port: Pick<Port, "post" | "onMessage">, host: Omit<EngineHost, "backend">): void {
  serveReplica(port, async (setup) => {
    const { config, backend } = setup as Setup;
    const engine = await startEngine({ ...host, backend });
    const parsed = parseConfig(config);
    return createReplica(parsed, await trainingSampler(parsed), engine);
  });
}
