import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import type { Host } from "../experiments/host.ts";
import { UsageError } from "./usageError.ts";

const backends = ["auto", "wasm", "cpu"] as const;

/** Node as the engine's host: tfjs's WASM files from its package, sentences to standard error. */
export function nodeHost(backend = "auto"): Host {
  const wanted = backends.find((name) => name === backend);
  if (!wanted) throw new UsageError(`invalid --backend: must be one of ${backends.join(", ")}, got ${backend}`);
  const folder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  const names = ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"];
  return {
    now: () => performance.now(),
    wasmPaths: Object.fromEntries(names.map((name) => [name, join(folder, name).split(sep).join("/")])),
    backend: wanted,
    warn: (sentence) => process.stderr.write(`${sentence}\n`),
  };
}
