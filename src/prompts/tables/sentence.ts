/** Names for a sentence: the first few, then how many more; long names are cut. */
export function listNames(names: readonly string[], max = 8): string {
  const shown = names.slice(0, max).map(shortName).join(", ");
  return names.length > max ? `${shown} and ${count(names.length - max)} more` : shown;
}

/** A name for a sentence: on one line, at most 60 characters. */
export const shortName = (name: string): string => cut(name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " "), 60);

/** A cell for a sentence: in quotes, on one line, at most 40 characters. */
export const quoted = (cell: string): string => JSON.stringify(cut(cell, 40));

const cut = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

/** A count with commas at thousands. */
export const count = (n: number): string => n.toLocaleString("en");

/** "1 row", "2 rows". */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
