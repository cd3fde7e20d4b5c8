import { type Algorithm, without } from "./algorithm.ts";

export const averagingAlgorithm: Algorithm = {
  id: "averaging",
  forms: ["averaging"],
  colour: { light: "#75797f", dark: "#9298a3" },
  marker: "bar",
  glossary: [],
  line: () => ({ name: "averaging (mean of y x)", label: "averaging", dash: "1 4", width: 1.6 }),
  engine: async () => without((await import("./averaging.engine.ts")).averaging),
};
