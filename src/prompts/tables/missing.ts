const USUAL = [
  ...[
    "",
    ".",
    "-",
    "--",
    "---",
    "–",
    "—",
    "?",
    "#n/a",
    "#na",
    "n/a",
    "na",
    "<na>",
    "n.a.",
    "nan",
    "-nan",
    "null",
    "none",
    "\\n",
  ],
];

/** Returns a test whether a cell counts as missing: it is empty, one of the usual marks in any case, or one of `more`. */
export function missingTest(more: readonly string[] = []): (cell: string) => boolean {
  const marks = new Set([...USUAL, ...more.map((mark) => mark.trim().toLowerCase())]);
  const longest = Math.max(...[...marks].map((mark) => mark.length));
  return (cell) => cell.length <= longest && marks.has(cell.toLowerCase());
}
