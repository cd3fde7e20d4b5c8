import { type Algorithm, engineWithoutValues } from "../algorithm.ts";

export const centroidsAlgorithm: Algorithm = {
  id: "centroids",
  forms: ["centroids"],
  targets: "classes",
  colour: { light: "#ca73a3", dark: "#cc79a7" },
  marker: "cross",
  glossary: [],
  style: () => ({ name: "the nearer centroid", label: "centroids", dash: "8 2 1 2", width: 1.6 }),
  engine: async () => engineWithoutValues((await import("./centroids.engine.ts")).centroids),
};
