import { checkBetween, checkInteger, checkPositive } from "../../numerics/checks.ts";
import type { LinearPrompts } from "../../tasks/linear.engine.ts";

/** What the best single layer of linear attention does on linear-regression prompts. */
export interface LinearAttentionOptimum {
  readonly stepSize: number; // γ of ŷ = γ xᵀ (1/N) Σ y x
  readonly rate: number; // α of the gd(α) that answers the same
  readonly risk: number; // E (ŷ − wᵀx)², not divided
}

/**
 * The global optimum of one layer of linear attention with x ~ N(0, I), w ~ N(0, τ² I), noise σ and the loss on the query:
 * one step of gradient descent with γ = N / (N + D + 1 + σ²/τ²), of excess risk τ² D (1 − γ) (Zhang, Frei & Bartlett 2023,
 * Theorem 4.1 with isotropic covariance).
 */
export function linearAttentionOptimum({ dim, exemplars, tau, sigma }: LinearPrompts): LinearAttentionOptimum {
  checkInteger("dim", dim, 1);
  checkInteger("exemplars", exemplars, 1);
  checkPositive("tau", tau);
  checkBetween("sigma", sigma, 0);
  const stepSize = exemplars / (exemplars + dim + 1 + (sigma / tau) ** 2);
  return { stepSize, rate: stepSize / (2 * exemplars), risk: tau ** 2 * dim * (1 - stepSize) };
}
