import { type Algorithm, numberIn, positiveNumbers } from "./algorithm.ts";

export const gradientDescentAlgorithm: Algorithm = {
  id: "gd",
  forms: ["gd(α)", "gd(α,k)"],
  colour: { light: "#d55e00", dark: "#d55e00" },
  marker: "triangle",
  glossary: [["gradient descent", "steps that reduce the squared error, from w = 0"]],
  style: ([rate = "", steps]) =>
    steps
      ? {
          name: `${steps} steps of gradient descent (α = ${rate})`,
          label: `${steps} × GD ${rate}`,
          dash: "7 2 1 2 1 2",
          width: 1.6,
        }
      : {
          name: `one step of gradient descent (α = ${rate})`,
          label: `GD ${rate}`,
          dash: numberIn(rate) < 0.015 ? "7 2 2 2" : "3 2",
          width: 1.6,
        },
  async engine() {
    const { gradientDescent } = await import("./gradientDescent.engine.ts");
    return {
      create(values) {
        const [rate, steps = 1] = positiveNumbers(values, values.length === 2 ? 2 : 1) ?? [];
        return rate !== undefined && Number.isSafeInteger(steps) ? gradientDescent(rate, steps) : undefined;
      },
    };
  },
};
