#!/usr/bin/env node
import { ConfigError } from "../experiments/config.ts";
import { bench } from "./bench.ts";
import { bundle } from "./bundle.ts";
import { claims } from "./claims.ts";
import { type Command, helpOf, readArguments } from "./command.ts";
import { compare } from "./compare.ts";
import { listPresets } from "./presets.ts";
import { reproduce } from "./reproduce.ts";
import { sweep } from "./sweep.ts";
import { train } from "./train.ts";
import { UsageError } from "./usageError.ts";

const commands: readonly Command[] = [listPresets, train, compare, reproduce, claims, sweep, bundle, bench];

const overview = `ICL Lab: which learning algorithm is a transformer running?

${commands.map(({ name, summary }) => `  icl ${name.padEnd(9)} ${summary}`).join("\n")}

Each has --help and --json.
`;

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "help") {
    process.stdout.write(overview);
    return 0;
  }
  try {
    const command = commands.find((each) => each.name === name);
    if (!command)
      throw new UsageError(`unknown command ${name}: wanted one of ${commands.map((each) => each.name).join(", ")}`);
    const args = readArguments(command, rest);
    if (args.has("help")) process.stdout.write(helpOf(command));
    else await command.run(args);
    return 0;
  } catch (error) {
    const wrongInput = error instanceof UsageError || error instanceof ConfigError;
    process.stderr.write(`icl: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!wrongInput && process.env.ICL_TRACE && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return wrongInput ? 2 : 1;
  }
}

// A reader that has seen enough (`icl presets | head`) closes the pipe: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.channel?.unref(); // a run hears there that its sweep is gone; waiting for that does not keep it alive

process.exitCode = await main(process.argv.slice(2));
