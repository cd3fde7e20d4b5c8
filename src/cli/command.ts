import { parseArgs } from "node:util";
import { quoteInput, UsageError } from "./usageError.ts";

/** A flag of a command: with a value (its name shown in help) or without. */
export interface Flag {
  readonly value?: string;
  readonly multiple?: boolean;
  readonly help: string;
}

/** The arguments after a command's name. */
export interface Arguments {
  readonly positionals: readonly string[];
  has(flag: string): boolean;
  text(flag: string): string | undefined;
  texts(flag: string): readonly string[];
  /** The flag's value as a whole number of at least `min`, and at most `max` if it is given. */
  integer(flag: string, min: number, max?: number): number | undefined;
}

/** One command of `icl`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly positionals?: boolean;
  run(args: Arguments): Promise<void>;
}

/** Flags that every command has. */
const common: Readonly<Record<string, Flag>> = {
  json: { help: "one JSON object per line on standard output; the last one is the result" },
  help: { help: "this text" },
};

/** Parses the arguments. Throws UsageError with one sentence that names the flag, what was expected and what it got. */
export function readArguments(command: Command, argv: readonly string[]): Arguments {
  const flags = { ...command.flags, ...common };
  const flagNames = Object.keys(flags).map((name) => `--${name}`);
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: optionsOf(flags),
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (!flag)
      throw new UsageError(`unknown flag ${quoteInput(token.rawName)}: expected one of ${flagNames.join(", ")}`);
    if (flag.value && !token.value) throw new UsageError(`missing value: ${token.rawName} needs ${flag.value}`);
    if (!flag.value && token.value !== undefined) {
      throw new UsageError(`invalid ${token.rawName}: expected no value, got ${quoteInput(token.value)}`);
    }
    const before = values.get(token.name) ?? [];
    if (before.length > 0 && !flag.multiple)
      throw new UsageError(`duplicate flag ${token.rawName}: expected it only once`);
    values.set(token.name, [...before, token.value ?? ""]);
  }
  if (positionals.length > 0 && !command.positionals) {
    throw new UsageError(`unknown argument ${quoteInput(positionals[0] as string)}: ${command.name} takes flags only`);
  }
  const text = (flag: string) => values.get(flag)?.[0];
  return {
    positionals,
    has: (flag) => values.has(flag),
    text,
    texts: (flag) => values.get(flag) ?? [],
    integer(flag, min, max = Number.MAX_SAFE_INTEGER) {
      const value = text(flag);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (value.trim() === "" || !Number.isSafeInteger(number) || number < min || number > max) {
        const range =
          max < Number.MAX_SAFE_INTEGER ? `from ${min} to ${max.toLocaleString("en")}` : `of at least ${min}`;
        throw new UsageError(`invalid --${flag}: must be a whole number ${range}, got ${quoteInput(value)}`);
      }
      return number;
    },
  };
}

const optionsOf = (flags: Readonly<Record<string, Flag>>) =>
  Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: value ? ("string" as const) : ("boolean" as const), multiple: true },
    ]),
  );

/** The text of `icl <command> --help`. */
export function helpOf(command: Command): string {
  const flags = Object.entries({ ...command.flags, ...common });
  const labels = flags.map(([name, flag]) => `  --${name}${flag.value ? ` ${flag.value}` : ""}`);
  const width = Math.max(...labels.map((label) => label.length));
  const lines = flags.map(([, flag], k) => `${(labels[k] as string).padEnd(width)}  ${flag.help}`);
  return `${command.summary}\n\n  icl ${command.name} ${command.usage}\n\n${lines.join("\n")}\n`;
}
