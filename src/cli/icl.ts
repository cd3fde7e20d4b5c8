import { ConfigError } from "../config/schema.ts";
import { bench } from "./bench.ts";
import { bundle } from "./bundle.ts";
import { claims } from "./claims.ts";
import { type Command, helpOf, readArguments } from "./command.ts";
import { compare } from "./compare.ts";
import { costs } from "./costs/costs.ts";
import { loadDefinitions } from "./definitionFiles.ts";
import { exportProgram } from "./export.ts";
import { isSystemError, reasonOf } from "./io/systemError.ts";
import { listPresets } from "./presets.ts";
import { reproduce } from "./reproduce.ts";
import { sweep } from "./sweep/sweep.ts";
import { train } from "./train.ts";
import { errorSentence, quoteInput, UsageError } from "./usageError.ts";

/** All commands, in the order of the overview. */
export const commands: readonly Command[] = [
  listPresets,
  train,
  compare,
  reproduce,
  claims,
  sweep,
  bundle,
  exportProgram,
  bench,
  costs,
];

const overview = `ICL Lab: which learning algorithm is a transformer running?

${commands.map(({ name, summary }) => `  icl ${name.padEnd(9)} ${summary}`).join("\n")}

Each has --help and --json.
`;

/** Runs `icl …` in this process. Returns the exit code: 0 for success, 1 for a failure, 2 for wrong input. */
export async function icl(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "help") {
    process.stdout.write(overview);
    return 0;
  }
  try {
    const command = commands.find((each) => each.name === name);
    if (!command) {
      const names = commands.map((each) => each.name).join(", ");
      throw new UsageError(`unknown command ${quoteInput(name)}: expected one of ${names}`);
    }
    const args = readArguments(command, rest);
    if (args.has("help")) process.stdout.write(helpOf(command));
    else {
      if ("task" in command.flags) await loadDefinitions(args);
      await command.run(args);
    }
    return 0;
  } catch (error) {
    const wrongInput = error instanceof UsageError || error instanceof ConfigError;
    process.stderr.write(`icl: ${isSystemError(error) ? systemSentence(error) : errorSentence(error)}\n`);
    if (!wrongInput && process.env.ICL_TRACE && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return wrongInput ? 2 : 1;
  }
}

/** The sentence for a failed system call that no command has handled. */
const systemSentence = (error: NodeJS.ErrnoException): string =>
  `could not ${error.syscall ?? "use"} ${quoteInput(error.path ?? "a file")}: ${reasonOf(error)}`;
