import { DOMParser } from "linkedom";
import type { Row } from "../comparison/row.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { ExperimentRecord } from "../experiments/record.ts";
import { agreementByExemplars } from "../plots/agreementByExemplars.ts";
import { errorByExemplars } from "../plots/errorByExemplars.ts";
import type { DrawnFigure } from "../plots/parts/drawnFigure.ts";
import { writeAtomic } from "./io/files.ts";

/** The size and look of figures in files. */
export const size = { width: 860, height: 520, theme: "light", logY: true } as const;

/** A document to draw in. */
export const makeDocument = (): Document =>
  new DOMParser().parseFromString("<!doctype html><html></html>", "text/html") as unknown as Document;

const write = (folder: string, name: string, { node }: DrawnFigure): void =>
  writeAtomic(`${folder}/${name}`, `${node.outerHTML}\n`);

/** Draws the figures of an experiment as SVG files in a folder. Returns their names. */
export async function drawExperiment(
  experiment: Experiment,
  record: ExperimentRecord,
  folder: string,
): Promise<string[]> {
  const options = { ...size, document: makeDocument() };
  const figures = await experiment.figures();
  return figures.map(({ name, draw }) => {
    write(folder, `${name}.svg`, draw(record, options));
    return `${name}.svg`;
  });
}

/** Draws the figures of a comparison as SVG files in a folder. Returns their names. A table's y is scaled to variance D τ². */
export function drawFigures(rows: readonly Row[], folder: string, ofTable: boolean): string[] {
  const options = { ...size, document: makeDocument() };
  const figures = {
    "error.svg": errorByExemplars(rows, ofTable ? { ...options, labelY: "squared error / variance of y" } : options),
    "spd.svg": agreementByExemplars(rows, { ...options, metric: "spd" }),
    ...(rows.some((row) => row.metric === "ilwd") && {
      "ilwd.svg": agreementByExemplars(rows, { ...options, metric: "ilwd" }),
    }),
  };
  for (const [name, figure] of Object.entries(figures)) write(folder, name, figure);
  return Object.keys(figures);
}
