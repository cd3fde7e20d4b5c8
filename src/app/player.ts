import { signal } from "@preact/signals";
import type { Answers, Question } from "../experiments/answers.ts";
import type { FromPlay, ToPlay } from "../worker/messages.ts";

/** What the Play transformer has come to: the steps of its moments, or why there are none. */
export type OpenedPlay = { readonly steps: readonly number[] } | { readonly failed: string } | undefined;

/** Answers, with the question and the moment they belong to. */
export interface Answered {
  readonly question: Question;
  readonly step: number;
  readonly answers: Answers;
}

export const openedPlay = signal<OpenedPlay>(undefined);
export const answered = signal<Answered | undefined>(undefined);

/** The preset whose moments Play asks. */
export const playPreset = "play-d1";

const FOLDER = `runs/${playPreset}/moments`;

let worker: Worker | undefined;
let opening = false;
let id = 0;
let asked: { readonly step: number; readonly question: Question } | undefined; // the one under way
let next: typeof asked; // the newest since: those between are left out

/** Fetches the moments and starts the worker, once; again after a failure. */
export function openPlay(): void {
  if (opening) return;
  opening = true;
  openedPlay.value = undefined;
  fetchMoments().then(
    (moments) => {
      const started = new Worker(new URL("../worker/play.ts", import.meta.url), { type: "module" });
      worker = started;
      started.onmessage = ({ data }: MessageEvent<FromPlay>) => take(data);
      started.onerror = (event) => {
        event.preventDefault();
        fail(event.message || "the engine could not be loaded");
      };
      for (const { step, bytes } of moments) tell({ type: "moment", step, bytes }, [bytes.buffer as ArrayBuffer]);
      openedPlay.value = { steps: moments.map(({ step }) => step) };
    },
    (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
  );
}

/** Asks a question of one moment; `answered` has the answers when they are there. While one is under way only the newest waits. */
export function askPlay(step: number, question: Question): void {
  if (asked) next = { step, question };
  else send({ step, question });
}

function send(question: NonNullable<typeof asked>): void {
  asked = question;
  id += 1;
  tell({ type: "ask", id, ...question });
}

function take(data: FromPlay): void {
  if (data.id !== id || !asked) return;
  if ("failed" in data) {
    fail(data.failed);
    return;
  }
  answered.value = { question: asked.question, step: data.step, answers: data.answers };
  asked = undefined;
  if (next) send(next);
  next = undefined;
}

function fail(failed: string): void {
  worker?.terminate();
  worker = undefined;
  asked = undefined;
  next = undefined;
  opening = false;
  openedPlay.value = { failed };
}

const tell = (message: ToPlay, moved: Transferable[] = []) => worker?.postMessage(message, moved);

async function fetchMoments(): Promise<{ step: number; bytes: Uint8Array }[]> {
  const get = async (name: string) => {
    const response = await fetch(new URL(`${FOLDER}/${name}`, document.baseURI));
    if (!response.ok) throw new Error(`missing ${name}: the server answered ${response.status}`);
    return response;
  };
  const steps: number[] = await (await get("moments.json")).json();
  return Promise.all(
    steps.map(async (step) => ({
      step,
      bytes: new Uint8Array(await (await get(`${step}.safetensors`)).arrayBuffer()),
    })),
  );
}
