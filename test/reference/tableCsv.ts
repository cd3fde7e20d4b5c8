import { readFileSync } from "node:fs";
import { csvFormat } from "d3";

/**
 * A table of the npm package vega-datasets ("cars", "penguins") as CSV text:
 *
 *     npx tsx test/reference/tableCsv.ts cars > cars.csv
 */
export function tableCsv(name: string): string {
  const path = new URL(`../../node_modules/vega-datasets/data/${name}.json`, import.meta.url);
  return `${csvFormat(JSON.parse(readFileSync(path, "utf8")))}\n`;
}

const asked = process.argv[2];
if (asked && process.argv[1]?.endsWith("tableCsv.ts")) process.stdout.write(tableCsv(asked));
