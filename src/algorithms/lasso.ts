import { type Algorithm, entryFor, numberIn, positiveNumbers } from "./algorithm.ts";

export const lassoAlgorithm: Algorithm = {
  id: "lasso",
  forms: ["lasso(α)"],
  colour: { light: "#8a6d3b", dark: "#b8925a" },
  marker: "square",
  glossary: [
    ["lasso", "least squares with a penalty of α times the absolute value of each weight: most weights become zero"],
  ],
  style: ([alpha = ""]) => ({
    name: `lasso (α = ${alpha})`,
    label: `lasso ${alpha}`,
    dash: entryFor(numberIn(alpha), [0.005, 0.05, 0.5], ["12 2 2 2", "8 2 2 2", "5 2 2 2", "2 2 2 2"]),
    width: 1.6,
  }),
  async engine() {
    const { lasso } = await import("./lasso.engine.ts");
    return {
      create(values) {
        const [alpha] = positiveNumbers(values, 1) ?? [];
        return alpha === undefined ? undefined : lasso(alpha);
      },
    };
  },
};
