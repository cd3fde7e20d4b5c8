const MS_OF_ONE_REQUEST = 2_000; // npm and shells pass on the Ctrl-C that the terminal has sent to all of them already

/** What asks a process to end: Ctrl-C, `kill`, a terminal that closes, and the loss of the process that started it. */
const REQUESTS = ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const;

/**
 * Aborted once this process is asked to end, so that it can save its work and end by itself. Only a second Ctrl-C, two
 * seconds or more after the first request, ends it at once. Slurm kills what has not ended after 30 s, if its KillWait
 * says nothing else. After `stop` requests end this process at once again.
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
    controller.abort(new Error("told to end before it began"));
  };
  const listeners = REQUESTS.map((request) => [request, () => end(request)] as const);
  for (const [request, listen] of listeners) process.on(request, listen);
  const stop = () => {
    for (const [request, listen] of listeners) process.off(request, listen);
  };
  return { signal: controller.signal, stop };
}
