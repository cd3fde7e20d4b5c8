import { serveRunReplica } from "../runs/replicas.ts";
import { announceAlive } from "./announceAlive.ts";
import { quietHost } from "./quietHost.ts";

// A worker of the worker: computes its share of every training step.

const scope = self as unknown as DedicatedWorkerGlobalScope;

announceAlive();

serveRunReplica(
  {
    post: (message, moved) => scope.postMessage(message, moved as ArrayBuffer[]),
    onMessage(listen) {
      scope.onmessage = ({ data }: MessageEvent<unknown>) => listen(data);
    },
  },
  quietHost, // the first worker has already sent these warnings
);
