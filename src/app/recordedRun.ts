import { type Config, parseConfig } from "../experiments/config.ts";
import { parseRows, type Row } from "../experiments/row.ts";
import { type Moment, momentsOf } from "./moment.ts";
import type { RunEnding } from "./words.ts";

/** A finished run whose folder lies beside the page. */
export interface RecordedRun {
  readonly preset: string;
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly moments: readonly Moment[];
  readonly result: RunEnding;
}

/** Presets of which a run folder lies under public/runs. */
export const recordedPresets: readonly string[] = ["fit-d5"];

/** Opens a recorded run, relative to the page. Throws one sentence. */
export async function openRecordedRun(preset: string): Promise<RecordedRun> {
  const text = async (name: string) => {
    const response = await fetch(new URL(`runs/${preset}/${name}`, document.baseURI));
    if (!response.ok) throw new Error(`missing ${name} of ${preset}: the server answered ${response.status}`);
    return response.text();
  };
  const [config, rows, result] = await Promise.all(["config.json", "rows.json", "result.json"].map(text));
  return recordedRunOf(preset, config as string, rows as string, result as string);
}

/** A recorded run from the texts of its folder. */
export function recordedRunOf(preset: string, config: string, rowsText: string, result: string): RecordedRun {
  const rows = parseRows(rowsText);
  const moments = momentsOf(rows);
  if (moments.length === 0) throw new Error(`invalid rows.json of ${preset}: wanted evaluations, found none`);
  const { spdToOls, effectiveLambda, nearestOls, undecided } = JSON.parse(result) as Record<string, unknown>;
  return {
    preset,
    config: parseConfig(JSON.parse(config)),
    rows,
    moments,
    result: {
      spdToOls: Number(spdToOls), // JSON has no infinity: it stands there as a text
      effectiveLambda: Number(effectiveLambda),
      nearestOls: Number(nearestOls),
      undecided: Number(undecided),
    },
  };
}
