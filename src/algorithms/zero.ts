import { type Algorithm, engineWithoutValues } from "./algorithm.ts";

export const zeroAlgorithm: Algorithm = {
  id: "zero",
  forms: ["zero"],
  colour: { light: "#75797f", dark: "#9298a3" },
  marker: "none",
  glossary: [],
  style: () => ({ name: "always answer zero", label: "always zero", dash: "1 2", width: 1.6 }),
  engine: async () => engineWithoutValues((await import("./zero.engine.ts")).zero),
};
