import { modelOf } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import { evaluateAlgorithms } from "../comparison/algorithmAnswers.ts";
import { referenceAlgorithms } from "../comparison/referenceAlgorithms.ts";
import {
  answerOperations,
  type MachineSpeed,
  type PredictedTime,
  predictTime,
  SECONDS_PER_OPERATION,
  stepSeconds,
} from "../config/predictedTime.ts";
import type { Config } from "../config/schema.ts";
import { threadsToTrain } from "../config/threads.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { lambdaGrid } from "../metrics/effectiveLambda.ts";
import { median } from "../numerics/statistics.ts";
import { comparedWith } from "../tasks/families.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import { initialState } from "../training/optimizer.ts";
import type { Replica } from "../training/replica.ts";
import { train } from "../training/train.ts";
import { createReplica, createReplicas } from "./replicas.ts";
import { trainingSampler } from "./trainingBatch.ts";

const WARM_MS = 250; // until engines have compiled the hot code
const STEPS_MS = 350;
const PROMPTS = 16;
const ROUNDS = 3; // of the algorithms' answers; the fastest counts

/** Measures the speed of a machine on some steps and some algorithms' answers of a config, in about a second. Rejects with one sentence if the engine does not run here. */
export async function measureSpeed(config: Config, host: Host): Promise<MachineSpeed> {
  const began = host.now();
  const engine = await startEngine(host);
  const threads = threadsToTrain(config, host);
  const local = createReplica(config, await trainingSampler(config), engine);
  const replicas = await createReplicas(config, host, local, { ...threads, evaluation: threads.step });
  try {
    const startSeconds = (host.now() - began) / 1000;
    const steps = (await secondsOfStep(config, replicas, host)) / stepSeconds(config, replicas.size);
    const algorithms = (await secondsOfAlgorithms(config, local, host)) / expectedOfAlgorithms(config);
    return { steps, algorithms, startSeconds };
  } finally {
    replicas.close();
  }
}

/** Predicts the time of a run on this machine from some of its own steps, in about a second. */
export async function predictRun(config: Config, host: Host): Promise<PredictedTime> {
  return predictTime(config, await measureSpeed(config, host), threadsToTrain(config, host));
}

/** The median of some steps, after others. */
async function secondsOfStep(config: Config, replicas: Replica, host: Host): Promise<number> {
  const model = modelOf(config);
  const schedule = { ...config.training, steps: Number.MAX_SAFE_INTEGER, changes: "" };
  const steps = train(model.specs, schedule, initialState(model.init(config.seed)), replicas);
  const times: number[] = [];
  const began = host.now();
  for (let spent = 0; spent < WARM_MS + STEPS_MS || times.length === 0; spent = host.now() - began) {
    const start = host.now();
    const { done } = await steps.next();
    if (done)
      throw new Error("a step of the training ended in numbers that are not finite: its time cannot be measured");
    if (start - began >= WARM_MS) times.push(host.now() - start);
  }
  return median(times) / 1000;
}

/** Seconds of the answers of all algorithms, and of ridge at every λ, to some prompts in this thread. */
async function secondsOfAlgorithms(config: Config, local: Replica, host: Host): Promise<number> {
  const { prompts: settings, seed } = config;
  const batch = await samplePrompts(settings, { seed, label: "evaluation", first: 0 }, PROMPTS);
  const ids = comparedWith(settings);
  const algorithms = referenceAlgorithms(settings, local);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = host.now();
    await evaluateAlgorithms(algorithms, ids, batch, ids, undefined);
    best = Math.min(best, host.now() - start);
  }
  return best / 1000;
}

const expectedOfAlgorithms = (config: Config): number =>
  SECONDS_PER_OPERATION * answerOperations(config, PROMPTS, comparedWith(config.prompts).length + lambdaGrid.length);
