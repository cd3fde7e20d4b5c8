import type { OpenedRun } from "../../src/worker/messages.ts";

type Entries = Map<string, unknown>;
type Store = (mode: IDBTransactionMode, act: (entries: Entries) => unknown) => Promise<unknown>;

/** The browser's databases, in memory: for a mock of idb-keyval. */
export function memoryDatabases() {
  const databases = new Map<string, Entries>();
  const entriesOf = (database: string): Entries => {
    const entries = databases.get(database) ?? new Map();
    databases.set(database, entries);
    return entries;
  };
  const read =
    (act: (entries: Entries, asked: never) => unknown) =>
    (asked: unknown, store: Store): Promise<unknown> =>
      store("readwrite", (entries) => act(entries, asked as never));
  const sorted = (entries: Entries) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    entriesOf,
    keyval: {
      createStore: (database: string) => (_: string, act: (entries: Entries) => unknown) =>
        Promise.resolve(act(entriesOf(database))),
      get: read((entries, key: string) => entries.get(key)),
      getMany: read((entries, keys: readonly string[]) => keys.map((key) => entries.get(key))),
      del: read((entries, key: string) => void entries.delete(key)),
      delMany: read((entries, keys: readonly string[]) => {
        for (const key of keys) entries.delete(key);
      }),
      set: (key: string, value: unknown, store: Store) => store("readwrite", (entries) => void entries.set(key, value)),
      setMany: read((entries, all: readonly (readonly [string, unknown])[]) => {
        for (const [key, value] of all) entries.set(key, value);
      }),
      keys: (store: Store) => store("readonly", (entries) => sorted(entries).map(([key]) => key)),
      entries: (store: Store) => store("readonly", sorted),
    },
  };
}

/** A run's .zip, as a text: for a mock of the worker that packs. The first byte of a checkpoint is its step. */
export const textBundles = {
  makeBundle: ({ checkpoint, ...run }: OpenedRun["run"]): Promise<Uint8Array> =>
    Promise.resolve(new TextEncoder().encode(JSON.stringify({ ...run, checkpoint: checkpoint && [...checkpoint] }))),
  openRun(bytes: Uint8Array): Promise<OpenedRun> {
    const { checkpoint, ...run } = JSON.parse(new TextDecoder().decode(bytes));
    if (!checkpoint) return Promise.resolve({ run, step: undefined, trainedElsewhere: false });
    return Promise.resolve({
      run: { ...run, checkpoint: Uint8Array.from(checkpoint) },
      step: checkpoint[0],
      trainedElsewhere: false,
    });
  },
};

/** The browser's locks, in memory. */
export function memoryLocks() {
  const held = new Set<string>();
  return {
    held,
    async request(name: string, _: unknown, act: (lock: object | null) => unknown): Promise<void> {
      if (held.has(name)) return void (await act(null));
      held.add(name);
      await act({ name });
      held.delete(name);
    },
    query: () => Promise.resolve({ held: [...held].map((name) => ({ name })) }),
  };
}
