import { type Algorithm, positiveNumbers } from "../algorithm.ts";

export const ridgeClassifierAlgorithm: Algorithm = {
  id: "ridge-classifier",
  forms: ["ridge-classifier(λ)"],
  targets: "classes",
  colour: { light: "#bd8300", dark: "#e69f00" },
  marker: "diamond",
  glossary: [],
  style: ([lambda = ""]) => ({
    name: `ridge classifier (λ = ${lambda})`,
    label: "ridge classifier",
    dash: "4 3",
    width: 1.6,
  }),
  async engine() {
    const { ridgeClassifier } = await import("./ridgeClassifier.engine.ts");
    return {
      create(values) {
        const [lambda] = positiveNumbers(values, 1) ?? [];
        return lambda === undefined ? undefined : ridgeClassifier(lambda);
      },
    };
  },
};
