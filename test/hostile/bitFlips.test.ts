import { readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { toJson } from "../../src/comparison/row.ts";
import { decodeBundle, encodeBundle, filesOf } from "../../src/runs/runBundle.ts";
import { iclHere, newFolder, tiny } from "../cli/icl.ts";
import { streams } from "./seeded.ts";

// A file with one flipped bit is refused, or means what it meant. None may open as another run.

const FLIPS = 1500;
const folder = newFolder();
const run = join(folder, "run");
const said: string[] = [];
let checkpoint: Uint8Array;
let zip: Uint8Array;

beforeAll(async () => {
  expect((await iclHere("train", ...tiny, "--out", run)).code).toBe(0);
  expect((await iclHere("bundle", run, "--out", join(folder, "run.zip"))).code).toBe(0);
  checkpoint = new Uint8Array(readFileSync(join(run, "checkpoint.safetensors")));
  zip = new Uint8Array(readFileSync(join(folder, "run.zip")));
});

afterAll(() => {
  process.stdout.write(`hostile: ${said.join("; ")}\n`);
});

/** Opens a file with one bit flipped at many seeded places, and counts what came of it. */
function flip(what: string, file: Uint8Array, meaning: (bytes: Uint8Array) => string): void {
  const next = streams(what);
  const whole = meaning(file);
  const counts = { refused: 0, harmless: 0 };
  const silent: number[] = [];
  for (let k = 0; k < FLIPS; k++) {
    const bytes = file.slice();
    const bit = next(8 * file.length);
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
    let meant: string;
    try {
      meant = meaning(bytes);
    } catch (error) {
      expect((error as Error).message, `bit ${bit}`).toMatch(/^[^\n]{5,2000}$/);
      counts.refused += 1;
      continue;
    }
    if (meant === whole) counts.harmless += 1;
    else silent.push(bit);
  }
  said.push(
    `${what}: ${counts.refused} of ${FLIPS} bit flips refused, ${counts.harmless} harmless, ${silent.length} silent`,
  );
  expect(silent.length, `${what}: bits that open as another run, such as ${silent.slice(0, 5)}`).toBe(0);
}

const hex = (array: Float32Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

/** All that a resumed run depends on. */
function stateOf(bytes: Uint8Array): string {
  const { config, state } = decodeCheckpoint(bytes);
  return [toJson(config), state.step, ...[state.parameters, state.first, state.second].map(hex)].join("\n");
}

function runOf(bytes: Uint8Array): string {
  const { checkpoint: _, ...files } = decodeBundle(bytes);
  return `${toJson(files)}\n${_ ? stateOf(_) : "no checkpoint"}`;
}

test("a checkpoint", () => flip("checkpoint", checkpoint, stateOf));
test("a zip, deflated", () => flip("zip, deflated", zip, runOf));
test("a zip, stored", () => {
  const stored = zipSync({ ...filesOf(decodeBundle(zip)) }, { level: 0, mtime: new Date(1980, 0, 1) });
  expect(runOf(stored)).toBe(runOf(encodeBundle(decodeBundle(zip))));
  flip("zip, stored", stored, runOf);
});
