import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeCheckpoint, modelOf } from "../../src/checkpoints/checkpoint.ts";
import type { Row } from "../../src/comparison/row.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { decodeBundle, encodeBundle, filesOf, isBundle, type RunBundle } from "../../src/runs/runBundle.ts";
import { runLimits } from "../../src/runs/runLimits.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { encodeSafetensors } from "../../src/transformer/safetensors.ts";

const config = withSettings(defaults, { dim: 2, exemplars: 3, layers: 1, hiddenSize: 4, heads: 2 });
const checkpointOf = (of: typeof config) =>
  encodeCheckpoint({ config: of, state: initialState(modelOf(of).init(1)), secondsTraining: 0 });
const rows = decodeBundle(readFileSync("public/runs/fit-d5.zip")).rows.slice(0, 50);
const event = { step: 10, loss: 2.5, gradientNorm: 1.25, learningRate: 0.004, secondsTraining: 0.5 };
const run: RunBundle = {
  config,
  rows: [...rows, { ...(rows[0] as Row), value: Number.POSITIVE_INFINITY, high: Number.NaN }],
  log: [{ type: "step", ...event }],
  result: { step: 20, effectiveLambda: Number.POSITIVE_INFINITY },
  checkpoint: checkpointOf(config),
};
const whole = encodeBundle(run);
const files = filesOf(run);

const zipOf = (changes: Readonly<Record<string, Uint8Array | string | undefined>>, folder = "") =>
  zipSync(
    Object.fromEntries(
      Object.entries({ ...files, ...changes })
        .filter(([, content]) => content !== undefined)
        .map(([name, content]) => [
          folder + name,
          typeof content === "string" ? strToU8(content) : (content as Uint8Array),
        ]),
    ),
  );

/** The bundle with the sizes changed that its directory, and the header before each file, give. PKWARE APPNOTE 4.3.7, 4.3.12. */
function claiming(bytes: Uint8Array, size: number, headers = true): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 46 < copy.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
    if (headers && view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, size, true);
  }
  return copy;
}

describe("a run as one .zip", () => {
  it("decodes to the same run, and encodes to the same bytes", () => {
    expect(decodeBundle(whole)).toEqual(run);
    expect(encodeBundle(decodeBundle(whole))).toEqual(whole);
    expect(isBundle(whole)).toBe(true);
    expect(isBundle(run.checkpoint as Uint8Array)).toBe(false);
  });

  it("is a plain .zip of a run folder, and is read from a folder with other files in it", () => {
    expect(Object.keys(unzipSync(whole))).toEqual([
      "config.json",
      "rows.json",
      "log.jsonl",
      "result.json",
      "checkpoint.safetensors",
    ]);
    expect(decodeBundle(zipOf({ "notes.txt": "mine" }, "my-run/"))).toEqual(run);
  });

  it("needs neither a checkpoint nor a result nor a log", () => {
    const less = decodeBundle(
      zipOf({ "checkpoint.safetensors": undefined, "result.json": undefined, "log.jsonl": undefined }),
    );
    expect(less).toEqual({ config, rows: run.rows, log: [] });
  });

  const ofFile = JSON.stringify({ ...config, prompts: { ...config.prompts, family: "own" } });
  const metadata = { definitions: JSON.stringify([{ kind: "task", id: "own", sha256: "0".repeat(64) }]) };
  const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["is another file", strToU8("PK, but no zip at all"), /expected a \.zip/],
    ["is empty", new Uint8Array(0), /expected a \.zip/],
    ["was cut off", whole.slice(0, whole.length / 2), /expected a \.zip/],
    ["claims to be huge", claiming(whole, 2 ** 31), /at most 256 MiB unpacked/],
    [
      "has more files than a run",
      zipSync(Object.fromEntries(Array.from({ length: 1001 }, (_, k) => [`${k}`, strToU8("")]))),
      /at most 1000 files/,
    ],
    ["holds two runs", zipSync({ "config.json": strToU8("{}"), "a/config.json": strToU8("{}") }), /config\.json twice/],
    ["has no config", zipOf({ "config.json": undefined }), /missing config\.json/],
    ["has a config that is not JSON", zipOf({ "config.json": "{" }), /config\.json is damaged, or was never JSON$/],
    [
      "has a setting out of range",
      zipOf({ "config.json": JSON.stringify({ ...config, seed: -1 }) }),
      /invalid seed: must be a whole number/,
    ],
    ["has rows that are none", zipOf({ "rows.json": '[{"metric":"spd"}]' }), /rows\.json 0\.experiment is missing/],
    ["has rows of texts", zipOf({ "rows.json": '"rows"' }), /rows\.json must be Array, got "rows"/],
    ["has a log line that is none", zipOf({ "log.jsonl": '{"type":"step"}\n' }), /log\.jsonl 0\.step is missing/],
    [
      "has a checkpoint of another config",
      zipOf({ "checkpoint.safetensors": checkpointOf(withSettings(config, { seed: 9 })) }),
      /differs in seed/,
    ],
    [
      "is of a task family from a definition file, which its checkpoint names",
      zipOf({ "config.json": ofFile, "checkpoint.safetensors": encodeSafetensors({ tensors: [], metadata }) }),
      /^missing --task: the run uses the task family own from a definition file \(SHA-256 0{64}\); icl loads it with --task FILE; the page cannot load it/,
    ],
    [
      "is of a task family from a definition file, and has no checkpoint",
      zipOf({ "config.json": ofFile, "checkpoint.safetensors": undefined }),
      /^invalid prompts\.family: must be one of .*, got "own"; if a definition file defines it, icl loads it with --task FILE/,
    ],
    [
      "has a broken checkpoint",
      zipOf({ "checkpoint.safetensors": (run.checkpoint as Uint8Array).slice(0, 100) }),
      /safetensors|checkpoint/,
    ],
  ];
  it.each(refused)("is an error of one sentence if it %s", (_, bytes, sentence) => {
    expect(() => decodeBundle(bytes)).toThrow(sentence);
  });

  it("is not unpacked beyond the sizes in its directory", () => {
    const zip = zipOf({ "config.json": `${" ".repeat(2 ** 20)}{}` });
    for (const headers of [true, false]) {
      expect(() => decodeBundle(claiming(zip, 16, headers))).toThrow(/is damaged/);
    }
  });

  /** Refused, with this in the sentence, before more than so many bytes were unpacked. */
  function expectRefused(bytes: Uint8Array, words: string, most: number): void {
    let unpacked = 0;
    let message = "";
    try {
      decodeBundle(bytes, (count) => {
        unpacked += count;
      });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^invalid bundle: [^\n]{10,300}$/);
    expect(message).toContain(words);
    expect(unpacked).toBeLessThanOrEqual(most);
  }

  const configBytes = files["config.json"]?.length as number;
  const line = `${JSON.stringify(run.log[0])}\n`;
  it("is rejected before a zip bomb is unpacked: files that expand more than rows do, or are too large for their config", () => {
    const zeros = new Uint8Array(4e6); // deflate packs them to 4 kB
    expectRefused(zipOf({ "rows.json": zeros }), "more than 200 times its packed size", configBytes);
    expectRefused(zipOf({ "log.jsonl": zeros }), "log.jsonl must contain at most", configBytes + 1e6);
    expectRefused(zipOf({ "checkpoint.safetensors": zeros }), "checkpoint.safetensors must contain", configBytes + 1e6);
    expectRefused(
      zipOf({ "result.json": zeros }),
      "result.json must contain at most 1,048,576 bytes",
      configBytes + 1e6,
    );
    expectRefused(zipOf({ "config.json": zeros }), "config.json must contain at most", 0);
  });

  it("is rejected if it has more lines than steps, or more rows than evaluations", () => {
    const { steps } = config.training;
    expect(decodeBundle(zipOf({ "log.jsonl": line.repeat(steps) })).log).toHaveLength(steps);
    expectRefused(
      zipOf({ "log.jsonl": line.repeat(steps + 1) }),
      `log.jsonl must contain at most ${steps.toLocaleString("en")} lines`,
      Number.POSITIVE_INFINITY,
    );
    const { rows: most } = runLimits(config);
    expectRefused(
      zipOf({ "rows.json": `[${"{},".repeat(most)}{}]` }),
      `rows.json must contain at most ${most.toLocaleString("en")} rows`,
      Number.POSITIVE_INFINITY,
    );
  });

  it.each([
    ["stored", 0],
    ["deflated", 6],
  ] as const)("with one bit flipped anywhere is refused, or is the same run (%s)", (_, level) => {
    const zip = zipSync({ ...files }, { level, mtime: new Date(1980, 0, 1) });
    const content = (bytes: Uint8Array) =>
      JSON.stringify(filesOf(decodeBundle(bytes)), (_key, value) =>
        value instanceof Uint8Array ? createHash("sha256").update(value).digest("hex") : value,
      );
    const whole = content(zip);
    let refused = 0;
    const bits = 8 * zip.length;
    const flips = 600;
    for (let k = 0; k < flips; k++) {
      const bit = Math.floor(((k + 0.5) * bits) / flips);
      const copy = zip.slice();
      copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
      let opened: string | undefined;
      try {
        opened = content(copy);
      } catch (error) {
        expect((error as Error).message, `bit ${bit}`).toMatch(/^invalid [a-z]+: [^\n]{1,400}$/);
        refused += 1;
      }
      if (opened !== undefined) expect(opened, `bit ${bit}`).toBe(whole);
    }
    expect(refused).toBeGreaterThan(0.9 * flips);
  });
});
