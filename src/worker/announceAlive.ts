/**
 * Posts the name of a lock that this worker owns while it is alive: whoever gets that lock next knows that the worker has
 * ended, for any reason. Does nothing in browsers without locks.
 */
export function announceAlive(): void {
  const scope = self as unknown as DedicatedWorkerGlobalScope;
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const alive = `icl-lab worker ${random}`;
  navigator.locks
    ?.request(alive, () => {
      scope.postMessage({ alive });
      return new Promise<never>(() => {});
    })
    .catch(() => {}); // not allowed, as in some private modes
}
