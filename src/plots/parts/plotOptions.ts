/** What every figure is told besides its rows. Figures never measure text, so the same call draws anywhere. */
export interface PlotOptions {
  readonly document: Document; // the browser's, or linkedom's
  readonly width: number; // px
  readonly height: number; // px
  readonly theme: "light" | "dark";
  readonly keys?: boolean; // whether lines are named; a small picture may leave it out (default true)
  readonly logX?: boolean;
  readonly logY?: boolean;
  readonly step?: number; // the training step shown, if the figure is of one evaluation; default the last
  readonly statistic?: "mean" | "median"; // over prompts; default the mean
  readonly domainY?: readonly [number, number]; // fixed, so that nothing jumps between evaluations
  readonly labelY?: string; // name and unit of the y axis, where rows are normalised in another way
  readonly marks?: readonly Mark[]; // along x, where a figure is over training
  readonly title?: string; // accessible name; each figure has one of its own
}

/** A place of the x axis where something was done. */
export interface Mark {
  readonly x: number;
  readonly label: string;
}
