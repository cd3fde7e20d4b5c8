import { parentPort } from "node:worker_threads";
import { serveRunReplica } from "../runs/replicas.ts";
import { loadInThread } from "./definitionFiles.ts";
import { stopFusing } from "./v8Flags.ts";

if (!parentPort) throw new Error("a replica runs in a worker thread");
const port = parentPort;

await loadInThread();
serveRunReplica(
  {
    post: (message, moved) => port.postMessage(message, moved as ArrayBuffer[]),
    onMessage: (listen) => void port.on("message", listen),
  },
  {
    now: () => performance.now(),
    wasmPaths: {},
    warn: () => {}, // the first thread has already printed these warnings
    ...stopFusing,
  },
);
