import { errorMessage } from "../text/errorMessage.ts";
import type { ForwardPass } from "../transformer/forwardPass.ts";
import type { FlatMatrix } from "./muon.ts";
import type { ProbeTask, TrainedProbe } from "./probeTask.ts";
import { type AlgorithmPart, type QueriedPart, QuestionError, type Replica } from "./replica.ts";
import type { PartialSum, Shard } from "./shards.ts";

const MAX_DEATHS = 10; // of replicas in one run; more deaths have a common cause

/** The largest number of threads that share something, this one included. */
export interface PoolThreads {
  readonly step: number; // they start with the pool
  readonly evaluation: number; // the others start when there is something for them
}

/** Replicas in other threads, each in a place of its own. */
function otherReplicas(spawn: () => Promise<Replica>, warn: (sentence: string) => void) {
  const places: (Replica | undefined)[] = [];
  let deaths = 0;
  let closed = false;
  let growing = Promise.resolve(); // one call after another

  async function trySpawn(): Promise<Replica | undefined> {
    try {
      return await spawn();
    } catch (error) {
      warn(`a worker could not be started (${errorMessage(error)}): continuing with fewer`);
      return undefined;
    }
  }

  return {
    /** The replica of a place; undefined if it could not be started. */
    at: (k: number): Replica | undefined => places[k],
    count: (): number => places.filter(Boolean).length,
    isClosed: (): boolean => closed,
    /** Starts replicas until there are so many places. */
    grow(size: number): Promise<void> {
      growing = growing.then(async () => {
        const missing = Math.max(0, size - places.length);
        places.push(...(await Promise.all(Array.from({ length: missing }, () => trySpawn()))));
      });
      return growing;
    },
    /** Puts a new replica in the place of one that failed, unless too many have. */
    async replace(k: number, error: unknown): Promise<void> {
      places[k]?.close();
      deaths += 1;
      warn(`a worker died (${errorMessage(error)}): its part of the work is computed again`);
      places[k] = deaths < MAX_DEATHS ? await trySpawn() : undefined;
    },
    close(): void {
      closed = true;
      for (const replica of places) replica?.close();
    },
  };
}

/** The results of items, of which so many are computed at a time: all of them at once would take too much memory. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  size: number,
  compute: (turn: readonly Item[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += size)
    results.push(...(await compute(items.slice(first, first + size))));
  return results;
}

/**
 * Several replicas as one replica: they share shards, matrices, forward passes, prompts and probes, and results come back in order,
 * so that the number of replicas changes only the time. `local` computes a share too. A dead replica is replaced and its
 * share is computed again; if no new replica can be started, `local` computes it. `size` is the number that share a step.
 */
export async function workerPool(
  local: Replica,
  threads: PoolThreads,
  spawn: () => Promise<Replica>,
  warn: (sentence: string) => void,
): Promise<Replica & { readonly size: number }> {
  const others = otherReplicas(spawn, warn);

  /**
   * Distributes items in equal shares to at most so many threads, the first share to this one; starts the others first, so
   * that all work at the same time. Rejects only after all have ended.
   */
  async function deal<Item, Result>(
    items: readonly Item[],
    max: number,
    compute: (replica: Replica, share: readonly Item[]) => Promise<readonly Result[]>,
  ): Promise<readonly Result[]> {
    const size = Math.max(1, Math.min(max, items.length));
    await others.grow(size - 1);
    const cut = (k: number) => Math.floor((k * items.length) / size);
    const [own = [], ...shares] = Array.from({ length: size }, (_, k) => items.slice(cut(k), cut(k + 1)));
    const remoteResults = shares.map((share, k) => runRemotely(k, share, compute));
    const results = await Promise.allSettled([compute(local, own), ...remoteResults]);
    return results.flatMap((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    });
  }

  async function runRemotely<Item, Result>(
    k: number,
    share: readonly Item[],
    compute: (replica: Replica, share: readonly Item[]) => Promise<readonly Result[]>,
  ): Promise<readonly Result[]> {
    for (;;) {
      const replica = others.at(k);
      if (!replica) return compute(local, share);
      try {
        return await compute(replica, share);
      } catch (error) {
        if (others.isClosed()) throw error;
        // What this thread cannot compute either is not the other thread's fault: then this rejects.
        const results = error instanceof QuestionError ? await compute(local, share) : undefined;
        await others.replace(k, error);
        if (results) return results;
      }
    }
  }

  await others.grow(threads.step - 1);
  return {
    size: others.count() + 1,
    gradients: (parameters, shards, prompts) =>
      deal<Shard, PartialSum>(shards, threads.step, (replica, share) => replica.gradients(parameters, share, prompts)),
    orthogonalize: (matrices) =>
      deal<FlatMatrix, Float32Array>(matrices, threads.step, (replica, share) => replica.orthogonalize(share)),
    forward: (parameters, passes) =>
      deal<ForwardPass, Float32Array>(passes, threads.evaluation, (replica, share) =>
        replica.forward(parameters, share),
      ),
    answers: (parts) =>
      deal<AlgorithmPart, readonly Float32Array[]>(parts, threads.evaluation, (replica, share) =>
        replica.answers(share),
      ),
    weights: (parts) =>
      deal<QueriedPart, readonly Float64Array[]>(parts, threads.evaluation, (replica, share) => replica.weights(share)),
    probes: (tasks) =>
      inTurns(tasks, threads.evaluation, (turn) =>
        deal<ProbeTask, TrainedProbe>(turn, threads.evaluation, (replica, share) => replica.probes(share)),
      ),
    close() {
      local.close();
      others.close();
    },
  };
}
