import { modelOf } from "../checkpoints/checkpoint.ts";
import type { Config } from "../config/schema.ts";
import { comparedWith } from "../tasks/families.ts";
import { countParameters } from "../transformer/parameters.ts";

/** What the files of a run can hold at most. */
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

const MAX_ROWS = 500_000; // of any run: a page cannot draw more
const ROW_BYTES = 512; // about twice those of a row
const LOG_LINE_BYTES = 512;
const RESULT_BYTES = 2 ** 20;
const TENSOR_BYTES = 256; // of a tensor in the header
const METADATA_BYTES = 2 ** 21; // a config that changes often, and hashes
const MORE_EVALUATIONS = 100; // where a run was interrupted or ended early, and for its last, which has three times the rows
const MORE_LEARNERS = 15; // that other versions compare with

/**
 * What the files of a run of a config can hold at most, so that a file that holds more is refused before it is unpacked.
 * An evaluation has, of every learner, a row for each number of exemplars and a few besides.
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
