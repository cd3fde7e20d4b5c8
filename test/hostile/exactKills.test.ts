import type * as Fs from "node:fs";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { decodeCheckpoint, parametersSha256 } from "../../src/checkpoints/checkpoint.ts";
import { currentFolder } from "../../src/cli/io/replacement.ts";
import { contentsOf, icl, iclHere, lastLine, newFolder, tiny as small } from "../cli/icl.ts";
import { changesOf, killed } from "../cli/kills.ts";
import { fullAt, killAt } from "../cli/mortalFs.ts";

vi.mock("node:fs", async (original) => (await import("../cli/mortalFs.ts")).mortal(await original<typeof Fs>()));

// Every command that writes is killed before each single change that it makes to the disk, and halfway through each
// write. What it leaves must open, and the command, or --resume, must come to what an uninterrupted one comes to.

/** The smallest run with three evaluations and two of the log's steps. */
const tiny = small.map(
  (word) =>
    new Map([
      ["dim=2", "dim=1"],
      ["exemplars=4", "exemplars=2"],
      ["batch=8", "batch=2"],
      ["evaluation.prompts=16", "evaluation.prompts=4"],
      ["times=4", "times=3"],
    ]).get(word) ?? word,
);

const folder = newFolder();
const [whole, other] = [join(folder, "whole"), join(folder, "other")];
const otherRun = [...tiny, "--seed", "2"];
let hash: unknown;
let otherHash: unknown;
const counts = new Map<string, number>();

beforeAll(async () => {
  hash = lastLine(await iclHere("train", ...tiny, "--keep", "--out", whole, "--json")).parametersSha256;
  otherHash = lastLine(await iclHere("train", ...otherRun, "--out", other, "--json")).parametersSha256;
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(otherHash).not.toBe(hash);
});

afterAll(() => {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const each = [...counts].map(([what, count]) => `${what} ${count}`).join(", ");
  process.stdout.write(`hostile: ${total} exact kills survived (${each})\n`);
});

/** Kills a command at every change; `before` makes the folder it works on, `survives` looks at what it has left. */
async function killEverywhere(
  what: string,
  args: (out: string) => readonly string[],
  before: (out: string) => void,
  survives: (out: string, at: string) => Promise<void>,
): Promise<void> {
  const calm = join(folder, `${what} calm`);
  before(calm);
  const { ended, changes } = await changesOf(args(calm));
  expect(ended.code, ended.err).toBe(0);
  expect(changes.length).toBeGreaterThan(3);
  for (const [k, change] of changes.entries()) {
    for (const half of /^(write|append)/.test(change) ? [false, true] : [false]) {
      const out = join(folder, `${what} killed`);
      before(out);
      const at = `${what}, killed ${half ? "halfway through" : "before"} change ${k}: ${change}`;
      expect(await killed(k, half, out, args(out)), at).toBe(true);
      await survives(out, at);
      counts.set(what, (counts.get(what) ?? 0) + 1);
      rmSync(out, { recursive: true, force: true });
    }
  }
}

const hasCheckpoint = (out: string) => existsSync(join(currentFolder(out), "checkpoint.safetensors"));
const resume = async (out: string) =>
  lastLine(await iclHere("train", "--resume", "--workers", "1", "--out", out, "--json"));
const rowsOf = (out: string) => readFileSync(join(out, "rows.json"), "utf8");

test("train --keep: the same parameters, rows and snapshots", async () => {
  const args = (out: string) => ["train", ...tiny, "--keep", "--out", out];
  await killEverywhere(
    "train --keep",
    args,
    () => {},
    async (out, at) => {
      const again = hasCheckpoint(out) ? await resume(out) : lastLine(await iclHere(...args(out), "--force", "--json"));
      expect(again.parametersSha256, at).toBe(hash);
      expect(rowsOf(out), at).toBe(rowsOf(whole));
      const snapshots = (of: string) => readdirSync(join(of, "moments")).sort();
      expect(snapshots(out), at).toEqual(snapshots(whole));
      for (const step of JSON.parse(readFileSync(join(whole, "moments/moments.json"), "utf8"))) {
        const trained = (of: string) =>
          decodeCheckpoint(new Uint8Array(readFileSync(join(of, `moments/${step}.safetensors`)))).trainedSha256;
        expect(trained(out), `${at}, snapshot ${step}`).toBe(trained(whole));
      }
    },
  );
});

test("train --force over a finished run: the earlier run or the new one, never neither", async () => {
  const args = (out: string) => ["train", ...otherRun, "--force", "--out", out];
  const before = (out: string) => cpSync(whole, out, { recursive: true });
  await killEverywhere("train --force", args, before, async (out, at) => {
    expect(hasCheckpoint(out), at).toBe(true);
    const bytes = readFileSync(join(currentFolder(out), "checkpoint.safetensors"));
    const { config, state } = decodeCheckpoint(new Uint8Array(bytes));
    if (config.seed === 1) {
      expect(parametersSha256(state.parameters), at).toBe(hash);
      for (const [path, content] of contentsOf(whole)) {
        expect(readFileSync(path.replace(whole, out), "latin1"), `${at}: ${path}`).toBe(content);
      }
      expect(lastLine(await iclHere(...args(out), "--json")).parametersSha256, at).toBe(otherHash);
    } else expect((await resume(out)).parametersSha256, at).toBe(otherHash);
    expect(rowsOf(out), at).toBe(rowsOf(other));
    expect(existsSync(join(out, "moments")), at).toBe(false);
    expect(
      readdirSync(out).filter((name) => name.startsWith(".")),
      at,
    ).toEqual([]);
  });
});

test("train --keep on a disk that fills up at any moment: one sentence, and then the same parameters", async () => {
  const args = (out: string) => ["train", ...tiny, "--keep", "--out", out];
  const { changes } = await changesOf(args(join(folder, "roomy")));
  for (const k of changes.keys()) {
    if (!/^(write|append)/.test(changes[k] as string)) continue;
    const out = join(folder, "full");
    fullAt(k);
    const ended = await iclHere(...args(out));
    killAt(Number.POSITIVE_INFINITY);
    const at = `full at change ${k}: ${changes[k]}`;
    expect(ended.err.trimEnd().split("\n").at(-1), at).toMatch(/^icl: .*no space is left on the device/);
    expect([1, 2], at).toContain(ended.code);
    const again = hasCheckpoint(out) ? await resume(out) : lastLine(await iclHere(...args(out), "--force", "--json"));
    expect(again.parametersSha256, at).toBe(hash);
    expect(rowsOf(out), at).toBe(rowsOf(whole));
    counts.set("full disks", (counts.get("full disks") ?? 0) + 1);
    rmSync(out, { recursive: true, force: true });
  }
});

test("train --resume: the same parameters and rows", async () => {
  const half = join(folder, "half");
  await iclHere("train", ...tiny, "--until", "10", "--out", half);
  const before = (out: string) => cpSync(half, out, { recursive: true });
  await killEverywhere(
    "train --resume",
    (out) => ["train", "--resume", "--workers", "1", "--out", out],
    before,
    async (out, at) => expect((await resume(out)).parametersSha256, at).toBe(hash),
  );
});

test("bundle: the whole file or none; the folder of a bundle: the earlier run or the new one", async () => {
  const zip = join(folder, "other.zip");
  expect((await iclHere("bundle", other, "--out", zip)).code).toBe(0);
  await killEverywhere(
    "bundle",
    (out) => ["bundle", other, "--out", join(out, "run.zip"), "--force"],
    (out) => cpSync(whole, out, { recursive: true }),
    async (out, at) => {
      if (existsSync(join(out, "run.zip")))
        expect(readFileSync(join(out, "run.zip")).equals(readFileSync(zip)), at).toBe(true);
      expect((await iclHere("bundle", other, "--out", join(out, "run.zip"), "--force")).code, at).toBe(0);
    },
  );
  await killEverywhere(
    "bundle to a folder",
    (out) => ["bundle", zip, "--out", out, "--force"],
    (out) => cpSync(whole, out, { recursive: true }),
    async (out, at) => {
      const current = currentFolder(out);
      const bytes = readFileSync(join(current, "checkpoint.safetensors"));
      const { config } = decodeCheckpoint(new Uint8Array(bytes));
      expect(rowsOf(current), at).toBe(rowsOf(config.seed === 1 ? whole : other));
      expect((await iclHere("bundle", zip, "--out", out, "--force")).code, at).toBe(0);
      expect(contentsOf(out).size, at).toBe(contentsOf(other).size);
    },
  );
});

test("compare --force: whole files, and the same ones when it runs again", async () => {
  const flags = (out: string) => ["--prompts", "8", "--out", out, "--force"];
  const asked = (out: string) => ["compare", "--checkpoint", other, ...flags(out)];
  const [first, second] = [join(folder, "compared first"), join(folder, "compared second")];
  await iclHere("compare", "--checkpoint", whole, ...flags(first));
  await iclHere(...asked(second));
  const wanted = [...contentsOf(second).values()];
  const known = new Set([...contentsOf(first).values(), ...wanted]);
  await killEverywhere(
    "compare",
    asked,
    (out) => cpSync(first, out, { recursive: true }),
    async (out, at) => {
      for (const [path, content] of contentsOf(out))
        if (!/\.partial|\.lock$/.test(path)) expect(known.has(content), `${at}: ${path}`).toBe(true);
      expect((await iclHere(...asked(out))).code, at).toBe(0);
      const left = [...contentsOf(out)].filter(([path]) => !/\/\.partial$/.test(path));
      expect(
        left.map(([, content]) => content),
        at,
      ).toEqual(wanted);
    },
  );
});

test("sweep --merge: whole files, and the same ones when it runs again", async () => {
  const swept = join(folder, "swept");
  const settings = tiny.filter((word, k) => word !== "--workers" && tiny[k - 1] !== "--workers");
  expect((await icl("sweep", ...settings, "--grid", "seed=1,2", "--out", swept)).code).toBe(0);
  const wanted = [...contentsOf(swept).values()];
  const merge = (out: string) => ["sweep", "--out", out, "--merge"];
  const before = (out: string) => {
    cpSync(swept, out, { recursive: true });
    writeFileSync(join(out, "rows.json"), "[]\n"); // of a merge before
  };
  await killEverywhere("sweep --merge", merge, before, async (out, at) => {
    expect(["[]\n", rowsOf(swept)], at).toContain(rowsOf(out));
    expect((await iclHere(...merge(out))).code, at).toBe(0);
    expect([...contentsOf(out).values()], at).toEqual(wanted);
  });
});
