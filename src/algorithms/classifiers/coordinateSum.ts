import { type Algorithm, without } from "../algorithm.ts";

export const coordinateSumAlgorithm: Algorithm = {
  id: "coordinate-sum",
  forms: ["coordinate-sum"],
  colour: { light: "#d55e00", dark: "#d55e00" },
  marker: "diamond",
  glossary: [],
  line: () => ({ name: "the sum of x, and a threshold", label: "sum of x", dash: "2 3", width: 2 }),
  engine: async () => without((await import("./coordinateSum.engine.ts")).coordinateSum),
};
