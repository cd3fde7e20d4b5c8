import type { BackendName } from "../kernels/backendNames.ts";
import type { Port } from "../training/remoteReplica.ts";

/** The differences between Node, a page and a worker. The shell passes them in. */
export interface Host {
  /** Milliseconds from any origin; used only for times in results. */
  now(): number;
  /** URLs or paths of tfjs's WASM files by file name; empty if the engine finds them itself. */
  readonly wasmPaths: Readonly<Record<string, string>>;
  readonly backend: "auto" | BackendName;
  /** Threads that share a step, this one included; "auto" is one per core, at most one per shard, and a single one for a small model. */
  readonly workers: "auto" | number;
  readonly cores: number;
  /** A thread that serves a replica (experiments/replica.ts); absent if there are no threads. */
  spawnReplica?(): Port | Promise<Port>;
  /** Shows the user a sentence, for example about a fallback or a limit. */
  warn(sentence: string): void;
}

/** The options of a host that a user may set. */
export type HostOptions = Partial<Pick<Host, "backend" | "workers" | "warn">>;
