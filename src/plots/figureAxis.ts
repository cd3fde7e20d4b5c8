/** What stands along a figure's x axis. Figures whose axes have one id share their crosshair. */
export interface FigureAxis {
  readonly id: string;
  readonly label: string; // of its values, at the head of their table
  readonly describe: (x: string) => string; // a value in words: "8 exemplars"
}

export const exemplarsAxis: FigureAxis = {
  id: "exemplars",
  label: "exemplars",
  describe: (x) => `${x} ${x === "1" ? "exemplar" : "exemplars"}`,
};

export const stepAxis: FigureAxis = { id: "step", label: "step", describe: (x) => `step ${x}` };

export const dimensionAxis: FigureAxis = { id: "dim", label: "D", describe: (x) => `D = ${x}` };
