import { type ChildProcess, spawn } from "node:child_process";
import { lastLineOf, thisCommand } from "../sweep/trainOne.ts";

/** How a command ended in a process of its own. */
export interface Finished {
  readonly result: Readonly<Record<string, unknown>>; // the last line of its output
  readonly seconds: number; // from the start of the process to its end
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const running = new Set<ChildProcess>();

/** Ends the processes that run, then this one, as the signal would have. */
function endAll(signal: NodeJS.Signals): void {
  for (const child of running) child.kill();
  process.kill(process.pid, signal);
}

/** Runs `icl …` with --json in a process of its own. Rejects with its last sentence if it fails. */
export function childCommand(...args: readonly string[]): Promise<Finished> {
  const start = performance.now();
  const child = spawn(process.execPath, [...thisCommand(), ...args, "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  if (running.size === 0) for (const signal of SIGNALS) process.once(signal, endAll);
  running.add(child);
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => {
    out = `${out}${part}`.slice(-1_000_000);
  });
  child.stderr.on("data", (part) => {
    err = `${err}${part}`.slice(-2000);
  });
  const ended = () => {
    running.delete(child);
    if (running.size === 0) for (const signal of SIGNALS) process.off(signal, endAll);
  };
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      ended();
      reject(error);
    });
    child.on("close", (code) => {
      ended();
      const seconds = (performance.now() - start) / 1000;
      if (code !== 0) reject(new Error(`icl ${args.join(" ")}: ${lastLineOf(err) || `ended with code ${code}`}`));
      else resolve(Promise.resolve(lastLineOf(out)).then((line) => ({ result: JSON.parse(line), seconds })));
    });
  });
}
