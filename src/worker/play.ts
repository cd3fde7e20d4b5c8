import { openAnswers } from "../experiments/answers.ts";
import { decodeCheckpoint } from "../experiments/checkpoint.ts";
import type { FromPlay, ToPlay } from "./messages.ts";
import { wasmPaths } from "./wasmPaths.ts";

// A worker that answers prompts held in the hand. Moments of a run are told once, by their step; answers come in the
// order of the questions.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromPlay) => scope.postMessage(message);
const host = { backend: "auto", wasmPaths, warn: () => {} } as const; // any engine is fast enough for one prompt

type Opened = Awaited<ReturnType<typeof openAnswers>>;
const moments = new Map<number, Uint8Array | Opened>(); // by training step; opened when it is first asked

scope.onmessage = async ({ data }: MessageEvent<ToPlay>) => {
  if (data.type === "moment") {
    moments.set(data.step, data.bytes);
    return;
  }
  const { id, step, question } = data;
  try {
    const told = moments.get(step);
    if (!told) throw new Error(`unknown moment: step ${step} was not told`);
    const opened = told instanceof Uint8Array ? await openAnswers(decodeCheckpoint(told), host) : told;
    moments.set(step, opened);
    post({ id, step, answers: await opened.ask(question) });
  } catch (error) {
    post({ id, failed: error instanceof Error ? error.message : String(error) });
  }
};
