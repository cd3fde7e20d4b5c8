import { type Algorithm, engineWithoutValues } from "./algorithm.ts";

export const averagingAlgorithm: Algorithm = {
  id: "averaging",
  forms: ["averaging"],
  colour: { light: "#75797f", dark: "#9298a3" },
  marker: "bar",
  glossary: [],
  style: () => ({ name: "averaging (mean of y x)", label: "averaging", dash: "1 4", width: 1.6 }),
  engine: async () => engineWithoutValues((await import("./averaging.engine.ts")).averaging),
};
