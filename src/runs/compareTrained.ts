import type { Checkpoint } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import type { Compared, ComparisonScope } from "../comparison/prepareComparison.ts";
import type { Row } from "../comparison/row.ts";
import { currentEngine } from "../kernels/engine.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import { compareShared } from "./compareShared.ts";

const PROMPTS = 2048;

/** A run after its training, and the host whose threads share its measurement; without one this thread measures alone. */
export interface ComparedRun {
  readonly checkpoint: Checkpoint;
  readonly host?: Host;
  readonly shuffledLabels?: boolean; // a control: the transformer sees every prompt with its labels shuffled
}

/** Compares a trained run with algorithms on 2,048 prompts of its task that no other run with its seed has seen. */
export async function compareTrained(
  run: ComparedRun,
  scope: ComparisonScope,
  full = true,
): Promise<{ readonly algorithmRows: readonly Row[]; readonly compared: Compared }> {
  const engine = currentEngine(); // another run may activate its own engine until the algorithms have answered
  const { config, state } = run.checkpoint;
  const batch = await samplePrompts(config.prompts, { seed: config.seed, label: "compare", first: 0 }, PROMPTS);
  const options = { step: state.step, full };
  const { comparison, compared } = await compareShared({ ...run, batch, scope, options, engine });
  return { algorithmRows: comparison.algorithmRows, compared };
}
