import type { BackendName } from "../../src/kernels/backendNames.ts";
import type { Engine } from "../../src/kernels/engine.ts";
import { startEngine } from "../../src/kernels/startEngine.ts";

/** Starts an engine for a test, which fails on any warning that it does not listen to. */
export const startHere = (
  backend: "auto" | BackendName,
  warn = (sentence: string): void => {
    throw new Error(sentence);
  },
): Promise<Engine> => startEngine({ now: () => performance.now(), backend, wasmPaths: {}, warn });
