const MOST_MS = 25_000; // Slurm kills what it has told to end after 30 s, where its KillWait does not say otherwise

/**
 * Given once this process is told to end (SIGTERM, Ctrl-C), or the process that started it is gone: time to keep what is
 * done. Who is told a second time ends at once, and nothing lasts longer than 25 s.
 */
export function endSignal(): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    controller.abort();
    setTimeout(() => process.exit(1), MOST_MS).unref();
  };
  for (const event of ["SIGTERM", "SIGINT", "disconnect"]) process.once(event, end);
  return controller.signal;
}
