import { decodeBundle, encodeBundle } from "../experiments/bundle.ts";
import { decodeCheckpoint } from "../experiments/checkpoint.ts";
import type { FromBundle, ToBundle } from "./messages.ts";

// A worker that packs runs and opens packed ones: whatever a file holds, it cannot hold up the page.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromBundle) => scope.postMessage(message);

scope.onmessage = ({ data }: MessageEvent<ToBundle>) => {
  try {
    if ("make" in data) {
      post({ bytes: encodeBundle(data.make) });
      return;
    }
    const run = decodeBundle(data.open);
    post({ run, step: run.checkpoint && goesOn(run.checkpoint) });
  } catch (error) {
    post({ failed: error instanceof Error ? error.message : String(error) });
  }
};

/** The step a checkpoint stands at; undefined where it is a record, from which nothing can go on. */
function goesOn(bytes: Uint8Array): number | undefined {
  const { state, trainedSha256 } = decodeCheckpoint(bytes);
  return trainedSha256 === undefined ? state.step : undefined;
}
