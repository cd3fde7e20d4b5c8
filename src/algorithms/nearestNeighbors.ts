import { type Algorithm, numberIn } from "./algorithm.ts";

export const nearestNeighborsAlgorithm: Algorithm = {
  id: "knn",
  forms: ["knn(k,uniform)", "knn(k,inverse-square)"],
  colour: { light: "#009e73", dark: "#009e73" },
  marker: "plus",
  glossary: [["nearest neighbours", "the mean y of the exemplars whose x are nearest to the query"]],
  style([k = "", weights]) {
    const how = weights === "uniform" ? "uniform" : "weighted";
    return {
      name: `${k} nearest neighbours, ${how}`,
      label: `${k}-NN ${how}`,
      dash: how === "uniform" ? "5 4" : "11 4",
      width: 1.6,
    };
  },
  async engine() {
    const { nearestNeighbors } = await import("./nearestNeighbors.engine.ts");
    return {
      create([count, weights, ...rest]) {
        const k = numberIn(count);
        const fits = Number.isSafeInteger(k) && k > 0 && rest.length === 0;
        return fits && (weights === "uniform" || weights === "inverse-square")
          ? nearestNeighbors(k, weights)
          : undefined;
      },
    };
  },
};
