import type { EngineHost } from "../kernels/engineHost.ts";
import type { Port } from "../training/remoteReplica.ts";

/** The differences between Node, a page and a worker. The shell passes them in. */
export interface Host extends EngineHost {
  /** Threads that share a step and an evaluation, this one included; "auto" is one per core, at most one per shard (`training.shards`), and a single one for a small model. */
  readonly workers: "auto" | number;
  readonly cores: number;
  /** A thread that serves a replica (runs/replicas.ts); absent if there are no threads. */
  spawnReplica?(): Port | Promise<Port>;
}

/** The options of a host that a user may set. */
export type HostOptions = Partial<Pick<Host, "backend" | "workers" | "warn">>;
