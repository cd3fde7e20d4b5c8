import { type Signal, signal } from "@preact/signals";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import type { PromptAnswers, PromptQuery } from "../../inspect/askPrompt.ts";
import type { FromPlay, ToPlay } from "../../worker/messages.ts";
import { watchWorker } from "../../worker/watchWorker.ts";
import { MAX_EXEMPLARS } from "../route/linePrompt.ts";
import type { Snapshot } from "../runData/snapshots.ts";

/** What the Play transformer has come to: the steps of its moments, or why there are none. */
export type ModelHandle = { readonly steps: readonly number[] } | { readonly failed: string } | undefined;

/** Answers, with the question and the moment they belong to. */
export interface AnsweredQuery {
  readonly question: PromptQuery;
  readonly step: number;
  readonly answers: PromptAnswers;
}

/** A question to one moment, and to another one beside it. */
interface Asked {
  readonly step: number;
  readonly question: PromptQuery;
  readonly before?: number;
}

/** A transformer that Play asks, at any of its moments. */
export interface PromptModel {
  readonly preset: string;
  readonly config: Config; // what it was trained on
  readonly maxExemplars: number; // exemplars that it can be given here
  readonly opened: Signal<ModelHandle>;
  readonly answered: Signal<AnsweredQuery | undefined>;
  /** Fetches the moments and starts the worker, once; again after a failure. */
  open(): void;
  /** Asks a question of one moment, and of the moment `before` too; `answered` has the answers when they are there. While one is under way only the newest waits. */
  ask(step: number, question: PromptQuery, before?: number): void;
  /** The parameters of a moment, as a file; undefined where it has none of that step. */
  parameters(step: number): Uint8Array | undefined;
}

/** The player of a run whose moments come and go while it is asked. */
export interface TrainingPromptModel extends PromptModel {
  /** Takes all the moments there are now. */
  take(moments: readonly Snapshot[]): void;
  /** Ends its worker. */
  close(): void;
}

/** A player that has been opened, as the views of Play show it. */
export interface ModelState {
  readonly player: PromptModel;
  readonly steps: readonly number[]; // of its moments
}

/** The player of a transformer whose moments can be read when they are wanted. */
export function promptModel(
  preset: string,
  config: Config,
  read: () => Promise<readonly Snapshot[]>,
): TrainingPromptModel {
  const opened = signal<ModelHandle>(undefined);
  const answered = signal<AnsweredQuery | undefined>(undefined);
  let worker: Worker | undefined;
  let endWorker: () => void = () => {};
  let opening = false;
  let id = 0;
  let told: readonly Snapshot[] = []; // what the worker has
  let asked: Asked | undefined; // the one under way
  let next: Asked | undefined; // the newest since: those between are left out

  const tell = (message: ToPlay) => worker?.postMessage(message);

  function open(): void {
    if (opening) return;
    opening = true;
    opened.value = undefined;
    read()
      .then((moments) => {
        worker = new Worker(new URL("../../worker/playWorker.ts", import.meta.url), { type: "module" });
        endWorker = watchWorker(worker, fail);
        worker.onmessage = ({ data }: MessageEvent<FromPlay>) => hear(data);
        take(moments);
      })
      .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
  }

  function take(moments: readonly Snapshot[]): void {
    if (!worker) return;
    for (const { step } of told) if (!has(moments, step)) tell({ type: "forget", step });
    for (const moment of moments) if (!has(told, moment.step)) tell({ type: "moment", ...moment });
    told = moments;
    opened.value = { steps: moments.map(({ step }) => step) };
  }

  function send(question: Asked): void {
    asked = question;
    id += 1;
    tell({ type: "ask", id, ...question });
  }

  function hear(data: FromPlay): void {
    if (data.id !== id || !asked) return;
    if ("failed" in data) {
      fail(data.failed);
      return;
    }
    answered.value = { question: asked.question, step: data.step, answers: data.answers };
    asked = undefined;
    if (next && isTold(next)) send(next);
    next = undefined;
  }

  const isTold = ({ step, before }: Asked) => has(told, step) && (before === undefined || has(told, before));

  function close(): void {
    endWorker();
    worker = undefined;
    told = [];
    asked = undefined;
    next = undefined;
    opening = false;
  }

  function fail(failed: string): void {
    close();
    opened.value = { failed };
  }

  return {
    preset,
    config,
    maxExemplars: Math.min(MAX_EXEMPLARS, config.prompts.exemplars),
    opened,
    answered,
    open,
    take,
    close,
    ask(step, question, before) {
      const wanted = { step, question, ...(before !== undefined && { before }) };
      if (asked) next = wanted;
      else send(wanted);
    },
    parameters: (step) => told.find((moment) => moment.step === step)?.bytes,
  };
}

const has = (moments: readonly Snapshot[], step: number): boolean => moments.some((moment) => moment.step === step);

/** The player of a preset whose moments lie beside the page. */
const recorded = (preset: string): PromptModel =>
  promptModel(preset, presetConfig(preset), () => fetchMoments(`runs/${preset}/moments`));

/** The transformers that come with Play, by the dimension of their prompts. */
export const bundledModels = { line: recorded("play-d1"), plane: recorded("play-d2") } as const;

async function fetchMoments(folder: string): Promise<readonly Snapshot[]> {
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
