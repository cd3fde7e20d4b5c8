#!/usr/bin/env node
import { loadedFiles } from "../extensions/loadedFiles.ts";
import { icl } from "./icl.ts";
import { surviveClosedOutput } from "./io/output.ts";
import { errorSentence } from "./usageError.ts";

const MS_TO_END = 2000;
const output = surviveClosedOutput();

// A bug in this program: still prints one sentence, and exit listeners run.
process.on("uncaughtException", (error) => {
  process.stderr.write(`icl: ${errorSentence(error)}\n`);
  if (process.env.ICL_TRACE && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

process.channel?.unref(); // on this channel a run learns that its sweep has ended; waiting for it does not keep the run alive

const code = await icl(process.argv.slice(2));
process.exitCode = output.failed() ? code || 1 : code;
// An open timer or server from a definition file does not keep the process alive.
if (loadedFiles().length > 0) setTimeout(() => process.exit(), MS_TO_END).unref();
