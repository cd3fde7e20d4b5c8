import { type Algorithm, without } from "./algorithm.ts";

export const olsAlgorithm: Algorithm = {
  id: "ols",
  forms: ["ols"],
  colour: { light: "#0072b2", dark: "#0081c9" },
  marker: "square",
  glossary: [["least squares", "the linear function that misses the exemplars least, whatever weights that takes"]],
  line: () => ({ name: "least squares", label: "least squares", dash: "", width: 2 }),
  engine: async () => without((await import("./ols.engine.ts")).ols),
};
