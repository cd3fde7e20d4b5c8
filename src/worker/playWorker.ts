import { decodeParameters } from "../checkpoints/checkpoint.ts";
import { openSession, type PromptSession } from "../inspect/askPrompt.ts";
import { wasmPaths } from "../kernels/wasmPaths.ts";
import { errorMessage } from "../text/errorMessage.ts";
import { announceAlive } from "./announceAlive.ts";
import type { FromPlay, ToPlay } from "./messages.ts";
import { serialHandler } from "./serialHandler.ts";

// A worker that answers prompts of Play. It gets each moment (snapshot) of a run once, by its step; answers come in the
// order of the questions.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromPlay) => scope.postMessage(message);
const host = { backend: "auto", wasmPaths, warn: () => {} } as const; // any engine is fast enough for one prompt

const moments = new Map<number, Uint8Array | PromptSession>(); // by training step; opened at the first question

async function momentAt(step: number): Promise<PromptSession> {
  const moment = moments.get(step);
  if (!moment) throw new Error(`unknown moment: step ${step} was not sent`);
  const opened = moment instanceof Uint8Array ? await openSession(decodeParameters(moment), host) : moment;
  moments.set(step, opened);
  return opened;
}

function forget(step: number): void {
  const moment = moments.get(step);
  if (moment && !(moment instanceof Uint8Array)) moment.dispose();
  moments.delete(step);
}

async function take(data: ToPlay): Promise<void> {
  if (data.type === "moment") moments.set(data.step, data.bytes);
  else if (data.type === "forget") forget(data.step);
  else await answer(data);
}

async function answer({ id, step, question, before }: Extract<ToPlay, { type: "ask" }>): Promise<void> {
  try {
    const opened = await momentAt(step);
    const others = before === undefined ? [] : [{ ...(await momentAt(before)).learner, id: `transformer(${before})` }];
    post({ id, step, answers: await opened.answer(question, others) });
  } catch (error) {
    post({ id, failed: errorMessage(error) });
  }
}

announceAlive();

scope.onmessage = serialHandler(take);
