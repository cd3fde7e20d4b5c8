import { cost, excessiveNeeds, MAX_BYTES, maxPrompts } from "./cost.ts";
import { type Config, ConfigError, invalidSetting } from "./schema.ts";

/**
 * Rejects a config that cannot be trained here, because a step or an evaluation does not fit in memory. A config may be
 * valid all the same: PyTorch may train it on another machine. Throws ConfigError.
 */
export function assertFitsInMemory(config: Config): void {
  assertStepFits(config);
  assertEvaluationsFit(config);
}

/** Rejects a config whose training step does not fit. */
function assertStepFits(config: Config): void {
  if (cost(config).bytes <= MAX_BYTES) return;
  throw new ConfigError(
    `invalid config: a training step must fit in ${MAX_BYTES / 1e9} GB of memory, this one needs ${excessiveNeeds(config)}; ` +
      `lower training.batch, prompts.exemplars, model.layers or model.hiddenSize, or train it in PyTorch: icl export --torch DIR`,
  );
}

/** Rejects a config whose evaluations do not fit. */
function assertEvaluationsFit(config: Config): void {
  const requested = config.evaluation.prompts;
  const max = maxPrompts(config, requested);
  if (max === requested) return;
  const limit = `${MAX_BYTES / 1e9} GB of memory`;
  if (max === 0) {
    throw new ConfigError(
      `invalid config: an evaluation must fit in ${limit}, this one cannot even with one prompt; ` +
        `lower prompts.exemplars, prompts.dim, model.heads or model.hiddenSize`,
    );
  }
  const { dim, exemplars } = config.prompts;
  throw invalidSetting(
    "evaluation.prompts",
    `must be at most ${max}, so that an evaluation on prompts of ${exemplars} exemplars ` +
      `in ${dim} dimensions fits in ${limit}, got ${requested}; lower evaluation.prompts`,
  );
}
