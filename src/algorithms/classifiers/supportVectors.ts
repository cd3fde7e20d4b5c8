import type { Algorithm } from "../algorithm.ts";

export const supportVectorsAlgorithm: Algorithm = {
  id: "svm",
  forms: ["svm(poly)", "svm(linear)"],
  targets: "classes",
  colour: { light: "#0072b2", dark: "#0081c9" },
  marker: "ring",
  glossary: [],
  style([kernel = ""]) {
    const how = kernel === "poly" ? "polynomial" : kernel;
    const dash = kernel === "poly" ? "" : "9 3";
    return { name: `SVM, ${how} kernel`, label: `SVM ${how}`, dash, width: 2 };
  },
  async engine() {
    const { supportVectors } = await import("./supportVectors.engine.ts");
    return {
      create: ([kernel, ...rest]) =>
        rest.length === 0 && (kernel === "poly" || kernel === "linear") ? supportVectors(kernel) : undefined,
    };
  },
};
