import { errorMessage } from "../text/errorMessage.ts";
import type { FlatMatrix } from "./muon.ts";
import type { Replica } from "./replica.ts";
import type { PartialSum, Shard } from "./shards.ts";

const MAX_DEATHS = 10; // of replicas in one run; more is no accident

/**
 * Several replicas as one: shards and matrices are dealt out, and answers come back in the order asked, so that the
 * number of replicas changes nothing but the time. `here` takes its share too. A replica that dies is replaced and its
 * share done again; where none can be made any more, `here` does it.
 */
export async function workerPool(
  local: Replica,
  others: number,
  spawn: () => Promise<Replica>,
  warn: (sentence: string) => void,
): Promise<Replica & { readonly size: number }> {
  const spawned: (Replica | undefined)[] = await Promise.all(Array.from({ length: others }, () => trySpawn()));
  let deaths = 0;

  async function trySpawn(): Promise<Replica | undefined> {
    try {
      return await spawn();
    } catch (error) {
      warn(`a worker could not be started (${errorMessage(error)}): going on with fewer`);
      return undefined;
    }
  }

  /** Deals items out in equal runs, the first to this thread; asks the others first, so that all work at once. */
  async function deal<Item, Result>(
    items: readonly Item[],
    compute: (replica: Replica, share: readonly Item[]) => Promise<readonly Result[]>,
  ): Promise<readonly Result[]> {
    const size = spawned.length + 1;
    const cut = (k: number) => Math.floor((k * items.length) / size);
    const shares = Array.from({ length: size }, (_, k) => items.slice(cut(k), cut(k + 1)));
    const remoteResults = spawned.map((_, k) => runRemotely(k, shares[k + 1] as Item[], compute));
    const localResults = await compute(local, shares[0] as Item[]);
    return [localResults, ...(await Promise.all(remoteResults))].flat();
  }

  async function runRemotely<Item, Result>(
    k: number,
    share: readonly Item[],
    compute: (replica: Replica, share: readonly Item[]) => Promise<readonly Result[]>,
  ): Promise<readonly Result[]> {
    if (share.length === 0) return [];
    for (;;) {
      const replica = spawned[k];
      if (!replica) return compute(local, share);
      try {
        return await compute(replica, share);
      } catch (error) {
        replica.close();
        deaths += 1;
        warn(`a worker died (${errorMessage(error)}): its part of the step is done again`);
        spawned[k] = deaths < MAX_DEATHS ? await trySpawn() : undefined;
      }
    }
  }

  return {
    size: spawned.filter(Boolean).length + 1,
    gradients: (parameters, shards, prompts) =>
      deal<Shard, PartialSum>(shards, (replica, share) => replica.gradients(parameters, share, prompts)),
    orthogonalize: (matrices) =>
      deal<FlatMatrix, Float32Array>(matrices, (replica, share) => replica.orthogonalize(share)),
    close() {
      local.close();
      for (const replica of spawned) replica?.close();
    },
  };
}
