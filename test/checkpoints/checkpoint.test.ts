import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  decodeCheckpoint,
  decodeParameters,
  encodeCheckpoint,
  encodeRecord,
  modelOf,
  parametersSha256,
} from "../../src/checkpoints/checkpoint.ts";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import { withSettings } from "../../src/config/config.ts";
import { type Config, defaults } from "../../src/config/schema.ts";
import { version } from "../../src/config/version.ts";
import { run } from "../../src/runs/trainRun.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
  type SafetensorsFile,
} from "../../src/transformer/safetensors.ts";

const config = withSettings(defaults, { dim: 2, exemplars: 3, layers: 1, hiddenSize: 4, heads: 2 });
const parameters = modelOf(config).init(3);
const state = {
  step: 7,
  parameters,
  first: parameters.map((value) => value / 3),
  second: parameters.map((value) => value * value),
};
const checkpoint = { config, state, secondsTraining: 1.25 };
const bytes = encodeCheckpoint(checkpoint);
const file = decodeSafetensors(bytes);

const withMetadata = (metadata: Record<string, string>): Uint8Array =>
  encodeSafetensors({ ...file, metadata: { ...file.metadata, ...metadata } });
const withoutMetadata = (key: string): Uint8Array => {
  const { [key]: _, ...metadata } = file.metadata;
  return encodeSafetensors({ ...file, metadata });
};
const withTensors = (change: (tensors: SafetensorsFile["tensors"]) => SafetensorsFile["tensors"]): Uint8Array =>
  encodeSafetensors({ ...file, tensors: change(file.tensors) });

describe("a checkpoint", () => {
  it("decodes to the same state, bit by bit, and encodes to the same bytes", () => {
    expect(decodeCheckpoint(bytes)).toEqual(checkpoint);
    expect(encodeCheckpoint(decodeCheckpoint(bytes))).toEqual(bytes);
  });

  it("comes back from the middle of a larger buffer too", () => {
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeCheckpoint(larger.subarray(3))).toEqual(checkpoint);
  });

  it("holds the parameters first, in order, and names their SHA-256 as Node computes it", () => {
    const names = file.tensors.map(({ name }) => name);
    const own = names.filter((name) => !name.startsWith("optimizer."));
    expect(names).toEqual([
      ...own,
      ...own.map((name) => `optimizer.first.${name}`),
      ...own.map((name) => `optimizer.second.${name}`),
    ]);
    const hash = createHash("sha256");
    for (const { name, data } of file.tensors) {
      if (!own.includes(name)) continue;
      for (const value of data) {
        const word = Buffer.alloc(4);
        word.writeFloatLE(value);
        hash.update(word);
      }
    }
    const hex = hash.digest("hex");
    expect(file.metadata.parametersSha256).toBe(hex);
    expect(parametersSha256(parameters)).toBe(hex);
    expect(file.metadata).toMatchObject({ kind: "icl-lab checkpoint", format: "1", step: "7", version });
  });

  it("cut short anywhere is refused with one sentence", () => {
    for (let length = 0; length < bytes.length; length += 41) {
      expect(() => decodeCheckpoint(bytes.slice(0, length))).toThrow(/^invalid safetensors: [^\n]+$/);
    }
  });

  it.each<[string, () => Uint8Array, string]>([
    [
      "another safetensors file",
      () => withoutMetadata("kind"),
      "invalid checkpoint: expected an icl-lab checkpoint, got another safetensors file",
    ],
    [
      "another kind",
      () => withMetadata({ kind: "icl-lab probe" }),
      "invalid checkpoint: expected an icl-lab checkpoint, got icl-lab probe",
    ],
    [
      "a newer format",
      () => withMetadata({ format: "2", version: "9.1.0" }),
      `invalid checkpoint: expected format 1 or older, got 2, written by version 9.1.0; this is ${version}`,
    ],
    ["no format", () => withoutMetadata("format"), "invalid checkpoint: expected format 1 or older, got undefined"],
    [
      "a config that is no JSON",
      () => withMetadata({ config: "{" }),
      "invalid checkpoint: expected its config as JSON, got something else",
    ],
    [
      "no config",
      () => withoutMetadata("config"),
      "invalid checkpoint: expected its config as JSON, got something else",
    ],
    [
      "a config of a setting that is not known",
      () => withMetadata({ config: JSON.stringify({ ...config, label: "x" }) }),
      "unknown setting label: expected one of prompts.family, ",
    ],
    [
      "a config of other heads",
      () => withMetadata({ config: JSON.stringify({ ...config, model: { ...config.model, heads: 3 } }) }),
      "invalid model.heads: must divide hiddenSize 4, got 3",
    ],
    ["no step", () => withoutMetadata("step"), "invalid checkpoint: expected a step, got undefined"],
    ["half a step", () => withMetadata({ step: "7.5" }), "invalid checkpoint: expected a step, got 7.5"],
    [
      "no seconds",
      () => withoutMetadata("secondsTraining"),
      "invalid checkpoint: expected the seconds spent training, got undefined",
    ],
    [
      "a parameter missing",
      () => withTensors((tensors) => tensors.filter(({ name }) => name !== "read_in.weight")),
      "invalid checkpoint: missing read_in.weight: expected [3, 4], got no such tensor",
    ],
    [
      "optimiser state missing",
      () => withTensors((tensors) => tensors.filter(({ name }) => name !== "optimizer.second.read_in.weight")),
      "invalid checkpoint: missing optimizer.second.read_in.weight",
    ],
    [
      "a parameter of another shape",
      () =>
        withTensors((tensors) =>
          tensors.map((each) =>
            each.name === "read_in.weight" ? { ...each, shape: [...each.shape].reverse() } : each,
          ),
        ),
      "invalid checkpoint: read_in.weight must be [3, 4], got [4, 3]",
    ],
    [
      "a parameter changed by one bit",
      () => {
        const copy = decodeSafetensors(bytes);
        const words = copy.tensors[0]?.data as Float32Array;
        const raw = new Uint32Array(words.buffer, words.byteOffset, 1);
        raw[0] = (raw[0] as number) ^ 1;
        return encodeSafetensors(copy);
      },
      `invalid checkpoint: its parameters must have SHA-256 ${file.metadata.parametersSha256}, got `,
    ],
  ])("with %s is refused with one sentence", (_, broken, sentence) => {
    const input = broken();
    expect(() => decodeCheckpoint(input)).toThrow(sentence);
    expect(() => decodeCheckpoint(input)).toThrow(/^[^\n]+$/);
  });
});

describe("one flipped bit", () => {
  const flipped = (whole: Uint8Array, bit: number): Uint8Array => {
    const copy = whole.slice();
    copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
    return copy;
  };
  const content = (bytes: Uint8Array) => {
    const { config: kept, state: at, secondsTraining, trainedSha256 } = decodeCheckpoint(bytes);
    return JSON.stringify([
      kept,
      at.step,
      secondsTraining,
      trainedSha256,
      [at.parameters, at.first, at.second].map(sha),
    ]);
  };
  const sha = (values: Float32Array) => createHash("sha256").update(values).digest("hex");

  it.each([
    ["a checkpoint", bytes],
    ["a record", encodeRecord(checkpoint)],
  ])("in %s is refused in one sentence, or changes nothing", (_, whole) => {
    const same = content(whole);
    const flips = 1500;
    let refused = 0;
    for (let k = 0; k < flips; k++) {
      const bit = Math.floor(((k + 0.5) * 8 * whole.length) / flips);
      let opened: string | undefined;
      try {
        opened = content(flipped(whole, bit));
      } catch (error) {
        expect((error as Error).message, `bit ${bit}`).toMatch(/^(invalid|unknown) [^\n]{1,1500}$/);
        refused += 1;
      }
      if (opened !== undefined) expect(opened, `bit ${bit}`).toBe(same);
    }
    expect(refused).toBeGreaterThan(0.9 * flips);
  });

  it("in the optimiser's state is named", () => {
    expect(() => decodeCheckpoint(flipped(bytes, 8 * bytes.length - 3))).toThrow(
      /^invalid checkpoint: its state must have SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}$/,
    );
  });

  it("in a file of version 0.1, which has no hash of its state, opens as ever", () => {
    expect(decodeCheckpoint(withoutMetadata("stateSha256"))).toEqual(checkpoint);
  });

  it("is hashed as the documentation says", () => {
    const { stateSha256: said, ...rest } = file.metadata;
    const hash = createHash("sha256");
    hash.update(JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))));
    for (const part of ["first", "second"]) {
      for (const { name, data } of file.tensors) if (name.startsWith(`optimizer.${part}.`)) hash.update(data);
    }
    expect(said).toBe(hash.digest("hex"));
  });
});

describe("parameters that are not finite", () => {
  const wrong = parameters.slice();
  wrong[parameters.length - 1] = Number.NaN; // of read_out.bias, the last
  const diverged = encodeCheckpoint({ ...checkpoint, state: { ...state, parameters: wrong } });

  it("are refused with the name of their tensor", () => {
    expect(() => decodeCheckpoint(diverged)).toThrow(
      "invalid checkpoint: read_out.bias must contain finite numbers, got NaN",
    );
    expect(() => decodeParameters(diverged)).toThrow("read_out.bias must contain finite numbers");
  });

  it("are read where a run that diverged is shown", () => {
    expect(decodeCheckpoint(diverged, { diverged: true }).state.parameters).toEqual(wrong);
  });
});

describe("a record", () => {
  const record = encodeRecord(checkpoint);
  const opened = decodeCheckpoint(record);

  it("holds the parameters alone, rounded to half precision, and both hashes", () => {
    expect(decodeSafetensors(record).tensors.some(({ name }) => name.startsWith("optimizer."))).toBe(false);
    expect(opened.trainedSha256).toBe(parametersSha256(parameters));
    expect(opened.config).toEqual(config);
    expect(opened.state.step).toBe(7);
    opened.state.parameters.forEach((value, k) => {
      const trained = parameters[k] as number;
      expect(Math.abs(value - trained)).toBeLessThanOrEqual(2 ** -11 * Math.abs(trained) + 2 ** -25);
    });
    expect(record.length).toBeLessThan(2 * parameters.length + 4096);
  });

  it("is refused where its parameters are not those it was written with", () => {
    const changed = record.slice();
    changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1;
    expect(() => decodeCheckpoint(changed)).toThrow(/its parameters must have SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}/);
  });

  it("cannot be resumed", async () => {
    await expect(run(config, nodeHost(), { from: record }).next()).rejects.toThrow(
      "invalid checkpoint: a record has no optimiser state to resume from",
    );
  });
});

describe("parameters of another program", () => {
  const own = file.tensors.filter(({ name }) => !name.startsWith("optimizer."));
  const plain = (tensors = own, metadata: Record<string, string> = {}) => encodeSafetensors({ tensors, metadata });
  const replaced = (name: string, change: (tensor: NamedTensor) => Partial<NamedTensor>) =>
    own.map((each) => (each.name === name ? { ...each, ...change(each) } : each));

  it("are those of the config given, in whatever order they stand", () => {
    const opened = decodeParameters(plain([...own].reverse(), { format: "pt" }), config);
    expect(opened.config).toEqual(config);
    expect(opened.state.parameters).toEqual(parameters);
    expect(opened.trainedElsewhere).toBe(true);
  });

  it("may bring their config, which names what differs from the defaults", () => {
    const { dim, exemplars } = config.prompts;
    const { layers, hiddenSize, heads } = config.model;
    const short = JSON.stringify({ prompts: { dim, exemplars }, model: { layers, hiddenSize, heads } });
    const opened = decodeParameters(plain(own, { config: short }));
    expect(opened.config).toEqual(config);
    expect(opened.state.parameters).toEqual(parameters);
  });

  it("may be a checkpoint of this program, which decodes as before", () => {
    expect(decodeParameters(bytes)).toEqual(checkpoint);
  });

  it("cannot be resumed", async () => {
    await expect(run(config, nodeHost(), { from: plain() }).next()).rejects.toThrow(
      "invalid checkpoint: expected an icl-lab checkpoint, got another safetensors file",
    );
  });

  it.each<[string, Uint8Array, Config | undefined, string]>([
    [
      "no config",
      plain(),
      undefined,
      "invalid checkpoint: expected its config in the file's metadata, as JSON of what differs from fit-d5, got none; in Python save_file(",
    ],
    [
      "two configs",
      plain(own, { config: "{}" }),
      config,
      "invalid checkpoint: expected one config, got the file's own and another",
    ],
    [
      "a config that is no JSON",
      plain(own, { config: "layers: 1" }),
      undefined,
      "invalid checkpoint: expected its config as JSON, got something else",
    ],
    [
      "a config of a setting that is not known",
      plain(own, { config: '{"model":{"depth":1}}' }),
      undefined,
      "unknown setting model.depth: expected one of ",
    ],
    [
      "a tensor missing",
      plain(own.filter(({ name }) => name !== "h.0.ln_2.bias")),
      config,
      "invalid checkpoint: missing h.0.ln_2.bias [4]; the file looks like layers=1, hiddenSize=4, dim=2, 7 positions",
    ],
    [
      "a matrix stored [out, in]",
      plain(replaced("h.0.mlp.c_fc.weight", ({ shape }) => ({ shape: [...shape].reverse() }))),
      config,
      "invalid checkpoint: expected all matrices of the blocks stored one way, got h.0.attn.c_attn.weight, h.0.mlp.c_proj.weight as [in, out] and h.0.mlp.c_fc.weight as [out, in]",
    ],
    [
      "a tensor too many",
      plain([...own, { name: "h.0.attn.c_attn.bias", shape: [12], data: new Float32Array(12) }]),
      config,
      "invalid checkpoint: expected the tensors of the config, got a transformer in the GPT-2 layout",
    ],
    [
      "a number that is none",
      plain(replaced("ln_f.bias", () => ({ data: Float32Array.of(0, Number.NaN, 0, 0) }))),
      config,
      "invalid checkpoint: ln_f.bias must contain finite numbers, got NaN",
    ],
    [
      "a config of more layers",
      plain(),
      withSettings(config, { layers: 2 }),
      "invalid checkpoint: missing h.1.ln_1.weight [4], h.1.ln_1.bias [4], ",
    ],
    [
      "a config of fewer exemplars",
      plain(),
      withSettings(config, { exemplars: 2 }),
      "invalid checkpoint: wpe.weight must be [5, 4], got [7, 4]",
    ],
  ])("with %s are refused with one sentence", (_, input, given, sentence) => {
    expect(() => decodeParameters(input, given)).toThrow(sentence);
    expect(() => decodeParameters(input, given)).toThrow(/^[^\n]+$/);
  });
});
