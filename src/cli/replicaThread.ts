import { parentPort } from "node:worker_threads";
import { serveReplicaOf } from "../runs/replicas.ts";

if (!parentPort) throw new Error("a replica runs in a worker thread");
const port = parentPort;

serveReplicaOf(
  {
    post: (message, moved) => port.postMessage(message, moved as ArrayBuffer[]),
    onMessage: (listen) => void port.on("message", listen),
  },
  { wasmPaths: {}, warn: (sentence) => process.stderr.write(`${sentence}\n`) },
);
