import type { Learner } from "../algorithms/learner.ts";
import { onlineLearner } from "../algorithms/online.ts";
import { ridgeState } from "../algorithms/ridge.engine.ts";
import { checkBetween, checkInteger, checkPositive } from "../numerics/checks.ts";
import type { DocumentPrompts } from "./document.engine.ts";

/** What the Bayes predictor of prompts that begin with a document must know. */
export type DocumentTask = Pick<DocumentPrompts, "sigma" | "tau" | "document" | "relevant">;

/**
 * The Bayes predictor of prompts whose first exemplars are a document, of the window's own task with probability p: ridge
 * regression on document and window and ridge regression on the window alone, λ = σ²/τ², σ > 0, weighted by p and 1 − p
 * times the densities of the window's y so far, computed exemplar by exemplar. Inside the document: ridge regression.
 */
export function documentBayes({ sigma, tau, document, relevant }: DocumentTask): Learner {
  checkPositive("sigma", sigma);
  checkPositive("tau", tau);
  checkInteger("document", document, 0);
  checkBetween("relevant", relevant, 0, 1);
  const lambda = (sigma / tau) ** 2;
  return onlineLearner(
    { id: "bayes", family: "bayes", settings: { sigma, tau, document, relevant }, laws: ["zeroWithNone"] },
    (dim, exemplars) => {
      const both = ridgeState(lambda, dim, exemplars); // on document and window
      const window = ridgeState(lambda, dim, exemplars);
      let seen = 0;
      let odds = 0; // log of relevant : irrelevant
      return {
        reset() {
          both.reset();
          window.reset();
          seen = 0;
          odds = Math.log(relevant) - Math.log(1 - relevant);
        },
        observe(x, offset, y) {
          if (seen >= document) {
            odds += logDensity(both, x, offset, y) - logDensity(window, x, offset, y);
            window.observe(x, offset, y);
          }
          both.observe(x, offset, y);
          seen += 1;
        },
        answer(query, offset) {
          const together = both.answer(query, offset);
          if (seen < document) return together;
          const share = 1 / (1 + Math.exp(-odds));
          return share * together + (1 - share) * window.answer(query, offset);
        },
      };
      function logDensity(state: typeof both, x: Float64Array, offset: number, y: number): number {
        const variance = sigma ** 2 * (1 + state.spread(x, offset));
        return -0.5 * (Math.log(variance) + (y - state.answer(x, offset)) ** 2 / variance);
      }
    },
  );
}
