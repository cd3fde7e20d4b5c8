import { checkBetween, checkInteger, checkPositive } from "../../numerics/checks.ts";
import { drawPrompts, type PromptStream } from "../../prompts/drawPrompts.ts";
import type { PromptBatch } from "../../prompts/prompt.ts";
import type { ConceptPrompts } from "../../tasks/concept.engine.ts";

/**
 * Prompts of tasks at an angle to the concept w₀ = τ (1, …, 1), in degrees: w is as long as w₀, and its direction is drawn
 * from all that have this angle. 0 is the concept itself, 180 the concept with every label flipped. Throws if D is below 2,
 * where a task has no other direction.
 */
export function sampleAtAngle(
  { dim, exemplars, sigma, tau }: ConceptPrompts,
  angle: number,
  stream: PromptStream,
  prompts: number,
): PromptBatch {
  checkInteger("dim", dim, 2);
  checkBetween("angle", angle, 0, 180);
  checkPositive("tau", tau);
  const [along, across] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const length = tau * Math.sqrt(dim);
  return drawPrompts({ dim, exemplars, sigma }, stream, prompts, (data, w) => {
    const drawn = Float64Array.from({ length: dim }, () => data.normal());
    const mean = drawn.reduce((sum, value) => sum + value, 0) / dim;
    const sideways = drawn.map((value) => value - mean); // orthogonal to w₀
    const norm = Math.hypot(...sideways);
    for (let d = 0; d < dim; d++) w[d] = along * tau + (across * length * (sideways[d] as number)) / norm;
  });
}
