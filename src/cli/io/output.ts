import { reasonOf } from "./systemError.ts";

/** The reader has left (`icl presets | head`), or the terminal is closed: that is no failure, and ends nothing. */
const READER_LEFT: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO", "ECONNRESET", "ERR_STREAM_DESTROYED"]);

/**
 * Lets a command go on if standard output or standard error can no longer be written to. `failed` says whether output
 * was lost though someone wanted it, such as on a full disk; one sentence and exit code 1 say so too.
 */
export function surviveClosedOutput(): { failed(): boolean } {
  let failed = false;
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (failed || READER_LEFT.has(error.code)) return;
    failed = true;
    process.exitCode = process.exitCode || 1; // the error of the last write comes when the command has ended
    process.stderr.write(`icl: could not write to standard output: ${reasonOf(error) ?? error.message}\n`);
  });
  return { failed: () => failed };
}
