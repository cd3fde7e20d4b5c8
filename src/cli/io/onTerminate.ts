const MS_OF_ONE_REQUEST = 2_000; // npm and shells forward the Ctrl-C that the terminal has already sent to all of them

/** Requests to end: Ctrl-C, `kill`, a closed terminal, and the end of the parent process. */
const REQUESTS = ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const;

/**
 * The signal aborts when this process is asked to end, so that it can save its work and then end. Only a second Ctrl-C,
 * at least two seconds after the first request, ends it at once. Slurm kills a process that has not ended after 30 s
 * (the default KillWait). After `stop`, a request ends this process at once again.
 */
export function onTerminate(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let firstRequest = Number.POSITIVE_INFINITY;
  const end = (request: string) => {
    if (controller.signal.aborted) {
      if (request === "SIGINT" && performance.now() - firstRequest >= MS_OF_ONE_REQUEST) process.exit(1);
      return;
    }
    firstRequest = performance.now();
    if (process.stderr.isTTY) process.stderr.write("\nsaving this step; Ctrl-C again ends at once\n");
    controller.abort(new Error("interrupted before it began"));
  };
  const listeners = REQUESTS.map((request) => [request, () => end(request)] as const);
  for (const [request, listen] of listeners) process.on(request, listen);
  const stop = () => {
    for (const [request, listen] of listeners) process.off(request, listen);
  };
  return { signal: controller.signal, stop };
}
