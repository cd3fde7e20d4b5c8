import { type Checkpoint, decodeCheckpoint, decodeParameters } from "../checkpoints/checkpoint.ts";
import { readingNotes } from "../checkpoints/squareMatrices.ts";
import { evaluate } from "../comparison/evaluateRun.ts";
import { decodeBundle, encodeBundle, isBundle } from "../runs/runBundle.ts";
import { errorMessage } from "../text/errorMessage.ts";
import { announceAlive } from "./announceAlive.ts";
import type { FromBundle, OpenedRun, ToBundle } from "./messages.ts";
import { quietHost } from "./quietHost.ts";

// A worker that packs runs, opens packed runs, and evaluates parameter files, so that no file can block the page.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromBundle) => scope.postMessage(message);

announceAlive();

scope.onmessage = async ({ data }: MessageEvent<ToBundle>) => {
  try {
    post("make" in data ? { bytes: encodeBundle(data.make) } : await open(data.open));
  } catch (error) {
    post({ failed: errorMessage(error) });
  }
};

async function open(bytes: Uint8Array): Promise<OpenedRun> {
  if (!isBundle(bytes)) return openParameters(bytes);
  const run = decodeBundle(bytes);
  const checkpoint = run.checkpoint && decodeCheckpoint(run.checkpoint, { diverged: true });
  return { run, step: checkpoint && resumableStep(checkpoint), trainedElsewhere: false };
}

/** A checkpoint, or parameters of another program, as a run that has only its last evaluation. */
async function openParameters(bytes: Uint8Array): Promise<OpenedRun> {
  const checkpoint = decodeParameters(bytes);
  const { config, trainedElsewhere = false } = checkpoint;
  const rows = await evaluate(checkpoint, quietHost);
  const notes = await readingNotes(checkpoint, quietHost);
  return {
    run: { config, rows, log: [], ...(!trainedElsewhere && { checkpoint: bytes }) },
    step: trainedElsewhere ? undefined : resumableStep(checkpoint),
    trainedElsewhere,
    ...(notes.length > 0 && { notes }),
    ...(trainedElsewhere && { parameters: bytes }),
  };
}

/** The step of a checkpoint; undefined for a record, because a run cannot resume from it. */
const resumableStep = ({ state, trainedSha256 }: Checkpoint): number | undefined =>
  trainedSha256 === undefined ? state.step : undefined;
