import { type Signal, signal } from "@preact/signals";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import type { PromptAnswers, PromptQuery } from "../../inspect/askPrompt.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import type { FromPlay, ToPlay } from "../../worker/messages.ts";
import { watchWorker } from "../../worker/watchWorker.ts";
import { MAX_EXEMPLARS } from "../route/linePrompt.ts";
import type { Snapshot } from "../runData/snapshots.ts";

/** The state of a model: the steps of its snapshots, or why it could not be opened. */
export type ModelHandle = { readonly steps: readonly number[] } | { readonly failed: string } | undefined;

/** Answers, with the question and the snapshot they belong to. */
export interface AnsweredQuery {
  readonly question: PromptQuery;
  readonly step: number;
  readonly answers: PromptAnswers;
}

/** A query to one snapshot, and to a second one. */
interface PromptRequest {
  readonly step: number;
  readonly question: PromptQuery;
  readonly before?: number;
}

/** A transformer that answers the prompts of Play, at any of its snapshots. */
export interface PromptModel {
  readonly preset: string;
  readonly config: Config; // what it was trained on
  readonly maxExemplars: number; // exemplars that it can be given here
  readonly opened: Signal<ModelHandle>;
  readonly answered: Signal<AnsweredQuery | undefined>;
  /** Fetches the snapshots and starts the worker, once; again after a failure. */
  open(): void;
  /** Sends a query to one snapshot, and to the snapshot `before` too; `answered` gets the answers. Only the newest pending query waits. */
  ask(step: number, question: PromptQuery, before?: number): void;
  /** The parameters of a snapshot, as a file; undefined if it has none of that step. */
  parameters(step: number): Uint8Array | undefined;
}

/** The model of a run in training, whose snapshots change. */
export interface TrainingPromptModel extends PromptModel {
  /** Replaces the snapshots. */
  update(snapshots: readonly Snapshot[]): void;
  /** Ends its worker. */
  close(): void;
}

/** A model that has been opened, as the views of Play show it. */
export interface ModelState {
  readonly model: PromptModel;
  readonly steps: readonly number[]; // of its snapshots
}

/** The model of a transformer whose snapshots are read when it is opened. */
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
  let sent: readonly Snapshot[] = []; // what the worker has

  const send = (message: ToPlay) => worker?.postMessage(message);
  const isSent = ({ step, before }: PromptRequest) => has(sent, step) && (before === undefined || has(sent, before));
  const questions = newestOnly<PromptRequest>((question, id) => send({ type: "ask", id, ...question }), isSent);

  function open(): void {
    if (opening) return;
    opening = true;
    opened.value = undefined;
    read()
      .then((snapshots) => {
        worker = new Worker(new URL("../../worker/playWorker.ts", import.meta.url), { type: "module" });
        endWorker = watchWorker(worker, fail);
        worker.onmessage = ({ data }: MessageEvent<FromPlay>) => onMessage(data);
        update(snapshots);
      })
      .catch((error: unknown) => fail(errorMessage(error)));
  }

  function update(snapshots: readonly Snapshot[]): void {
    if (!worker) return;
    for (const message of updates(sent, snapshots)) send(message);
    sent = snapshots;
    opened.value = { steps: snapshots.map(({ step }) => step) };
  }

  function onMessage(data: FromPlay): void {
    const current = questions.underWay(data.id);
    if (!current) return;
    if ("failed" in data) {
      fail(data.failed);
      return;
    }
    answered.value = { question: current.question, step: data.step, answers: data.answers };
    questions.next();
  }

  function close(): void {
    endWorker();
    worker = undefined;
    sent = [];
    questions.clear();
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
    update,
    close,
    ask: (step, question, before) => questions.ask({ step, question, ...(before !== undefined && { before }) }),
    parameters: (step) => sent.find((snapshot) => snapshot.step === step)?.bytes,
  };
}

/** Queries to a worker, one at a time. While one is pending, only the newest waits; it is sent if it is still valid then. */
function newestOnly<Question>(send: (question: Question, id: number) => void, canAsk: (question: Question) => boolean) {
  let id = 0;
  let current: Question | undefined; // the one under way
  let newest: Question | undefined; // since then: those between are left out
  const begin = (question: Question) => {
    current = question;
    id += 1;
    send(question, id);
  };
  return {
    ask(question: Question): void {
      if (current) newest = question;
      else begin(question);
    },
    /** The question under way, if it is the one of that id. */
    underWay: (answered: number): Question | undefined => (answered === id ? current : undefined),
    /** Sends the question that waits. */
    next(): void {
      current = undefined;
      if (newest && canAsk(newest)) begin(newest);
      newest = undefined;
    },
    clear(): void {
      current = undefined;
      newest = undefined;
    },
  };
}

/** The messages that change the snapshots of a worker. */
const updates = (sent: readonly Snapshot[], snapshots: readonly Snapshot[]): readonly ToPlay[] => [
  ...sent.filter(({ step }) => !has(snapshots, step)).map(({ step }) => ({ type: "remove", step }) as const),
  ...snapshots.filter(({ step }) => !has(sent, step)).map((snapshot) => ({ type: "snapshot", ...snapshot }) as const),
];

const has = (snapshots: readonly Snapshot[], step: number): boolean =>
  snapshots.some((snapshot) => snapshot.step === step);

/** The model of a preset whose snapshots are published with the page. */
const recorded = (preset: string): PromptModel =>
  promptModel(preset, presetConfig(preset), () => fetchSnapshots(`runs/${preset}/moments`));

/** The transformers that come with Play, by the dimension of their prompts. */
export const bundledModels = () => ({ line: recorded("play-d1"), plane: recorded("play-d2") }) as const;

async function fetchSnapshots(folder: string): Promise<readonly Snapshot[]> {
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
