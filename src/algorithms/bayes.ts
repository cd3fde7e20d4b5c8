import type { Algorithm } from "./algorithm.ts";

export const bayesAlgorithm: Algorithm = {
  id: "bayes",
  forms: ["bayes"],
  colour: { light: "#1d96db", dark: "#56b4e9" },
  marker: "ring",
  glossary: [
    [
      "Bayes",
      "the best possible predictor if the distributions of w and of the noise are known: ridge regression with λ = σ²/τ², which without noise is least squares",
    ],
  ],
  style: () => ({ name: "Bayes", label: "Bayes", dash: "9 3 2 3", width: 2 }),
  engine: async () => ({ create: ({ length }, { bayes }) => (length === 0 ? bayes?.() : undefined) }),
};
