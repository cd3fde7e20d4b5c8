import { decodeParameters } from "../checkpoints/checkpoint.ts";
import { traceLayers } from "../inspect/traceLayers.ts";
import { errorMessage } from "../text/errorMessage.ts";
import { announceAlive } from "./announceAlive.ts";
import type { FromInside, ToInside } from "./messages.ts";
import { quietHost } from "./quietHost.ts";
import { serialHandler } from "./serialHandler.ts";

// A worker that opens checkpoints layer by layer. Answers come in the order of the questions.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromInside) => scope.postMessage(message);

announceAlive();

scope.onmessage = serialHandler<ToInside>(async ({ id, bytes, prompt }) => {
  try {
    post({ id, inside: await traceLayers(decodeParameters(bytes), prompt, quietHost) });
  } catch (error) {
    post({ id, failed: errorMessage(error) });
  }
});
