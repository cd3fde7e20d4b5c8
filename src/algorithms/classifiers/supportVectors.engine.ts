import SVM from "libsvm-js/asm.js";
import type { Learner } from "../learner.ts";
import { classifier } from "./classifier.ts";

/**
 * A support vector classifier (LIBSVM's C-SVC) with scikit-learn's defaults: C = 1, and for the polynomial kernel
 * (γ uᵀv)³ with γ = 1 / (D Var x). `offset` is added to every coordinate first: the polynomial kernel has no constant
 * term, so its result depends on the origin. Answers ±1.
 */
export function supportVectors(kernel: "poly" | "linear", offset = 0): Learner {
  let fitted: SVM | undefined; // the last one fitted
  return {
    ...classifier({ id: `svm(${kernel})`, family: "svm", settings: { kernel, offset } }, ({ dim, count, x, y }) => {
      const row = (from: Float64Array, at: number) =>
        Array.from({ length: dim }, (_, d) => (from[at + d] as number) + offset);
      const rows = Array.from({ length: count }, (_, i) => row(x, i * dim));
      const all = rows.flat();
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
      fitted?.free();
      const svm = new SVM({
        type: SVM.SVM_TYPES.C_SVC,
        kernel: kernel === "poly" ? SVM.KERNEL_TYPES.POLYNOMIAL : SVM.KERNEL_TYPES.LINEAR,
        ...{ degree: 3, gamma: 1 / (dim * (variance || 1)), coef0: 0, cost: 1, tolerance: 1e-3, quiet: true },
      });
      svm.train(rows, [...y.subarray(0, count)]);
      fitted = svm;
      return (query, at) => svm.predictOne(row(query, at));
    }),
    dispose() {
      fitted?.free();
      fitted = undefined;
    },
  };
}
