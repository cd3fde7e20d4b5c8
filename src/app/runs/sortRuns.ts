import { signal } from "@preact/signals";
import { ascending } from "d3";

/** What a run is sorted by, as the columns of the table show it; undefined stands last. */
export type SortKeys = Readonly<Record<SortColumn, number | string | undefined>>;

/** The columns that the table can be sorted by. */
export const sortColumns = ["run", "step", "nearest", "toOls", "lambda", "seconds"] as const;
export type SortColumn = (typeof sortColumns)[number];

/** The column that the table is sorted by, and whether downwards; undefined for the order of the runs. */
export const sorting = signal<{ readonly column: SortColumn; readonly down: boolean } | undefined>(undefined);

/** Sorts by a column: upwards, then downwards, then not at all. */
export function sortBy(column: SortColumn): void {
  const now = sorting.value;
  if (now?.column !== column) sorting.value = { column, down: false };
  else sorting.value = now.down ? undefined : { column, down: true };
}

/** Items in the order of the table. */
export function sorted<T>(items: readonly T[], keysOf: (item: T) => SortKeys): readonly T[] {
  const by = sorting.value;
  if (!by) return items;
  const keyed = items.map((item) => ({ item, key: keysOf(item)[by.column] }));
  const known = keyed.filter(({ key }) => key !== undefined && !Number.isNaN(key));
  known.sort((a, b) => (by.down ? -1 : 1) * ascending(a.key, b.key));
  return [...known, ...keyed.filter((each) => !known.includes(each))].map(({ item }) => item);
}
