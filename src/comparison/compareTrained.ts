import type { Checkpoint } from "../checkpoints/checkpoint.ts";
import { learnerOf } from "../checkpoints/learnerOf.ts";
import { currentEngine } from "../kernels/engine.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import { type Compared, type ComparisonScope, prepareComparison } from "./prepareComparison.ts";
import type { Row } from "./row.ts";

const PROMPTS = 2048;

/** Compares a trained run with algorithms on 2,048 prompts of its task that no other run with its seed has seen. */
export async function compareTrained(
  checkpoint: Checkpoint,
  scope: ComparisonScope,
  full = true,
): Promise<{ readonly algorithmRows: readonly Row[]; readonly compared: Compared }> {
  const engine = currentEngine(); // another run may activate its own engine until the algorithms have answered
  const { config, state } = checkpoint;
  const prompts = await samplePrompts(config.prompts, { seed: config.seed, label: "compare", first: 0 }, PROMPTS);
  const comparison = await prepareComparison(prompts, config, scope);
  const learner = learnerOf(checkpoint, engine);
  try {
    return {
      algorithmRows: comparison.algorithmRows,
      compared: await comparison.compare(learner, { step: state.step, full }),
    };
  } finally {
    learner.dispose?.();
  }
}
