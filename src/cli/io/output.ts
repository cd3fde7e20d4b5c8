import { reasonOf } from "./systemError.ts";

/** Errors if the reader has closed the pipe (`icl presets | head`) or the terminal is closed. They are not failures. */
const READER_LEFT: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO", "ECONNRESET", "ERR_STREAM_DESTROYED"]);

/**
 * Lets a command continue if standard output or standard error can no longer be written. `failed` says whether output
 * was really lost, for example on a full disk; then there is also one sentence and exit code 1.
 */
export function surviveClosedOutput(): { failed(): boolean } {
  let failed = false;
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (failed || READER_LEFT.has(error.code)) return;
    failed = true;
    process.exitCode = process.exitCode || 1; // the error of the last write arrives after the command has ended
    process.stderr.write(`icl: could not write to standard output: ${reasonOf(error) ?? error.message}\n`);
  });
  return { failed: () => failed };
}
