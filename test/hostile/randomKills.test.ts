import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { icl, iclCommand, lastLine, newFolder, tiny } from "../cli/icl.ts";
import { streams } from "./seeded.ts";

// Real processes, killed at random times by each signal that may come, with all that they started, and resumed.

const folder = newFolder();
const long = tiny.map((word) => (word === "20" ? "1200" : word));
const counts = new Map<string, number>();

afterAll(() => {
  const each = [...counts].map(([what, count]) => `${count} by ${what}`).join(", ");
  process.stdout.write(`hostile: random kills survived: ${each}\n`);
});

/** Starts a command as a terminal does, in a process group of its own, and sends the group a signal after some time. */
async function interrupted(args: readonly string[], signal: NodeJS.Signals, ms: number, times = 1): Promise<void> {
  const [node, script] = iclCommand();
  const child = spawn(node, [script, ...args], { stdio: "ignore", detached: true });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await new Promise((resolve) => setTimeout(resolve, ms));
  for (let k = 0; k < times; k++) {
    try {
      process.kill(-(child.pid as number), signal);
    } catch {
      break; // it has ended
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await ended;
}

test("train, killed again and again until it is done: the same parameters and rows", async () => {
  const next = streams("random kills");
  const calm = join(folder, "calm");
  const { parametersSha256 } = lastLine(await icl("train", ...long, "--keep", "--out", calm, "--json"));
  for (const [signal, times] of [
    ["SIGKILL", 1],
    ["SIGINT", 2],
    ["SIGTERM", 1],
    ["SIGHUP", 1],
  ] as const) {
    const out = join(folder, signal);
    const begun = () => existsSync(join(out, "checkpoint.safetensors"));
    for (let k = 0; k < 5; k++) {
      const how = begun() ? ["--resume", "--workers", "1"] : [...long, "--keep", "--force"];
      await interrupted(["train", ...how, "--out", out], signal, 500 + next(1500), times);
      counts.set(signal, (counts.get(signal) ?? 0) + 1);
    }
    const how = begun() ? ["--resume", "--workers", "1"] : [...long, "--keep", "--force"];
    expect(lastLine(await icl("train", ...how, "--out", out, "--json")).parametersSha256, signal).toBe(
      parametersSha256,
    );
    for (const file of ["rows.json", "moments/moments.json"])
      expect(readFileSync(join(out, file), "utf8"), signal).toBe(readFileSync(join(calm, file), "utf8"));
  }
});

test("sweep, killed with and without its runs: the same parameters", async () => {
  const next = streams("sweeps");
  const settings = long.filter((word, k) => word !== "--workers" && long[k - 1] !== "--workers");
  const sweep = (out: string) => ["sweep", ...settings, "--grid", "seed=1,2,3", "--jobs", "2", "--out", out];
  const [calm, out] = [join(folder, "calm sweep"), join(folder, "sweep")];
  expect((await icl(...sweep(calm))).code).toBe(0);
  for (const signal of ["SIGKILL", "SIGINT", "SIGTERM", "SIGKILL"] as const) {
    await interrupted(sweep(out), signal, 800 + next(2500));
    counts.set(`${signal} of a sweep`, (counts.get(`${signal} of a sweep`) ?? 0) + 1);
  }
  expect((await icl(...sweep(out))).code).toBe(0);
  const hashes = (of: string) =>
    JSON.parse(readFileSync(join(of, "runs.json"), "utf8")).map(
      (run: { parametersSha256: string }) => run.parametersSha256,
    );
  expect(hashes(out)).toEqual(hashes(calm));
  expect(execFileSync("ps", ["-A", "-o", "args"], { encoding: "utf8" })).not.toContain(out);
});
