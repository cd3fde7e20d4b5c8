import { toJson } from "../../comparison/row.ts";
import type { GridPoint } from "../../config/grid.ts";
import type { AskedSweep } from "./parseSweep.ts";

/** Tells what came of it: as JSON where that is asked for, else in words. */
export const tell = ({ json }: AskedSweep, result: object, sentence: string): void =>
  void process.stdout.write(json ? `${toJson(result)}\n` : `${sentence}\n`);

/** A run as it is told to a person: its name and what it varies. */
export const labelOf = ({ name, settings }: Pick<GridPoint, "name" | "settings">): string =>
  `${name} ${Object.entries(settings)
    .map(([path, value]) => `${path}=${value}`)
    .join(" ")}`;
