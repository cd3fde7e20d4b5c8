import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Host } from "../checkpoints/host.ts";
import { backendNames } from "../kernels/backendNames.ts";
import type { Port } from "../training/remoteReplica.ts";
import { threadData } from "./definitionFiles.ts";
import { quoteInput, UsageError } from "./usageError.ts";
import { collectByWholeHeap, fuseSimd, stopFusing } from "./v8Flags.ts";

/** The max number of threads of a run. */
export const MAX_WORKERS = 1024;

const backends = ["auto", ...backendNames] as const;

/** The values of `--backend`, for the help of a command. */
export const backendValue = backends.join("|");

/** The flag --workers of a command whose threads share something. */
export const workersFlag = (shared: string) => ({
  value: "auto|N",
  help: `threads that share ${shared}; changes only the speed (default auto: one per core, but only one for little work)`,
});

/** Node as the engine's host: replicas are worker threads, sentences go to standard error. */
export function nodeHost(backend = "auto", workers = "auto"): Host {
  const selected = backends.find((name) => name === backend);
  if (!selected)
    throw new UsageError(`invalid --backend: must be one of ${backends.join(", ")}, got ${quoteInput(backend)}`);
  const threads = Number(workers);
  const isCount = Number.isSafeInteger(threads) && threads > 0 && threads <= MAX_WORKERS && workers.trim() !== "";
  if (workers !== "auto" && !isCount) {
    const max = MAX_WORKERS.toLocaleString("en");
    throw new UsageError(
      `invalid --workers: must be auto or a whole number from 1 to ${max}, got ${quoteInput(workers)}`,
    );
  }
  fuseSimd(true);
  collectByWholeHeap();
  return {
    now: () => performance.now(),
    ...stopFusing,
    wasmPaths: {}, // tfjs finds its files next to its package
    backend: selected,
    workers: workers === "auto" ? "auto" : threads,
    cores: availableParallelism(),
    spawnReplica,
    warn: (sentence) => process.stderr.write(`${sentence}\n`),
  };
}

// When run from source, a new thread cannot run TypeScript by itself: replica.js adds that.
const thread = import.meta.url.endsWith(".ts") ? "./replica.js" : "./replicaThread.js";

function spawnReplica(): Port {
  const worker = new Worker(new URL(thread, import.meta.url), { workerData: threadData() });
  return {
    post: (message, moved) => worker.postMessage(message, moved as ArrayBuffer[]),
    onMessage: (listen) => worker.on("message", listen),
    onFailure(listen) {
      worker.on("error", (error) => listen(error.message));
      worker.on("exit", (code) => listen(`its thread ended with code ${code}`));
    },
    close: () => void worker.terminate(),
  };
}
