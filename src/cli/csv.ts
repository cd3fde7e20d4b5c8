import { csvParseRows } from "d3";
import { type NumericTable, readTable } from "../prompts/table.ts";
import type { Arguments } from "./command.ts";
import { readNamed } from "./files.ts";
import { checked, UsageError } from "./usageError.ts";

/** The table that --data, --target and --features name, or none where --data is not given. */
export function tableOf(args: Arguments): NumericTable | undefined {
  const path = args.text("data");
  const target = args.text("target");
  const features = args
    .text("features")
    ?.split(",")
    .map((name) => name.trim());
  if (path === undefined) {
    if (target !== undefined || features)
      throw new UsageError("missing --data: --target and --features are columns of a table");
    return undefined;
  }
  if (target === undefined) throw new UsageError("missing --target: wanted the column of the table to predict");
  const [header, ...rows] = csvParseRows(new TextDecoder().decode(readNamed("data", path)).replace(/^\ufeff/, ""));
  if (!header) throw new UsageError(`invalid --data: wanted a header and rows, got the empty file ${path}`);
  const [only] = header;
  if (header.length === 1 && only && /[;\t]/.test(only)) {
    throw new UsageError(`invalid --data: wanted columns separated by commas, got ${path} with the header ${only}`);
  }
  return checked(() =>
    readTable(
      header,
      rows.filter((row) => row.some((cell) => cell.trim() !== "")),
      target,
      features,
    ),
  );
}
