import { setImmediate } from "node:timers/promises";
import type { Host } from "../checkpoints/host.ts";
import type { Row } from "../comparison/row.ts";
import { toJson } from "../comparison/row.ts";
import { formatLambda, formatValue } from "../plots/parts/format.ts";
import type { RunEvent, RunResult } from "../runs/runEvent.ts";
import { run } from "../runs/trainRun.ts";
import { comparedWith } from "../tasks/families.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import type { Command } from "./command.ts";
import { assertTargetsFit, definitionFlags } from "./definitionFiles.ts";
import { withLock } from "./io/lock.ts";
import { onTerminate } from "./io/onTerminate.ts";
import { progress } from "./io/progress.ts";
import { openRunFolder, type RunWriter } from "./io/runFolder.ts";
import { backendValue, nodeHost, workersFlag } from "./nodeHost.ts";
import { distanceToOls, olsShare } from "./olsSummary.ts";
import { configFlags } from "./settingFlags.ts";
import { planTraining, prepareRunFolder, type TrainPlan } from "./trainPlan.ts";
import { predictHere, timeNote, timeSentence } from "./trainTime.ts";
import { UsageError } from "./usageError.ts";

const MS_FOR_RUN_TO_STOP = 120_000; // after its sweep was killed, a run still saves its current step

/** `icl train`: trains one config and writes a run folder. */
export const train: Command = {
  name: "train",
  summary: "trains a transformer on prompts and writes a run folder",
  usage:
    "--preset P [--set path=value]… [--seed N] [--steps N] [--until N] [--out DIR] [--resume] [--keep] [--predict]",
  flags: {
    ...configFlags,
    ...definitionFlags,
    until: { value: "N", help: "stops after this step, on the same schedule" },
    out: { value: "DIR", help: "the run folder (default runs/<preset>-<seed>)" },
    resume: { help: "resumes from the checkpoint in the run folder" },
    keep: { help: "saves the parameters of every evaluation, in half precision, as moments/<step>.safetensors" },
    backend: { value: backendValue, help: "the tensor engine (default auto)" },
    workers: workersFlag("a step and an evaluation"),
    predict: { help: "trains nothing: measures some steps, and prints how long the run would take" },
    force: { help: "replaces the files in the run folder" },
  },
  async run(args) {
    const host = nodeHost(args.text("backend"), args.text("workers"));
    const initialPlan = planTraining(args);
    if (args.has("predict")) {
      const other = ["until", "resume"].find((flag) => args.has(flag));
      if (other)
        throw new UsageError(`invalid --predict: it is for a whole run, and cannot be combined with --${other}`);
      const predicted = await predictHere(initialPlan.config, host);
      const text = args.has("json") ? `${toJson(predicted)}\n` : timeSentence(initialPlan.config, predicted);
      process.stdout.write(text);
      return;
    }
    const { prompts: task, evaluation, seed } = initialPlan.config;
    await assertTargetsFit("algorithm", comparedWith(task), () =>
      samplePrompts(task, { seed, label: "evaluation", first: 0 }, evaluation.prompts),
    );
    const { signal: stopSignal, stop } = onTerminate();
    const force = args.has("force");
    prepareRunFolder(initialPlan, force);
    const waitMs = process.send ? MS_FOR_RUN_TO_STOP : 0; // a sweep has started this process
    await withLock(initialPlan.folder, { waitMs, signal: stopSignal }, async ({ assertOwned }) => {
      const plan = initialPlan.resumed ? planTraining(args) : initialPlan; // another process may have resumed it before
      prepareRunFolder(plan, force);
      const startedBySweep = process.send !== undefined;
      const isPart = plan.resumed || args.has("until"); // of a run
      const note = isPart || startedBySweep ? undefined : await timeNote(plan.config, host);
      if (note) process.stderr.write(note);
      const options = { saveSnapshots: args.has("keep"), json: args.has("json"), stopSignal, assertOwned };
      const result = await carryOut(plan, host, options);
      if (options.json) process.stdout.write(`${toJson({ out: plan.folder, ...result })}\n`);
      else process.stdout.write(sentenceOf(result, plan.folder));
    }).finally(stop);
  },
};

interface Options {
  readonly saveSnapshots: boolean;
  readonly json: boolean;
  readonly stopSignal: AbortSignal;
  readonly assertOwned: () => void; // throws if another process has taken the lock
}

/** Trains and writes the run folder. Throws a sentence if the run cannot continue, or is interrupted before its last step. */
async function carryOut(
  plan: TrainPlan,
  host: Host,
  { saveSnapshots, json, stopSignal, assertOwned }: Options,
): Promise<RunResult> {
  const { config, folder, until, resumed } = plan;
  const show = progress(until);
  let writer: RunWriter | undefined; // opened after the run has started, so that a failed start changes nothing
  let evaluated = -1; // the step of the last evaluation
  let result: RunResult | undefined;
  const checkpointRequested = () => stopSignal.aborted;
  try {
    for await (const event of run(config, host, {
      ...(resumed && { from: resumed.bytes }),
      until,
      wantsCheckpoint: checkpointRequested,
      wantsSnapshot: () => writer?.savesSnapshots ?? false,
    })) {
      if (json) process.stdout.write(lineOf(event));
      if (event.type !== "step") assertOwned();
      writer ??= openRunFolder(folder, config, resumed?.step, saveSnapshots);
      switch (event.type) {
        case "step":
          writer.step(event);
          show.step(event);
          break;
        case "rows":
          evaluated = event.step;
          writer.addRows(event.rows);
          show.rows(event.rows);
          break;
        case "checkpoint":
          writer.checkpoint(event);
          if (!stopSignal.aborted || event.step === evaluated) break; // the evaluation may have been the last
          throw new Error(`interrupted: stopped at step ${event.step} of ${until}; --resume continues from there`);
        case "stopped":
          throw new Error(event.message);
        case "done":
          result = event.result;
          writer.result(result);
          break;
      }
      await setImmediate(); // otherwise a run on one thread receives no signals
    }
  } finally {
    show.end();
    writer?.close();
  }
  if (!result) throw new Error("the run ended without a result");
  warnIfDiverged(result, writer?.rows ?? []);
  return result;
}

const DIVERGED = 10; // times the loss of always answering zero

function warnIfDiverged({ loss }: RunResult, rows: readonly Row[]): void {
  const zero = rows.find((row) => row.metric === "loss" && row.learner === "zero")?.value ?? Number.NaN;
  if (!(loss > DIVERGED * zero)) return;
  process.stderr.write(
    `diverged: the loss is ${formatValue(loss)}, always answering zero has ${formatValue(zero)}; try lower rates\n`,
  );
}

/** An event as a line of JSON, without the bytes of a checkpoint. */
function lineOf(event: RunEvent): string {
  if (event.type === "checkpoint")
    return `${JSON.stringify({ type: event.type, step: event.step, bytes: event.bytes.length })}\n`;
  if (event.type === "rows")
    return `${JSON.stringify({ type: event.type, step: event.step, rows: event.rows.length })}\n`;
  if (event.type === "done") return "";
  return `${JSON.stringify(event)}\n`;
}

const sentenceOf = (result: RunResult, folder: string): string =>
  `${result.step} steps in ${result.secondsTraining.toFixed(0)} s of training (${result.msPerStep.toFixed(1)} ms per step, ${result.backend}): ` +
  `${distanceToOls(result)}, effective λ ${formatLambda(result.effectiveLambda)}, ` +
  `${olsShare(result)}\n` +
  `${folder}/checkpoint.safetensors, parameters ${result.parametersSha256}\n`;
