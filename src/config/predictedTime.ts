import { lambdaGrid } from "../metrics/effectiveLambda.ts";
import { comparedWith } from "../tasks/families.ts";
import type { PoolThreads } from "../training/workerPool.ts";
import { headSizeOf } from "../transformer/modelConfig.ts";
import { cost, tokensOf } from "./cost.ts";
import { ILWD_PROMPTS, ILWD_QUERIES } from "./evaluationMemory.ts";
import { evaluationSteps } from "./evaluationSteps.ts";
import type { Config } from "./schema.ts";

// How long a run or a comparison takes. The constants were measured on one thread of a processor with AVX2, in Node 20:
// they say how much a part of the work weighs against the others. How fast a machine is, is measured (runs/machineSpeed.ts).

const SECONDS_PER_FLOP = 1 / 4.3e10; // of matrix products
/** Of float64 arithmetic in JavaScript, on the machine of the constants. */
export const SECONDS_PER_OPERATION = 1.75e-9;
const FLOP_PER_ATTENTION_WEIGHT = 215; // its exponential, forward and backward, in the time of products
const OPERATIONS = {
  prompt: 19, // of each number of a prompt that is drawn
  parameter: 4, // of each parameter that is updated
  kernels: 6000, // of a shard's kernels in one layer, around their arithmetic
  resample: 1, // of each value in each resample of a row
  encoded: 60, // of each parameter in a checkpoint
} as const;
const RESAMPLES = 400; // of a row's interval
const STEPS_BETWEEN_CHECKPOINTS = 250;
const STEPS_BETWEEN_REACH_CHECKS = 100;

/** How slow a machine is: how many times as long it takes as the machine on which the constants were measured. */
export interface MachineSpeed {
  readonly steps: number; // for steps and answers of a transformer
  readonly algorithms: number; // for answers of algorithms, and for statistics
  readonly startSeconds: number; // until a run can begin: engine and threads
}

export const REFERENCE_SPEED: MachineSpeed = { steps: 1, algorithms: 1, startSeconds: 1 };

/** A speed as it was stored; undefined if the text is none. */
export function parseSpeed(text: string): MachineSpeed | undefined {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return undefined;
  const { steps, algorithms, startSeconds } = value as Partial<Record<keyof MachineSpeed, unknown>>;
  const isPositive = (each: unknown): each is number => typeof each === "number" && each > 0 && Number.isFinite(each);
  if (!isPositive(steps) || !isPositive(algorithms) || !isPositive(startSeconds)) return undefined;
  return { steps, algorithms, startSeconds };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds of a run, in parts. */
export interface PredictedTime {
  readonly seconds: number; // in total
  readonly start: number;
  readonly perStep: number;
  readonly evaluations: number; // all of them, with the algorithms' answers
  readonly evaluationCount: number;
  readonly checkpoints: number;
}

/** The predicted time of a run on a machine, if so many threads share its steps and evaluations. */
export function predictTime(config: Config, speed: MachineSpeed, threads: PoolThreads): PredictedTime {
  const { steps } = config.training;
  const { prompts, times, reach } = config.evaluation;
  const perStep = speed.steps * stepSeconds(config, threads.step);
  const evaluated = evaluationSteps(steps, times).filter((step) => step < steps);
  const forward = (speed.steps * answerSeconds(config, prompts)) / threads.evaluation;
  const statistics = speed.algorithms * statisticsSeconds(config, prompts);
  const last =
    (speed.steps * queriedSeconds(config, prompts)) / threads.evaluation +
    (speed.algorithms * SECONDS_PER_OPERATION * comparisonOperations(config, prompts)) / threads.evaluation;
  const checks = reach > 0 ? Math.floor(steps / STEPS_BETWEEN_REACH_CHECKS) : 0;
  const evaluations = (evaluated.length + 1) * (forward + statistics) + last + statistics + checks * forward;
  const saved = evaluated.length + 1 + steps / STEPS_BETWEEN_CHECKPOINTS;
  const encoding = SECONDS_PER_OPERATION * OPERATIONS.encoded * cost(config).parameters;
  const checkpoints = speed.algorithms * saved * encoding;
  return {
    seconds: speed.startSeconds + steps * perStep + evaluations + checkpoints,
    start: speed.startSeconds,
    perStep,
    evaluations,
    evaluationCount: evaluated.length + 1,
    checkpoints,
  };
}

/** Seconds of a training step on the machine of the constants, shared by so many threads. */
export function stepSeconds(config: Config, threads: number): number {
  const { parameters, flopPerStep } = cost(config);
  const { batch, shards, optimizer } = config.training;
  const { dim, exemplars } = config.prompts;
  const { layers, heads } = config.model;
  const attention = FLOP_PER_ATTENTION_WEIGHT * batch * layers * heads * tokensOf(config) ** 2;
  const products = flopPerStep + attention + (optimizer === "muon" ? orthogonalizeFlop(config) : 0);
  const drawn = OPERATIONS.prompt * batch * (exemplars + 1) * (dim + 1);
  const around = OPERATIONS.kernels * Math.min(batch, shards) * (layers + 1);
  const shared = SECONDS_PER_FLOP * products + SECONDS_PER_OPERATION * (drawn + around);
  return shared / threads + SECONDS_PER_OPERATION * OPERATIONS.parameter * parameters;
}

/** Seconds, on one thread of that machine, of everything in the evaluations of a run that threads can share. */
export function evaluationSeconds(config: Config): number {
  const { prompts, times } = config.evaluation;
  const count = evaluationSteps(config.training.steps, times).length + 1;
  return comparisonSeconds(config, prompts) + count * answerSeconds(config, prompts);
}

/** Seconds, on one thread of that machine, of everything in a comparison on so many prompts that threads can share. */
export const comparisonSeconds = (config: Config, prompts: number): number =>
  SECONDS_PER_OPERATION * comparisonOperations(config, prompts) +
  answerSeconds(config, prompts) +
  queriedSeconds(config, prompts);

/** Operations in float64 of the algorithms' answers at every position, of ridge's at every λ, and of their implied weights. */
export function comparisonOperations(config: Config, prompts: number): number {
  const { dim: D, exemplars: N } = config.prompts;
  const algorithms = comparedWith(config.prompts).length;
  return (
    answerOperations(config, prompts, algorithms + lambdaGrid.length) +
    Math.min(prompts, ILWD_PROMPTS) * N * (algorithms + 1) * ILWD_QUERIES * (2.7 * D * D + 63)
  );
}

/** Operations of so many algorithms' answers to prompts. */
export const answerOperations = ({ prompts: { dim: D, exemplars: N } }: Config, prompts: number, algorithms: number) =>
  prompts * (N + 1) * algorithms * (D * D + 17 * D + 120);

/** Seconds of a transformer's answers to prompts at every position. */
function answerSeconds(config: Config, prompts: number): number {
  const { layers, heads, tokens } = config.model;
  const { flopPerStep } = cost(config);
  const passes = tokens === "paired" ? config.prompts.exemplars + 1 : 1; // each position needs its own
  const attention = FLOP_PER_ATTENTION_WEIGHT * config.training.batch * layers * heads * tokensOf(config) ** 2;
  return (SECONDS_PER_FLOP * passes * prompts * (flopPerStep + attention)) / 3 / config.training.batch;
}

/** Seconds of a transformer's answers to the fresh queries of ILWD, after 1…N exemplars. */
function queriedSeconds(config: Config, prompts: number): number {
  const { exemplars: N } = config.prompts;
  const perToken = answerSeconds(config, 1) / tokensOf(config);
  const tokens = N * (N + 1) + N * ILWD_QUERIES; // 2n and the queries, for n = 1…N
  return Math.min(prompts, ILWD_PROMPTS) * tokens * perToken;
}

/** Seconds of the intervals of an evaluation's rows, on one thread. */
function statisticsSeconds(config: Config, prompts: number): number {
  const { exemplars: N } = config.prompts;
  const rows = (comparedWith(config.prompts).length + 2) * (N + 4);
  return SECONDS_PER_OPERATION * OPERATIONS.resample * RESAMPLES * prompts * rows;
}

/**
 * Floating-point operations of Muon's five iterations for every matrix of a model: a product at the beginning and one at the
 * end with the whole matrix, and 17 products of squares of its short side between them (kernels/wasm/assembly/orthogonalize.ts).
 */
function orthogonalizeFlop({ model }: Config): number {
  const { layers, hiddenSize: H, heads, mlp } = model;
  const A = heads * headSizeOf(model);
  const of = (rows: number, columns: number) => {
    const [short, long] = [Math.min(rows, columns), Math.max(rows, columns)];
    return 4 * short ** 2 * long + 34 * short ** 3;
  };
  return layers * (of(H, 3 * A) + of(A, H) + (mlp === "on" ? of(H, 4 * H) + of(4 * H, H) : 0));
}
