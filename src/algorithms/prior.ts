import type { Algorithm } from "./algorithm.ts";

export const priorAlgorithm: Algorithm = {
  id: "prior",
  forms: ["prior"],
  colour: { light: "#d55e00", dark: "#d55e00" },
  marker: "diamond",
  glossary: [],
  style: () => ({ name: "the prior alone", label: "prior alone", dash: "4 3", width: 2 }),
  async engine() {
    const { prior } = await import("./prior.engine.ts");
    return { create: ({ length }, { tau }) => (length === 0 && tau !== undefined ? prior({ tau }) : undefined) };
  },
};
