import { parseCsv } from "../prompts/csv.ts";
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
  return checked(() => {
    const { header, rows } = parseCsv(new TextDecoder().decode(readNamed("data", path)));
    return readTable(header, rows, target, features);
  });
}
