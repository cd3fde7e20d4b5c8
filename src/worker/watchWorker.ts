/**
 * Calls `onEnd` once, with one sentence, if a worker cannot be loaded, sends an unreadable message, or is ended from outside (a
 * worker that calls `announceAlive`). Returns a function that ends the worker without a call of `onEnd`. Call this before
 * you listen to the worker's messages.
 */
export function watchWorker(worker: Worker, onEnd: (reason: string) => void): () => void {
  const stopped = new AbortController();
  const end = () => {
    stopped.abort();
    worker.terminate();
  };
  const fail = (reason: string) => {
    if (stopped.signal.aborted) return;
    end();
    onEnd(reason);
  };
  worker.addEventListener("message", (event: MessageEvent<{ readonly alive?: unknown }>) => {
    const { alive } = event.data;
    if (typeof alive !== "string") return;
    event.stopImmediatePropagation();
    navigator.locks
      .request(alive, { signal: stopped.signal }, () => fail("the browser ended its worker"))
      .catch(() => {}); // the page ended it
  });
  worker.addEventListener("messageerror", () => fail("a message of its worker cannot be read"));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.message || "its worker could not be loaded");
  });
  return end;
}
