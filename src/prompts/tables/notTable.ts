interface FileKind {
  readonly starts: readonly string[]; // one character a byte
  readonly contains?: readonly string[]; // one of these, near the start or the end
  readonly at?: number; // the offset of `starts`
  readonly name: string;
  readonly advice?: string;
}

const [asCsv, unpack, sheet] = ["export it as CSV", "unpack it first", "save the sheet as CSV"];
const ZIP = ["PK\x03\x04", "PK\x05\x06"];

/** Files that users may mistake for tables. */
const KINDS: readonly FileKind[] = [
  { starts: ZIP, contains: ["xl/workbook", "xl/worksheets"], name: "an Excel workbook", advice: sheet },
  { starts: ZIP, contains: ["opendocument.spreadsheet"], name: "an OpenDocument spreadsheet", advice: sheet },
  { starts: ZIP, contains: ["word/document"], name: "a Word document", advice: asCsv },
  { starts: ZIP, contains: [".npy"], name: "a NumPy .npz archive", advice: "write it with numpy.savetxt" },
  { starts: ZIP, name: "a zip archive", advice: unpack },
  { starts: ["\xd0\xcf\x11\xe0"], name: "an old Excel workbook", advice: sheet },
  { starts: ["%PDF-"], name: "a PDF", advice: "copy the table out of it" },
  { starts: ["PAR1\x15"], name: "a Parquet file", advice: asCsv },
  { starts: ["ARROW1\x00", "FEA1\x00"], name: "an Arrow file", advice: asCsv },
  { starts: ["SQLite format 3"], name: "an SQLite database", advice: asCsv },
  { starts: ["\x89HDF"], name: "an HDF5 file", advice: asCsv },
  { starts: ["CDF\x01", "CDF\x02", "CDF\x05"], name: "a NetCDF file", advice: asCsv },
  { starts: ["\x93NUMPY"], name: "a NumPy array", advice: "write it with numpy.savetxt" },
  { starts: ["RDX2\n", "RDX3\n", "RDA2\n", "RDA3\n"], name: "an R data file", advice: "write it with write.csv" },
  { starts: ["X\n\x00\x00\x00"], name: "an R data file", advice: "write it with write.csv" },
  { starts: ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"], name: "a Python pickle", advice: "write it with to_csv" },
  { starts: ["<stata_dta>"], name: "a Stata file", advice: asCsv },
  { starts: ["$FL2@(#)", "$FL3@(#)"], name: "an SPSS file", advice: asCsv },
  { starts: ["HEADER RECORD*******"], name: "a SAS transport file", advice: asCsv },
  { starts: ["\xfd7zXZ\x00"], name: "an xz archive", advice: unpack },
  { starts: ["BZh91AY"], name: "a bzip2 archive", advice: unpack },
  { starts: ["\x28\xb5\x2f\xfd"], name: "a Zstandard archive", advice: unpack },
  { starts: ["7z\xbc\xaf"], name: "a 7-Zip archive", advice: unpack },
  { starts: ["Rar!\x1a"], name: "a RAR archive", advice: unpack },
  { starts: ["ustar"], at: 257, name: "a tar archive", advice: unpack },
  { starts: ["\x89PNG", "\xff\xd8\xff", "GIF87a", "GIF89a"], name: "a picture" },
  { starts: ["version https://git-lfs"], name: "a Git LFS pointer", advice: "fetch the file with git lfs pull" },
  { starts: ["{\\rtf"], name: "an RTF document", advice: "save the table as CSV" },
];

/** Texts that are not rows of cells, by their beginning. */
const TEXT_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(!doctype html|html|head|body|table)\b/i, "a web page (download the file itself, not the page about it)"],
  [/^\s*<(\?xml|!--|[a-z][\w:-]*[\s>/])/i, `XML (${asCsv})`],
  [/^\s*(\{\s*("|\})|\[\s*([[{\]]|"[^"]*"\s*:))/, `JSON (${asCsv})`],
  [/^(\s*%[^\n]*\n|\s*\n)*\s*@relation\b/i, `an ARFF file (${asCsv})`],
];

const SCANNED = 4096; // bytes

/** The kind of these bytes if they are certainly not a table as text, such as "an Excel workbook (save the sheet as CSV)". */
export function notTableKind(bytes: Uint8Array): string | undefined {
  const start = latin1(bytes.subarray(0, SCANNED));
  const bothEnds = start + latin1(bytes.subarray(-SCANNED)); // a zip archive lists its files at the end
  const found = KINDS.find(
    ({ starts, contains, at = 0 }) =>
      starts.some((each) => start.startsWith(each, at)) &&
      (!contains || contains.some((each) => bothEnds.includes(each))),
  );
  return found && (found.advice ? `${found.name} (${found.advice})` : found.name);
}

/** The same for a text. */
export const notTableTextKind = (text: string): string | undefined =>
  TEXT_KINDS.find(([pattern]) => pattern.test(text.slice(0, SCANNED)))?.[1];

const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
