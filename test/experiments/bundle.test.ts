import { readFileSync } from "node:fs";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { decodeBundle, encodeBundle, filesOf, isBundle, type RunBundle } from "../../src/experiments/bundle.ts";
import { encodeCheckpoint, modelOf } from "../../src/experiments/checkpoint.ts";
import { defaults, withSettings } from "../../src/experiments/config.ts";
import type { Row } from "../../src/experiments/row.ts";
import { initialState } from "../../src/training/optimizer.ts";

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

/** The bundle with the sizes that its directory gives for each file changed. */
function claiming(bytes: Uint8Array, size: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 46 < copy.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true); // PKWARE APPNOTE 4.3.12
  }
  return copy;
}

describe("a run as one .zip", () => {
  it("comes back as it was, and is the same bytes again", () => {
    expect(decodeBundle(whole)).toEqual(run);
    expect(encodeBundle(decodeBundle(whole))).toEqual(whole);
    expect(isBundle(whole)).toBe(true);
    expect(isBundle(run.checkpoint as Uint8Array)).toBe(false);
  });

  it("is a run folder to any reader of zips, and is read out of a folder with other files beside it", () => {
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

  const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["is another file", strToU8("PK, but no zip at all"), /wanted a \.zip/],
    ["is empty", new Uint8Array(0), /wanted a \.zip/],
    ["was cut off", whole.slice(0, whole.length / 2), /wanted a \.zip/],
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
      "has a broken checkpoint",
      zipOf({ "checkpoint.safetensors": (run.checkpoint as Uint8Array).slice(0, 100) }),
      /safetensors|checkpoint/,
    ],
  ];
  it.each(refused)("is refused in a sentence where it %s", (_, bytes, sentence) => {
    expect(() => decodeBundle(bytes)).toThrow(sentence);
  });

  it("does not grow beyond what its directory claims, however much it holds", () => {
    const bomb = claiming(zipOf({ "rows.json": `[${" ".repeat(2 ** 20)}]` }), 16);
    expect(() => decodeBundle(bomb)).toThrow(/is damaged|wanted a \.zip|must hold/);
  });
});
