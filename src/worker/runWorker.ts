import { getBackend } from "@tensorflow/tfjs-core";
import type { Host } from "../checkpoints/host.ts";
import type { RunEvent, StepEvent } from "../runs/runEvent.ts";
import { run } from "../runs/trainRun.ts";
import { errorMessage } from "../text/errorMessage.ts";
import { announceAlive } from "./announceAlive.ts";
import type { FromRunWorker, StartMessage, ToWorker } from "./messages.ts";
import { pageHost, spawnReplica } from "./pageHost.ts";
import { yieldToMessages } from "./yieldToMessages.ts";

// The worker: requests the events of a run one by one and posts them. While paused it requests none.

const MS_BETWEEN_MESSAGES = 250;

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromRunWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

const hostOf = (workers: Host["workers"] = "auto"): Host => ({
  ...pageHost,
  workers,
  spawnReplica: async () => {
    await pageIdle();
    return spawnReplica();
  },
  warn: (sentence) => post({ type: "warning", sentence }),
});

const idleWaiters: (() => void)[] = [];

/**
 * Resolves once the page has handled all messages and is idle. If a worker makes a worker while the page is busy,
 * Firefox 153 loses it in one of five cases: `new Worker` does not return, and the run hangs.
 */
const pageIdle = () =>
  new Promise<void>((resolve) => {
    idleWaiters.push(resolve);
    post({ type: "waitForIdle" });
  });

let steps = 0; // training steps left before the run pauses; Infinity while it is not paused
let wake: () => void = () => {};
let changes: Extract<ToWorker, { type: "change" }>["settings"] | undefined; // not applied yet

announceAlive();

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case "start":
      steps = data.paused ? 0 : Number.POSITIVE_INFINITY;
      void carryOut(data);
      break;
    case "pause":
      steps = 0;
      break;
    case "resume":
      steps = Number.POSITIVE_INFINITY;
      wake();
      break;
    case "change":
      changes = { ...changes, ...data.settings };
      break;
    case "step":
      steps = 1;
      wake();
      break;
    case "idle":
      idleWaiters.shift()?.();
      break;
  }
};

async function carryOut({ config, from, workers }: StartMessage): Promise<void> {
  let last: StepEvent | undefined;
  let losses: number[] = [];
  let posted = performance.now();
  let reached = 0;
  let lastCheckpoint = 0; // the step of the last posted checkpoint
  const requests = {
    wantsCheckpoint: () => steps === 0,
    wantsSnapshot: () => true,
    takeChanges() {
      const applied = changes;
      changes = undefined;
      return applied;
    },
  };
  const flush = () => {
    if (last) post({ type: "steps", last, losses: Float32Array.from(losses) });
    last = undefined;
    losses = [];
    posted = performance.now();
  };
  try {
    let hasStarted = false;
    for await (const event of run(config, hostOf(workers), { ...requests, ...(from && { from }) })) {
      if (!hasStarted) post({ type: "begun", backend: getBackend() });
      hasStarted = true;
      if (event.type === "step") {
        // A pause takes effect before the next event, so that everything of the previous step has been posted,
        // including its checkpoint. A pause that comes too late for that makes one more step.
        while (steps === 0 && lastCheckpoint === reached) {
          flush();
          post({ type: "paused", step: reached });
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        steps = Math.max(0, steps - 1);
        reached = event.step;
        last = event;
        losses.push(event.loss);
        if (performance.now() - posted >= MS_BETWEEN_MESSAGES) flush();
      } else {
        flush();
        if (event.type === "checkpoint") lastCheckpoint = event.step;
        postEvent(event);
      }
      await yieldToMessages(); // so that a pause takes effect at once
    }
  } catch (error) {
    flush();
    post({ type: "failed", message: errorMessage(error) });
  }
}

function postEvent(event: Exclude<RunEvent, StepEvent>): void {
  if (event.type !== "checkpoint") {
    post({ type: "event", event });
    return;
  }
  const { snapshot, ...checkpoint } = event;
  const { step, bytes } = checkpoint;
  if (snapshot) post({ type: "snapshot", step, bytes: snapshot }, [snapshot.buffer as ArrayBuffer]);
  post({ type: "event", event: checkpoint }, [bytes.buffer as ArrayBuffer]);
}
