import { DOMParser } from "linkedom";
import type { Row } from "../experiments/row.ts";
import { agreementByExemplars } from "../plots/agreementByExemplars.ts";
import { errorByExemplars } from "../plots/errorByExemplars.ts";
import { writeWhole } from "./files.ts";

/** Draws the figures of a comparison as SVG files in a folder, and names them. A table's y is scaled to variance D τ². */
export function drawFigures(rows: readonly Row[], folder: string, ofTable: boolean): string[] {
  const document = new DOMParser().parseFromString("<!doctype html><html></html>", "text/html") as unknown as Document;
  const options = { document, width: 860, height: 520, theme: "light", logY: true } as const;
  const figures = {
    "error.svg": errorByExemplars(rows, ofTable ? { ...options, labelY: "squared error / variance of y" } : options),
    "spd.svg": agreementByExemplars(rows, { ...options, metric: "spd" }),
    ...(rows.some((row) => row.metric === "ilwd") && {
      "ilwd.svg": agreementByExemplars(rows, { ...options, metric: "ilwd" }),
    }),
  };
  for (const [name, figure] of Object.entries(figures)) writeWhole(`${folder}/${name}`, `${figure.outerHTML}\n`);
  return Object.keys(figures);
}
