import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../src/cli/icl.ts";
import { contentsOf, iclHere, newFolder, tiny } from "../cli/icl.ts";

// Every flag of every command with values that no flag takes, with --force over a finished run and a sweep: exit code 2,
// one sentence, and not a byte changed.

const NOTHING = ["", " ", "\t", "\n", "null", "__proto__", "constructor", "toString"];
const NUMBERS = [
  "-1",
  "-0.5",
  "1.5",
  "NaN",
  "Infinity",
  "-Infinity",
  "1e999",
  "9007199254740993",
  "−1",
  "１",
  "1,5",
  "0x",
];
const TEXTS = [
  "$(id)",
  "`id`",
  "'; rm -rf /",
  "../../../etc/passwd",
  "%00",
  "\u0000",
  "💥",
  "\u001b[31mred",
  "a\nb",
  "a".repeat(100_000),
];
const hostile: readonly string[] = [...NOTHING, ...NUMBERS, ...TEXTS];

const folder = newFolder();
const out = join(folder, "out");
const empty = join(folder, "empty");
const checkpoint = join(out, "checkpoint.safetensors");
const table = join(folder, "table.csv");
const base: Readonly<Record<string, readonly string[]>> = {
  train: [...tiny, "--out", out, "--force"],
  compare: ["--checkpoint", checkpoint, "--data", table, "--target", "b", "--out", out, "--force"],
  sweep: ["--preset", "quick", "--grid", "seed=1,2", "--out", empty, "--slurm", "--dry-run"],
  reproduce: ["emergence", "--live", "--out", out, "--force"],
  bundle: [out, "--out", join(out, "rows.json"), "--force"],
  bench: ["small", "--steps", "1"],
  claims: ["emergence", "--recompute"],
  export: ["--preset", "quick", "--torch", out, "--force"],
  costs: ["--short", "--only", "dim", "--out", join(out, "rows.json"), "--force"],
  presets: [],
};

/** Flags whose values are free: any text is a path or a mark. */
const FREE = new Set(["out", "torch", "missing"]);
/** Words that a flag does take, though they look hostile. */
const isTaken = (flag: string, value: string): boolean =>
  (flag === "partition" && /^[\w.,-]+$/.test(value)) ||
  (/^(time|memory)$/.test(flag) && /^\d+$/.test(value)) || // Slurm's to refuse
  (flag === "grid" && value === "layers=1,5") || // two values
  (flag === "set" && value === "training.changes=") ||
  (flag === "features" && value.trim() === "b") ||
  (/^(delimiter|thousands)$/.test(flag) && value === " "); // the mark itself

let answered = 0;

beforeAll(async () => {
  mkdirSync(empty);
  writeFileSync(table, "a,b,c\n1,2,x\n2,3,y\n4,5,z\n3,1,w\n7,9,v\n");
  expect((await iclHere("train", ...tiny, "--out", out)).code).toBe(0);
});

afterAll(() => {
  process.stdout.write(`hostile: ${answered} hostile inputs answered with one sentence and exit code 2\n`);
});

/** Runs a command that must be refused, and must leave everything as it is. */
async function refused(...args: readonly string[]): Promise<void> {
  const before = contentsOf(folder);
  const ended = await iclHere(...args);
  const what = JSON.stringify(args.map((arg) => arg.slice(0, 60)));
  expect(ended.err, what).toMatch(/^icl: [^\p{Cc}]+\n$/u);
  expect(ended.err.length, what).toBeLessThan(5000);
  expect(ended.err, what).not.toMatch(/\bE[A-Z]{4,}:/); // a code of the system
  expect(ended.err, what).not.toMatch(/got undefined|\[object|is not a function|cannot read prop/i);
  expect([ended.code, ended.out], `${what} ${ended.err}`).toEqual([2, ""]);
  expect(contentsOf(folder), what).toEqual(before);
  answered += 1;
}

/** The flags of a command without one of them. */
function without(flags: readonly string[], flag: string): readonly string[] {
  const at = flags.indexOf(`--${flag}`);
  if (at < 0) return flags;
  const isAlone = flags[at + 1] === undefined || flags[at + 1]?.startsWith("--") === true;
  return without([...flags.slice(0, at), ...flags.slice(at + (isAlone ? 1 : 2))], flag);
}

const formsOf = (flag: string, value: string): readonly string[] =>
  flag === "set"
    ? [value, `dim=${value}`, `${value}=1`, `model.${value}=1`, `init=${value}`]
    : flag === "grid"
      ? [value, `layers=${value}`, `${value}=1,2`]
      : flag === "shard"
        ? [value, `${value}/2`, `1/${value}`]
        : [value];

test.each(commands.map((command) => [command.name, command] as const))("%s", async (name, command) => {
  const given = base[name] as readonly string[];
  for (const value of hostile) {
    await refused(name, ...given, `--${value}x`);
    if (/^[\w]+$/.test(value)) await refused(name, ...given, `--${value}`);
    for (const [flag, { value: takesValue }] of Object.entries(command.flags)) {
      if (FREE.has(flag)) continue;
      const rest = without(given, flag);
      if (!takesValue) await refused(name, ...given, `--${flag}=${value}`);
      else {
        for (const form of formsOf(flag, value)) {
          if (isTaken(flag, form)) continue;
          const only = flag === "shard" ? without(without(rest, "slurm"), "dry-run") : rest;
          await refused(name, ...only, `--${flag}=${form}`);
        }
      }
    }
    if (name !== "bench" && command.positionals !== true) await refused(name, ...given, `x${value}`);
  }
});

test("counts that no machine could carry out", async () => {
  const sixty = (setting: string) => `${setting}=${Array.from({ length: 60 }, (_, k) => k + 1).join(",")}`;
  const grids = ["seed", "steps", "prompts.exemplars", "evaluation.prompts"].flatMap((each) => ["--grid", sixty(each)]);
  for (const more of [[], ["--status"], ["--merge"], ["--slurm", "--dry-run"], ["--shard", "1/2"]])
    await refused("sweep", "--preset", "quick", ...grids, "--out", join(folder, "none"), ...more);
  const sweep = ["sweep", "--preset", "quick", "--grid", "seed=1,2", "--out", join(folder, "none")];
  await refused(...sweep, "--jobs", "100000000");
  await refused(...sweep, "--workers", "100000000");
  await refused(...sweep, "--shard", "1/100000000");
  await refused(...sweep, "--slurm", "--dry-run", "--shards", "100000000");
  await refused("train", ...without(tiny, "workers"), "--workers", "100000000", "--out", join(folder, "none"));
  await refused("compare", "--checkpoint", checkpoint, "--prompts", "100000000", "--out", join(folder, "none"));
  await refused("bench", "--steps", "1e15");
  await refused("reproduce", "emergence", "--live", "--jobs", "100000000", "--out", join(folder, "none"));
  expect(existsSync(join(folder, "none"))).toBe(false);
});
