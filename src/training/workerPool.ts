import { errorMessage } from "../text/errorMessage.ts";
import type { ForwardPass } from "../transformer/forwardPass.ts";
import type { FlatMatrix } from "./muon.ts";
import type { Replica } from "./replica.ts";
import type { PartialSum, Shard } from "./shards.ts";

const MAX_DEATHS = 10; // of replicas in one run; more deaths have a common cause

/**
 * Several replicas as one replica: they share shards and matrices, and results come back in order, so that the number of
 * replicas changes only the time. `local` computes a share too. A dead replica is replaced and its share is computed
 * again; if no new replica can be started, `local` computes it.
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
      warn(`a worker could not be started (${errorMessage(error)}): continuing with fewer`);
      return undefined;
    }
  }

  /** Distributes items in equal shares, the first to this thread; starts the others first, so that all work at the same time. */
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
        warn(`a worker died (${errorMessage(error)}): its part of the work is computed again`);
        spawned[k] = deaths < MAX_DEATHS ? await trySpawn() : undefined;
      }
    }
  }

  return {
    size: spawned.filter(Boolean).length + 1,
    gradients: (parameters, shards, prompts) =>
      deal<Shard, PartialSum>(shards, (replica, share) => replica.gradients(parameters, share, prompts)),
    forward: (parameters, passes) =>
      deal<ForwardPass, Float32Array>(passes, (replica, share) => replica.forward(parameters, share)),
    orthogonalize: (matrices) =>
      deal<FlatMatrix, Float32Array>(matrices, (replica, share) => replica.orthogonalize(share)),
    close() {
      local.close();
      for (const replica of spawned) replica?.close();
    },
  };
}
