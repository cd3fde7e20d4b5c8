import { averaging } from "./averaging.ts";
import { bayes } from "./bayes.ts";
import { type ConceptTask, conceptBayes } from "./conceptBayes.ts";
import { type DocumentTask, documentBayes } from "./documentBayes.ts";
import { gradientDescent } from "./gradientDescent.ts";
import type { Learner } from "./learner.ts";
import { nearestNeighbors } from "./nearestNeighbors.ts";
import { ols } from "./ols.ts";
import { prior } from "./prior.ts";
import { ridge } from "./ridge.ts";
import { sgd } from "./sgd.ts";
import { zero } from "./zero.ts";

const forms =
  "zero, averaging, ols, ridge(λ), bayes, prior, gd(α), gd(α,k), sgd(α), knn(k,uniform), knn(k,inverse-square)";

/** What Bayes must know of the prompts: their family (linear where it is not said), and the numbers it needs. */
export type LearnerTask =
  | { readonly family?: "linear" | "halfspace" | "symbols"; readonly sigma: number; readonly tau: number }
  | ({ readonly family: "concept" } & ConceptTask)
  | ({ readonly family: "document" } & DocumentTask);

/** The algorithm of an id such as "ridge(0.1)" or "ridge(1/9)"; `task` is what Bayes must know. Throws one sentence where there is none. */
export function learnerById(id: string, task: LearnerTask): Learner {
  const [, name, inside] = /^([a-z]+)(?:\(([^()]*)\))?$/.exec(id) ?? [];
  const settings = inside?.split(",").map((text) => text.trim()) ?? [];
  const [first, second] = settings;
  const rate = numberOf(first);
  const positive = rate > 0 && rate < Number.POSITIVE_INFINITY;
  if (settings.length === 0) {
    if (name === "zero") return zero();
    if (name === "averaging") return averaging();
    if (name === "ols") return ols();
    if (name === "bayes" && task.family === "concept") return conceptBayes(task);
    if (name === "bayes" && task.family === "document") return documentBayes(task);
    if (name === "bayes" && task.family !== "halfspace" && task.family !== "symbols") return bayes(task);
    if (name === "prior") return prior(task);
  }
  if (settings.length === 1 && positive) {
    if (name === "ridge") return first?.includes("/") ? { ...ridge(rate), id } : ridge(rate);
    if (name === "gd") return gradientDescent(rate);
    if (name === "sgd") return sgd(rate);
  }
  if (settings.length === 2 && positive) {
    const steps = Number(second);
    if (name === "gd" && Number.isSafeInteger(steps) && steps > 0) return gradientDescent(rate, steps);
    if (name === "knn" && Number.isSafeInteger(rate) && (second === "uniform" || second === "inverse-square")) {
      return nearestNeighbors(rate, second);
    }
  }
  throw new Error(`unknown learner ${id}: wanted one of ${forms}`);
}

/** "0.25" and "1/4" are the same number. */
function numberOf(text = ""): number {
  const [, over, under] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (over !== undefined) return Number(over) / Number(under);
  return text === "" ? Number.NaN : Number(text);
}
