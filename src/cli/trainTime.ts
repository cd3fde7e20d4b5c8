import type { Host } from "../checkpoints/host.ts";
import { cost } from "../config/cost.ts";
import { type PredictedTime, predictTime, REFERENCE_SPEED } from "../config/predictedTime.ts";
import type { Config } from "../config/schema.ts";
import { threadsToTrain } from "../config/threads.ts";
import { predictRun } from "../runs/machineSpeed.ts";
import { duration } from "./io/progress.ts";

const TOLD = 30; // seconds of a run
const MAYBE_TOLD = 5; // the same on the machine of the constants: this one may be several times slower

/** A run's predicted time on this machine, from the start of this process. */
export async function predictHere(config: Config, host: Host): Promise<PredictedTime> {
  const before = process.uptime();
  const predicted = await predictRun(config, host);
  return { ...predicted, start: predicted.start + before, seconds: predicted.seconds + before };
}

/** The predicted time of a run in words, measured here; undefined for a run of less than half a minute. */
export async function timeNote(config: Config, host: Host): Promise<string | undefined> {
  const rough = predictTime(config, REFERENCE_SPEED, threadsToTrain(config, host));
  if (rough.seconds < MAYBE_TOLD) return undefined;
  const predicted = await predictHere(config, host);
  return predicted.seconds < TOLD ? undefined : timeSentence(config, predicted);
}

/** "202,369 parameters: about 6 min 20 s, 8,000 steps of 40 ms and 40 evaluations in 58 s". */
export function timeSentence(
  config: Config,
  { seconds, perStep, evaluations, evaluationCount }: PredictedTime,
): string {
  const { steps } = config.training;
  const whole = (value: number) => value.toLocaleString("en");
  return (
    `${whole(cost(config).parameters)} parameters: about ${duration(seconds)}, ` +
    `${whole(steps)} steps of ${Number((1000 * perStep).toPrecision(2))} ms and ` +
    `${evaluationCount} evaluations in ${duration(evaluations)}\n`
  );
}
