import type { Host } from "../experiments/host.ts";
import { UsageError } from "./usageError.ts";

const backends = ["auto", "wasm", "cpu"] as const;

/** Node as the engine's host: sentences go to standard error. */
export function nodeHost(backend = "auto"): Host {
  const wanted = backends.find((name) => name === backend);
  if (!wanted) throw new UsageError(`invalid --backend: must be one of ${backends.join(", ")}, got ${backend}`);
  return {
    now: () => performance.now(),
    wasmPaths: {}, // tfjs finds its own files beside its package
    backend: wanted,
    warn: (sentence) => process.stderr.write(`${sentence}\n`),
  };
}
