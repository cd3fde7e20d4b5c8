/**
 * Tells the page the name of a lock that this worker holds as long as it lives: whoever gets that lock next knows that
 * the worker has ended, however it ended. Says nothing in browsers without locks.
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
    .catch(() => {}); // refused, as in some private modes
}
