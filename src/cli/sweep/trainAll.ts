import { existsSync, rmSync } from "node:fs";
import { makeFolder, writeAtomic } from "../io/files.ts";
import { isLocked } from "../io/lock.ts";
import { onTerminate } from "../io/onTerminate.ts";
import { type Job, type Trainer, trainOne } from "./trainOne.ts";

/**
 * Trains the unfinished runs, `jobs` at the same time, each in a process of its own; resumes interrupted ones. Reports each
 * on standard error, and calls `done` for each run it trained. Writes the last message of a failed run into its folder as
 * failure.txt. If this process is asked to end, its runs save their current step. Throws a sentence that names the failed
 * runs, or says that it was interrupted.
 */
export async function trainAll<Run extends Job>(
  runs: readonly Run[],
  { jobs, ...trainer }: Trainer & { readonly jobs: number },
  done: (run: Run) => void,
): Promise<void> {
  const left = [...runs];
  const failed: Run[] = [];
  const { signal: stopSignal, stop } = onTerminate();
  const report = ({ label }: Run, sentence: string) => process.stderr.write(`${label}: ${sentence}\n`);
  const work = async () => {
    for (let run = left.shift(); run && !stopSignal.aborted; run = left.shift()) {
      if (existsSync(`${run.folder}/result.json`)) {
        report(run, "done before");
        continue;
      }
      const error = await trainOne(run, trainer, stopSignal);
      report(run, error ?? "done");
      if (error === undefined) {
        rmSync(failurePath(run.folder), { force: true });
        done(run);
      } else if (!stopSignal.aborted) {
        failed.push(run);
        if (!isLocked(run.folder)) leaveFailure(run.folder, error); // otherwise another process trains it
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, work)).finally(stop);
  if (stopSignal.aborted) {
    const finished = runs.filter(({ folder }) => existsSync(`${folder}/result.json`)).length;
    throw new Error(`interrupted: ${finished} of ${runs.length} runs are done; run the same command again to resume`);
  }
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${runs.length} runs failed: ${failed.map(({ label }) => label).join(", ")}`);
  }
}

/** The file with the reason why a run failed. */
export const failurePath = (folder: string): string => `${folder}/failure.txt`;

function leaveFailure(folder: string, sentence: string): void {
  try {
    makeFolder(folder);
    writeAtomic(failurePath(folder), `${sentence}\n`);
  } catch {
    // the disk is full or the folder is not writable: the log has the sentence
  }
}
