import { defaults } from "../config/schema.ts";
import { measureSpeed } from "../runs/machineSpeed.ts";
import { errorMessage } from "../text/errorMessage.ts";
import { announceAlive } from "./announceAlive.ts";
import type { FromSpeed } from "./messages.ts";
import { pageHost } from "./pageHost.ts";

// A worker that measures the speed of one thread of this machine once, on the default config.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromSpeed) => scope.postMessage(message);

announceAlive();

scope.onmessage = async () => {
  try {
    post({ speed: await measureSpeed(defaults, { ...pageHost, workers: 1, warn: () => {} }) });
  } catch (error) {
    post({ failed: errorMessage(error) });
  }
};
