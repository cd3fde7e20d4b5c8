import type { Host } from "../checkpoints/host.ts";
import { wasmPaths } from "../kernels/wasmPaths.ts";
import type { Port } from "../training/remoteReplica.ts";
import { watchWorker } from "./watchWorker.ts";

/** A page, or one of its workers, as the engine's host: replicas are workers, sentences go to the console. */
export const pageHost: Host = {
  now: () => performance.now(),
  wasmPaths,
  backend: "auto",
  workers: "auto",
  cores: navigator.hardwareConcurrency,
  spawnReplica,
  warn: (sentence) => console.warn(sentence),
};

/** A worker of this thread that serves a replica. */
export function spawnReplica(): Port {
  const worker = new Worker(new URL("./replicaWorker.js", import.meta.url), { type: "module" });
  let onFailure: (reason: string) => void = () => {};
  const end = watchWorker(worker, (reason) => onFailure(reason));
  return {
    post: (message, moved) => worker.postMessage(message, moved as ArrayBuffer[]),
    onMessage(listen) {
      worker.onmessage = ({ data }: MessageEvent<unknown>) => listen(data);
    },
    onFailure(listen) {
      onFailure = listen;
    },
    close: end,
  };
}
