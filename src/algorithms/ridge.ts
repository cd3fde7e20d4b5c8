import { type Algorithm, entryFor, numberIn, positiveNumbers } from "./algorithm.ts";

export const ridgeAlgorithm: Algorithm = {
  id: "ridge",
  forms: ["ridge(λ)"],
  colour: { light: "#bd8300", dark: "#e69f00" },
  marker: "diamond",
  glossary: [
    [
      "ridge regression",
      "least squares with a penalty of λ on large weights: the larger λ, the nearer to zero its answers",
    ],
  ],
  style: ([lambda = ""]) => ({
    name: `ridge (λ = ${lambda})`,
    label: `ridge ${lambda}`,
    dash: entryFor(numberIn(lambda), [0.01, 0.25, 1], ["14 3", "9 3", "4 3", "2 3"]),
    width: 1.6,
  }),
  async engine() {
    const { ridge } = await import("./ridge.engine.ts");
    return {
      create(values, _, id) {
        const [lambda] = positiveNumbers(values, 1) ?? [];
        if (lambda === undefined) return undefined;
        return values[0]?.includes("/") ? { ...ridge(lambda), id } : ridge(lambda);
      },
    };
  },
};
