import { modelOf } from "../checkpoints/checkpoint.ts";
import type { Config } from "../config/schema.ts";
import { comparedWith } from "../tasks/families.ts";
import { countParameters } from "../transformer/parameters.ts";

/** Limits on the files of a run. */
export interface RunLimits {
  readonly rows: number;
  readonly logLines: number;
  readonly bytes: {
    readonly "rows.json": number;
    readonly "log.jsonl": number;
    readonly "result.json": number;
    readonly "checkpoint.safetensors": number;
  };
}

const MAX_ROWS = 500_000; // for any run: a page cannot draw more
const ROW_BYTES = 512; // about twice the size of a row
const LOG_LINE_BYTES = 512;
const RESULT_BYTES = 2 ** 20;
const TENSOR_BYTES = 256; // of a tensor in the header
const METADATA_BYTES = 2 ** 21; // a config that changes often, and hashes
const MORE_EVALUATIONS = 100; // for interruptions, early ends, and the last evaluation, which has three times the rows
const MORE_LEARNERS = 15; // that other versions may compare with

/**
 * Limits on the files of a run with this config, so that larger files are rejected before they are unpacked. An
 * evaluation has, for every learner, one row per number of exemplars and a few more.
 */
export function runLimits(config: Config): RunLimits {
  const { exemplars } = config.prompts;
  const learners = comparedWith(config.prompts).length + MORE_LEARNERS;
  const evaluations = config.evaluation.times + MORE_EVALUATIONS;
  const rows = Math.min(MAX_ROWS, learners * (exemplars + 5) * evaluations);
  const logLines = config.training.steps;
  const { specs } = modelOf(config);
  return {
    rows,
    logLines,
    bytes: {
      "rows.json": rows * ROW_BYTES,
      "log.jsonl": logLines * LOG_LINE_BYTES,
      "result.json": RESULT_BYTES,
      // Parameters and an optimiser's state of twice as many numbers.
      "checkpoint.safetensors": 3 * (4 * countParameters(specs) + specs.length * TENSOR_BYTES) + METADATA_BYTES,
    },
  };
}
