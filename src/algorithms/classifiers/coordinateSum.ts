import { type Algorithm, engineWithoutValues } from "../algorithm.ts";

export const coordinateSumAlgorithm: Algorithm = {
  id: "coordinate-sum",
  forms: ["coordinate-sum"],
  targets: "classes",
  colour: { light: "#d55e00", dark: "#d55e00" },
  marker: "diamond",
  glossary: [],
  style: () => ({ name: "the sum of x, and a threshold", label: "sum of x", dash: "2 3", width: 2 }),
  engine: async () => engineWithoutValues((await import("./coordinateSum.engine.ts")).coordinateSum),
};
