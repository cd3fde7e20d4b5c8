import type * as Fs from "node:fs";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { currentFolder } from "../../src/cli/io/replacement.ts";
import { contentsOf, iclHere, lastLine, newFolder, tiny } from "./icl.ts";
import { changesOf, killed } from "./kills.ts";

vi.mock("node:fs", async (original) => (await import("./mortalFs.ts")).mortal(await original<typeof Fs>()));

// The moments at which a kill once lost something. `npm run test:hostile` kills at every change, of every command.

const folder = newFolder();
const whole = join(folder, "whole");
const keep = (out: string) => ["train", ...tiny, "--keep", "--out", out];
let hash: unknown;
let changes: readonly string[];

beforeAll(async () => {
  const calm = await changesOf([...keep(whole), "--json"]);
  hash = lastLine(calm.ended).parametersSha256;
  changes = calm.changes;
});

const placesOf = (list: readonly string[], change: string) => [...list.keys()].filter((k) => list[k] === change);

test("a run with --keep that is killed between a snapshot and its checkpoint has every snapshot", async () => {
  const places = placesOf(changes, "renameSync checkpoint.safetensors.partial");
  expect(places.length).toBeGreaterThan(2);
  const moments = (out: string) => readFileSync(join(out, "moments/moments.json"), "utf8");
  for (const place of places.slice(1)) {
    const out = join(folder, "killed");
    expect(await killed(place, false, out, keep(out))).toBe(true);
    const resumed = await iclHere("train", "--resume", "--workers", "1", "--out", out, "--json");
    expect(lastLine(resumed).parametersSha256).toBe(hash);
    expect(moments(out)).toBe(moments(whole));
    rmSync(out, { recursive: true });
  }
});

test("a new run that is killed while it replaces a finished run leaves that run unchanged, or can be resumed", async () => {
  const other = (out: string) => ["train", ...tiny, "--seed", "2", "--force", "--out", out];
  const calm = join(folder, "calm");
  cpSync(whole, calm, { recursive: true });
  const replaced = await changesOf([...other(calm), "--json"]);
  const [commit] = placesOf(replaced.changes, "renameSync .replacement.partial") as [number];
  const out = join(folder, "replaced");
  for (const after of [0, 1, 4, 8]) {
    cpSync(whole, out, { recursive: true });
    expect(await killed(commit + after, false, out, other(out))).toBe(true);
    if (after === 0) {
      expect(currentFolder(out)).toBe(out);
      for (const [path, content] of contentsOf(whole))
        expect(readFileSync(path.replace(whole, out), "latin1")).toBe(content);
    } else {
      const resumed = await iclHere("train", "--resume", "--workers", "1", "--out", out, "--json");
      expect(lastLine(resumed).parametersSha256).toBe(lastLine(replaced.ended).parametersSha256);
      expect([...contentsOf(out).keys()].map((path) => path.replace(out, ""))).toEqual(
        [...contentsOf(calm).keys()].map((path) => path.replace(calm, "")),
      );
    }
    rmSync(out, { recursive: true });
  }
});
