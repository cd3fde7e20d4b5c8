import { modelOf } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import { parseConfig } from "../config/config.ts";
import { cost } from "../config/cost.ts";
import type { Config } from "../config/schema.ts";
import type { Engine } from "../kernels/engine.ts";
import type { EngineHost } from "../kernels/engineHost.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { checkInteger } from "../numerics/checks.ts";
import { type Port, remoteReplica, serveReplica } from "../training/remoteReplica.ts";
import { localReplica, type Replica } from "../training/replica.ts";
import { workerPool } from "../training/workerPool.ts";
import { type TrainingSampler, trainingSampler } from "./trainingBatch.ts";

/** The setup of a replica in another thread. */
interface Setup {
  readonly config: Config;
  readonly backend: Host["backend"];
}

const SHARED_FLOP = 5e7; // per step; in a smaller step, messages to another thread cost more time than it saves

/** The number of threads worth using for a config on a machine with so many cores. */
export const threadsFor = (config: Config, cores: number): number =>
  cost(config).flopPerStep < SHARED_FLOP ? 1 : Math.min(cores, config.training.shards);

/** The replica of this thread. */
export const createReplica = (config: Config, sample: TrainingSampler, engine: Engine): Replica =>
  localReplica(modelOf(config), sample, engine);

/** The threads that share the steps of a run: this one, whose replica is `local`, and others. */
export async function createReplicas(
  config: Config,
  host: Host,
  local: Replica,
): Promise<Replica & { readonly size: number }> {
  if (host.workers !== "auto") checkInteger("workers", host.workers, 1);
  const threads = host.workers === "auto" ? threadsFor(config, host.cores) : host.workers;
  const { spawnReplica } = host;
  const setup: Setup = { config, backend: host.backend };
  const others = spawnReplica ? Math.min(threads, config.training.shards) - 1 : 0;
  const spawn = spawnReplica as NonNullable<typeof spawnReplica>;
  return workerPool(local, others, async () => remoteReplica(await spawn(), setup), host.warn);
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
