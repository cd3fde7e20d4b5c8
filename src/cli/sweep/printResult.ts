import { toJson } from "../../comparison/row.ts";
import type { GridPoint } from "../../config/grid.ts";
import type { SweepRequest } from "./parseSweep.ts";

/** Prints the result of a sweep command: as JSON with --json, otherwise a sentence. */
export const printResult = ({ json }: SweepRequest, result: object, sentence: string): void =>
  void process.stdout.write(json ? `${toJson(result)}\n` : `${sentence}\n`);

/** The label of a run in messages: its name and the settings that differ between runs. */
export const labelOf = ({ name, settings }: Pick<GridPoint, "name" | "settings">): string =>
  `${name} ${Object.entries(settings)
    .map(([path, value]) => `${path}=${value}`)
    .join(" ")}`;
