import { type Signal, signal } from "@preact/signals";
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

/** A question to one moment, and to another one beside it. */
interface Asked {
  readonly step: number;
  readonly question: Question;
  readonly before?: number;
}

/** A transformer that Play asks, at any of its moments. */
export interface Player {
  readonly preset: string;
  readonly opened: Signal<OpenedPlay>;
  readonly answered: Signal<Answered | undefined>;
  /** Fetches the moments and starts the worker, once; again after a failure. */
  open(): void;
  /** Asks a question of one moment, and of the moment `before` too; `answered` has the answers when they are there. While one is under way only the newest waits. */
  ask(step: number, question: Question, before?: number): void;
}

/** The player of a preset whose moments lie beside the page. */
function playerOf(preset: string): Player {
  const opened = signal<OpenedPlay>(undefined);
  const answered = signal<Answered | undefined>(undefined);
  let worker: Worker | undefined;
  let opening = false;
  let id = 0;
  let asked: Asked | undefined; // the one under way
  let next: Asked | undefined; // the newest since: those between are left out

  const tell = (message: ToPlay, moved: Transferable[] = []) => worker?.postMessage(message, moved);

  function open(): void {
    if (opening) return;
    opening = true;
    opened.value = undefined;
    fetchMoments(`runs/${preset}/moments`).then(
      (moments) => {
        const started = new Worker(new URL("../worker/play.ts", import.meta.url), { type: "module" });
        worker = started;
        started.onmessage = ({ data }: MessageEvent<FromPlay>) => take(data);
        started.onerror = (event) => {
          event.preventDefault();
          fail(event.message || "the engine could not be loaded");
        };
        for (const { step, bytes } of moments) tell({ type: "moment", step, bytes }, [bytes.buffer as ArrayBuffer]);
        opened.value = { steps: moments.map(({ step }) => step) };
      },
      (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
    );
  }

  function send(question: Asked): void {
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
    opened.value = { failed };
  }

  return {
    preset,
    opened,
    answered,
    open,
    ask(step, question, before) {
      const wanted = { step, question, ...(before !== undefined && { before }) };
      if (asked) next = wanted;
      else send(wanted);
    },
  };
}

/** Where the transformers of Play are, by the dimension of their prompts. */
export const players = { line: playerOf("play-d1"), plane: playerOf("play-d2") } as const;

async function fetchMoments(folder: string): Promise<{ step: number; bytes: Uint8Array }[]> {
  const get = async (name: string) => {
    const response = await fetch(new URL(`${folder}/${name}`, document.baseURI));
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
