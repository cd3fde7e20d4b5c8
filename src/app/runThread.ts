import type { FromRunThread, FromWorker, ToWorker } from "../worker/messages.ts";

/** The worker that carries out one run. */
export interface RunThread {
  tell(message: ToWorker): void;
  end(): void; // at once, whatever it is doing: it gives its memory back
}

/** Starts the worker of one run; `take` hears all it tells, that it could not be loaded too. */
export function runThread(take: (message: FromWorker) => void): RunThread {
  const worker = new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" });
  const tell = (message: ToWorker) => worker.postMessage(message);
  worker.onmessage = ({ data }: MessageEvent<FromRunThread>) => {
    if (data.type === "hear") whenAtRest(() => tell({ type: "heard" }));
    else take(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    take({ type: "failed", message: event.message || "the training could not be loaded" });
  };
  return { tell, end: () => worker.terminate() };
}

/** Calls once the page has drawn what it was told of, and has nothing else to do. */
function whenAtRest(call: () => void): void {
  setTimeout(() => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(call, { timeout: 500 });
    else call();
  }, 100);
}
