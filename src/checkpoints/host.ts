import type { BackendName } from "../kernels/backendNames.ts";
import type { Port } from "../training/remoteReplica.ts";

/** What differs between Node, a page and a worker. The shell passes it in. */
export interface Host {
  /** Milliseconds from any origin; never part of a result's numbers but times. */
  now(): number;
  /** URLs or paths of tfjs's WASM files by file name; empty where the engine finds them itself. */
  readonly wasmPaths: Readonly<Record<string, string>>;
  readonly backend: "auto" | BackendName;
  /** Threads that share a step, this one included; "auto" is one a core, as far as shards go, and one alone for a small model. */
  readonly workers: "auto" | number;
  readonly cores: number;
  /** A thread that serves a replica (experiments/replica.ts); absent where none can be had. */
  spawnReplica?(): Port | Promise<Port>;
  /** A sentence a person should see: a fall-back taken, a limit met. */
  warn(sentence: string): void;
}

/** What a person may choose of a host. */
export type HostOptions = Partial<Pick<Host, "backend" | "workers" | "warn">>;
