import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { contentsOf, endOf, icl, iclCommand, iclHere, lastLine, newFolder, startIcl, tiny } from "./icl.ts";

const folder = newFolder();
const finished = join(folder, "finished");
const endless = tiny.map((word) => (word === "20" ? "1000000" : word));
let hash: unknown;

beforeAll(async () => {
  hash = lastLine(await iclHere("train", ...tiny, "--out", finished, "--json")).parametersSha256;
});

const stepIn = (run: string) =>
  decodeCheckpoint(new Uint8Array(readFileSync(join(run, "checkpoint.safetensors")))).state.step;

async function begun(run: string): Promise<void> {
  while (!existsSync(join(run, "checkpoint.safetensors"))) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("a run that gets a signal to end", { timeout: 300_000 }, () => {
  /** Sends a signal to the process group, as a terminal does, once or twice. */
  const signalGroup = (child: ChildProcess, signal: NodeJS.Signals, times: number) => {
    for (let k = 0; k < times; k++) process.kill(-(child.pid as number), signal);
  };
  it.each([
    ["Ctrl-C through npm", "SIGINT", 1],
    ["Ctrl-C twice through npm", "SIGINT", 2],
    ["the terminal's end", "SIGHUP", 1],
  ] as const)("saves its step: %s", async (what, signal, times) => {
    const out = join(folder, what);
    const child = spawn("npm", ["run", "-s", "icl", "--", "train", ...endless, "--out", out], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const ended = endOf(child);
    await begun(out);
    signalGroup(child, signal, times);
    const { err } = await ended;
    while (existsSync(join(out, ".run.lock"))) await new Promise((resolve) => setTimeout(resolve, 20)); // npm may end first
    const [, stoppedAt] = /stopped at step (\d+) of/.exec(err) ?? [];
    if (signal === "SIGINT") expect(err).toContain("interrupted: ");
    if (stoppedAt !== undefined) expect(stepIn(out)).toBe(Number(stoppedAt));
    expect(stepIn(out)).toBeGreaterThan(1);
    expect(err).not.toMatch(/^ {4}at /m);
  });
});

describe("a run whose output is closed", { timeout: 300_000 }, () => {
  it("continues when its readers end", async () => {
    const out = join(folder, "no readers");
    const child = startIcl("train", ...tiny, "--out", out, "--json");
    child.stdout?.once("data", () => child.stdout?.destroy());
    child.stderr?.destroy();
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(0);
    expect(JSON.parse(readFileSync(join(out, "result.json"), "utf8")).parametersSha256).toBe(hash);
  });

  it.skipIf(!existsSync("/dev/full"))("says so in a sentence when a disk is full, and has its checkpoint", async () => {
    const out = join(folder, "full");
    const [program, main] = iclCommand();
    const full = openSync("/dev/full", "w");
    const ended = await endOf(
      spawn(program, [main, "train", ...tiny, "--out", out, "--json"], { stdio: ["ignore", full, "pipe"] }),
    );
    expect(ended.code).toBe(1);
    expect(ended.err).toContain("icl: could not write to standard output: no space is left on the device\n");
    expect(ended.err).not.toMatch(/^ {4}at /m);
    expect(stepIn(out)).toBe(20);
  });
});

test("a second process in a run folder is rejected with the process id of the first, and a killed one blocks nobody", async () => {
  const out = join(folder, "two");
  const first = startIcl("train", ...endless, "--out", out);
  const ended = endOf(first);
  await begun(out);
  for (const how of [
    ["--resume", "--workers", "1"],
    [...tiny, "--force"],
  ]) {
    const second = await icl("train", ...how, "--out", out);
    expect(second).toMatchObject({ code: 2, out: "" });
    expect(second.err).toMatch(new RegExp(`^icl: invalid --out: .*process ${first.pid} on [^\n]+\n$`));
  }
  first.kill("SIGKILL");
  await ended;
  const step = stepIn(out);
  const third = await icl("train", "--resume", "--workers", "1", "--until", `${step + 1}`, "--out", out);
  expect(third).toMatchObject({ code: 0, err: expect.not.stringContaining("waiting") });
  expect(stepIn(out)).toBe(step + 1);
});

test("a run whose folder is deleted ends with a sentence", async () => {
  const out = join(folder, "deleted");
  const ended = endOf(startIcl("train", ...endless, "--out", out));
  await begun(out);
  renameSync(out, `${out}-before`); // at one blow, whatever is being written into it
  rmSync(`${out}-before`, { recursive: true, force: true, maxRetries: 10 });
  const { code, err } = await ended;
  expect(code).toBe(1);
  expect(err.trimEnd().split("\n").at(-1)).toMatch(/^icl: could not (write|go on in) .*\/deleted/);
  expect(err).not.toMatch(/ENOENT|^ {4}at /m);
});

// What is refused is refused before anything is touched, --force or not.
const refused: readonly (readonly string[])[] = [
  ["train", "--preset", "quick", "--set", "heads=6"],
  ["train", "--preset", "quick", "--set", "init=mul", "--set", "norm=none"],
  ["train", "--preset", "quick", "--set", "__proto__.x=1"],
  ["train", "--preset", "quick", "--set", "constructor=1"],
  ["train", "--preset", "quick", "--__proto__"],
  ["train", "--preset", "quick", "--constructor", "1"],
  ["train", "--preset", "__proto__"],
  ["train", "--preset", "quick", "--until", "100000"],
  ["train", "--preset", "quick", "--workers", "100000000"],
  ["compare", "--checkpoint", "/nowhere"],
  ["compare", "--checkpoint", "public/records/runs/fit-d5-seed1.safetensors", "--prompts", "100000000"],
  ["reproduce", "toString"],
  ["reproduce", "emergence", "--live", "--jobs", "100000000"],
  ["bundle", "/nowhere"],
  ["bundle", "package.json"],
];

test.each(refused.map((args) => [args.join(" "), args] as const))(
  "%s --force over a finished run is refused, and leaves it",
  async (_, args) => {
    const before = contentsOf(finished);
    const ended = await iclHere(...args, "--out", finished, "--force");
    expect(ended.err).toMatch(/^icl: [^\n]+\n$/);
    expect(ended.code).toBe(2);
    expect(contentsOf(finished)).toEqual(before);
  },
);

test("a new run with --force leaves nothing of the earlier one", async () => {
  const out = join(folder, "replaced");
  cpSync(finished, out, { recursive: true });
  const ended = await iclHere("train", ...tiny, "--seed", "2", "--until", "10", "--keep", "--out", out, "--force");
  expect(ended.code).toBe(0);
  expect((await iclHere("train", ...tiny, "--seed", "3", "--out", out, "--force")).code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(readdirSync(finished).sort());
});

test.each([
  ["a folder that is not there", "none/run.zip"],
  ["a folder that is a file", "finished/rows.json/run.zip"],
])("bundle into %s is a sentence", async (_, path) => {
  const ended = await iclHere("bundle", finished, "--out", join(folder, path));
  expect(ended).toMatchObject({ code: 2, out: "" });
  expect(ended.err).toMatch(/^icl: invalid --out: expected a file in an existing folder, got [^\n]+\n$/);
});
