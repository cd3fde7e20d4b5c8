import type { Row } from "../../src/comparison/row.ts";
import type { Config } from "../../src/config/schema.ts";
import type { FromWorker, ToWorker } from "../../src/worker/messages.ts";

/** A worker that a store started for a run: what it was sent, and what it answers. */
export interface MemoryRun {
  readonly sent: readonly ToWorker[];
  readonly isEnded: () => boolean;
  readonly answer: (...messages: readonly FromWorker[]) => void;
}

/** The workers that train runs, in memory: for a mock of the client that starts them. */
export function memoryRuns() {
  const started: MemoryRun[] = [];
  return {
    started,
    client: {
      startRunClient(take: (message: FromWorker) => void) {
        const sent: ToWorker[] = [];
        let isEnded = false;
        started.push({ sent, isEnded: () => isEnded, answer: (...messages) => messages.forEach(take) });
        return {
          send: (message: ToWorker) => void sent.push(message),
          end: () => {
            isEnded = true;
          },
        };
      },
    },
  };
}

const row = (step: number): Row => ({
  experiment: "run",
  metric: "loss",
  learner: "transformer",
  reference: "truth",
  at: { step },
  statistic: "mean",
  value: 1,
  low: 1,
  high: 1,
  n: 1,
  of: "prompts",
});

/** What the worker of a run says. The first byte of a checkpoint is its step. */
export const messages = {
  begun: { type: "begun", backend: "wasm" },
  /** The steps until one. */
  steps(...losses: readonly number[]): FromWorker {
    const step = losses.length;
    const last = { type: "step", step, loss: 1, gradientNorm: 1, learningRate: 1e-3, secondsTraining: step } as const;
    return { type: "steps", last, losses: Float32Array.from(losses) };
  },
  evaluation: (step: number): FromWorker => ({ type: "event", event: { type: "rows", step, rows: [row(step)] } }),
  checkpoint: (step: number): FromWorker => ({
    type: "event",
    event: { type: "checkpoint", step, bytes: Uint8Array.of(step) } as never,
  }),
  paused: (step: number): FromWorker => ({ type: "paused", step }),
  changed: (config: Config): FromWorker => ({ type: "event", event: { type: "changed", config } as never }),
  done: (step: number): FromWorker => ({ type: "event", event: { type: "done", step, result: { step } } as never }),
  failed: (message: string): FromWorker => ({ type: "failed", message }),
} as const satisfies Record<string, FromWorker | ((...values: never[]) => FromWorker)>;
