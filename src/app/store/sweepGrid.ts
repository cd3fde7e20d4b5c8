import type { Config } from "../../config/schema.ts";

/** One setting and the values it is to take. */
export interface Axis {
  readonly path: string;
  readonly values: readonly string[];
}

/** A small sweep: every combination of the axes' values, each for some seeds. */
export interface Grid {
  readonly preset: string;
  readonly axes: readonly Axis[]; // two at most; none: only seeds vary
  readonly cells: readonly Cell[];
}

/** One combination: a config for each seed. */
export interface Cell {
  readonly values: readonly string[]; // of the axes, in their order
  readonly configs: readonly Config[];
}

/** All that a sweep trains. */
export const configsOf = ({ cells }: Grid): readonly Config[] => cells.flatMap(({ configs }) => configs);
