import { signal } from "@preact/signals";
import type { Row } from "../../comparison/row.ts";
import type { Config } from "../../config/schema.ts";
import type { RunBundle } from "../../runs/runBundle.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import { type Evaluation, evaluationsOf } from "../runData/evaluations.ts";
import type { RunEnding } from "../text/format.ts";
import { openRun } from "../workers/bundleClient.ts";
import type { RunStore } from "./runStore.ts";

/** A finished run whose .zip is published with the page. */
export interface RecordedRun {
  readonly preset: string;
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly evaluations: readonly Evaluation[];
  readonly ending: unknown; // the complete result of `train`
  readonly result: RunEnding;
}

/** Presets that have a run under public/runs. */
export const recordedPresets: readonly string[] = ["fit-d5"];

/** Opens a recorded run, relative to the page. Rejects with one sentence. */
async function openRecordedRun(preset: string): Promise<RecordedRun> {
  const response = await fetch(new URL(`runs/${preset}.zip`, document.baseURI));
  if (!response.ok) throw new Error(`missing runs/${preset}.zip: the server answered ${response.status}`);
  const { run } = await openRun(new Uint8Array(await response.arrayBuffer()));
  return recordedRunOf(preset, run);
}

/** The recorded runs that the page shows: one in Watch, all in Runs. */
export type RecordedRuns = ReturnType<typeof createRecordedRuns>;

export function createRecordedRuns(runs: RunStore) {
  const opened = signal<{ readonly run: RecordedRun } | { readonly failed: string } | undefined>(undefined);
  let requested = "";
  let loading: Promise<unknown> | undefined;

  async function add(preset: string): Promise<void> {
    const { config, rows, ending: result } = await openRecordedRun(preset);
    runs.add({ id: `recorded ${preset}`, status: "done", origin: "recorded", preset, config, rows, log: [], result });
  }

  return {
    /** The run of Watch, or why it could not be opened; undefined until it is known. */
    opened,
    /** Opens the recorded run of a preset, unless it is the one that was opened last. */
    open(preset: string): void {
      if (requested === preset) return;
      requested = preset;
      opened.value = undefined;
      openRecordedRun(preset).then(
        (run) => {
          if (requested === preset) opened.value = { run };
        },
        (error: unknown) => {
          if (requested === preset) opened.value = { failed: errorMessage(error) };
        },
      );
    },
    /** Adds all of them to Runs, once. Rejects with one sentence, only the first time. */
    async load(): Promise<void> {
      if (loading) return;
      loading = Promise.all(recordedPresets.map(add));
      await loading;
    },
  };
}

/** The parameters a recorded run ended with, by its label, as they are published: in half precision, and nothing can go on from them. */
export async function publishedParameters(label: string): Promise<Uint8Array> {
  const path = `records/runs/${label}.safetensors`;
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`missing ${path}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** A number of a result, or null. */
const measured = (value: unknown): number | null => (typeof value === "number" && !Number.isNaN(value) ? value : null);

/** A recorded run from its bundle. Throws if it has no evaluation. */
export function recordedRunOf(preset: string, { config, rows, result }: RunBundle): RecordedRun {
  const evaluations = evaluationsOf(rows);
  if (evaluations.length === 0) throw new Error(`invalid runs/${preset}.zip: expected evaluations, found none`);
  const { spdToOls, effectiveLambda, nearestOls, undecided } = (result ?? {}) as Record<string, unknown>;
  return {
    preset,
    config,
    rows,
    evaluations,
    ending: result,
    result: {
      spdToOls: measured(spdToOls),
      effectiveLambda: Number(effectiveLambda),
      nearestOls: measured(nearestOls),
      undecided: Number(undecided),
    },
  };
}
