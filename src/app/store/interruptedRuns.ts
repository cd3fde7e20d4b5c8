import { openStore } from "./storage.ts";

/** The browser's store of interrupted work: entries of runs and sweeps, by slot. */
export const interruptedStore = openStore("icl-lab interrupted", "slots");
