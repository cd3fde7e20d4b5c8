import { type Algorithm, without } from "./algorithm.ts";

export const priorAlgorithm: Algorithm = {
  id: "prior",
  forms: ["prior"],
  colour: { light: "#d55e00", dark: "#d55e00" },
  marker: "diamond",
  glossary: [],
  line: () => ({ name: "the prior alone", label: "prior alone", dash: "4 3", width: 2 }),
  engine: async () => without((await import("./prior.engine.ts")).prior),
};
