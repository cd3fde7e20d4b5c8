import { decodeParameters } from "../checkpoints/checkpoint.ts";
import { openSession, type PromptSession } from "../inspect/askPrompt.ts";
import { errorMessage } from "../text/errorMessage.ts";
import { announceAlive } from "./announceAlive.ts";
import type { FromPlay, ToPlay } from "./messages.ts";
import { quietHost } from "./quietHost.ts";
import { serialHandler } from "./serialHandler.ts";

// A worker that answers prompts of Play. It gets each snapshot of a run once, by its step; answers come in the
// order of the questions.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromPlay) => scope.postMessage(message);

const snapshots = new Map<number, Uint8Array | PromptSession>(); // by training step; opened at the first question

async function sessionAt(step: number): Promise<PromptSession> {
  const snapshot = snapshots.get(step);
  if (!snapshot) throw new Error(`unknown snapshot: step ${step} was not sent`);
  const opened = snapshot instanceof Uint8Array ? await openSession(decodeParameters(snapshot), quietHost) : snapshot;
  snapshots.set(step, opened);
  return opened;
}

function remove(step: number): void {
  const snapshot = snapshots.get(step);
  if (snapshot && !(snapshot instanceof Uint8Array)) snapshot.dispose();
  snapshots.delete(step);
}

async function onMessage(data: ToPlay): Promise<void> {
  if (data.type === "snapshot") snapshots.set(data.step, data.bytes);
  else if (data.type === "remove") remove(data.step);
  else await answer(data);
}

async function answer({ id, step, question, before }: Extract<ToPlay, { type: "ask" }>): Promise<void> {
  try {
    const opened = await sessionAt(step);
    const others = before === undefined ? [] : [{ ...(await sessionAt(before)).learner, id: `transformer(${before})` }];
    post({ id, step, answers: await opened.answer(question, others) });
  } catch (error) {
    post({ id, failed: errorMessage(error) });
  }
}

announceAlive();

scope.onmessage = serialHandler(onMessage);
