import { type Algorithm, numberIn, positiveNumbers } from "./algorithm.ts";

export const sgdAlgorithm: Algorithm = {
  id: "sgd",
  forms: ["sgd(α)"],
  colour: { light: "#ca73a3", dark: "#cc79a7" },
  marker: "cross",
  glossary: [],
  style: ([rate = ""]) => ({
    name: `SGD, one pass (α = ${rate})`,
    label: `SGD ${rate}`,
    dash: numberIn(rate) < 0.02 ? "8 2 1 2" : "5 2",
    width: 1.6,
  }),
  async engine() {
    const { sgd } = await import("./sgd.engine.ts");
    return {
      create(values) {
        const [rate] = positiveNumbers(values, 1) ?? [];
        return rate === undefined ? undefined : sgd(rate);
      },
    };
  },
};
