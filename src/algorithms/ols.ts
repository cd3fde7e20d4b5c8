import { type Algorithm, engineWithoutValues } from "./algorithm.ts";

export const olsAlgorithm: Algorithm = {
  id: "ols",
  forms: ["ols"],
  colour: { light: "#0072b2", dark: "#0081c9" },
  marker: "square",
  glossary: [
    [
      "least squares",
      "the linear function with the smallest squared error on the exemplars, however large its weights",
    ],
  ],
  style: () => ({ name: "least squares", label: "least squares", dash: "", width: 2 }),
  engine: async () => engineWithoutValues((await import("./ols.engine.ts")).ols),
};
