import { errorMessage } from "../../text/errorMessage.ts";
import type { FromRunWorker, FromWorker, ToWorker } from "../../worker/messages.ts";
import { watchWorker } from "../../worker/watchWorker.ts";

/** The worker that carries out one run. */
export interface RunClient {
  send(message: ToWorker): void;
  end(): void; // at once, which frees its memory
}

/** Starts the worker of one run; `onMessage` gets all its messages, and a failure if it could not be started or was ended from outside. */
export function startRunClient(onMessage: (message: FromWorker) => void): RunClient {
  const fail = (message: string) => onMessage({ type: "failed", message });
  let worker: Worker;
  try {
    worker = new Worker(new URL("../../worker/runWorker.ts", import.meta.url), { type: "module" });
  } catch (error) {
    queueMicrotask(() => fail(errorMessage(error))); // once the caller has the thread
    return { send() {}, end() {} };
  }
  const end = watchWorker(worker, fail);
  const send = (message: ToWorker) => worker.postMessage(message);
  worker.onmessage = ({ data }: MessageEvent<FromRunWorker>) => {
    if (data.type === "waitForIdle") whenIdle(() => send({ type: "idle" }));
    else onMessage(data);
  };
  return { send, end };
}

/** Calls back once the page has drawn the last messages and is idle. */
function whenIdle(call: () => void): void {
  setTimeout(() => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(call, { timeout: 500 });
    else call();
  }, 100);
}
