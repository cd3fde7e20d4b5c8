/** Where the plotting area stands in a figure, px. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A number that a figure shows, with the ends of its interval, and where it stands in the figure. */
export interface FigureValue {
  readonly series: string; // the line or row that it belongs to; of a learner its id
  readonly name: string; // of the series, in words
  readonly x: number; // its place on the x axis
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly left: number; // px
  readonly top: number; // px
}

/** A figure as it is drawn: its picture, and the numbers in it. Nothing needs to be read back from the picture. */
export interface DrawnFigure {
  readonly node: SVGSVGElement;
  readonly plotArea: PlotArea;
  readonly values: readonly FigureValue[];
}
