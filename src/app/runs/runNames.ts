import { difference, paths, settingOrDefault } from "../../config/config.ts";
import type { Run } from "../runData/run.ts";
import { words } from "../text/common.ts";

const MAX_NAMED = 4; // settings in the name of a run that is not drawn

type Named = Pick<Run, "config" | "elsewhere">;

/** The name of each run: its file if it was trained elsewhere, and the settings that are not the same in all. */
export function namesOf(runs: readonly Named[]): string[] {
  const differing = runs.length === 1 ? ["seed"] : paths().filter((path) => new Set(settingsAt(runs, path)).size > 1);
  return runs.map((run) => nameOf(run, differing));
}

/** The name of a run beside one other. */
export function nameAgainst(run: Named, other: Named): string {
  const settings = Object.keys(difference(run.config, other.config));
  return settings.length > MAX_NAMED ? words.runs.settingsDiffer(settings.length) : nameOf(run, settings);
}

const settingsAt = (runs: readonly Named[], path: string) => runs.map(({ config }) => settingOrDefault(config, path));

function nameOf({ config, elsewhere }: Named, settings: readonly string[]): string {
  const known = settings.filter((path) => elsewhere === undefined || /^(prompts|model)\./.test(path)); // not its training
  const differing = known.map((path) => `${words.settings[path]?.label ?? path} ${settingOrDefault(config, path)}`);
  const parts = elsewhere === undefined ? differing : [elsewhere, ...differing];
  return parts.length > 0 ? parts.join(", ") : words.runs.same;
}
