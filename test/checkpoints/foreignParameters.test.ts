import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeParameters, modelOf } from "../../src/checkpoints/checkpoint.ts";
import { readingNotes } from "../../src/checkpoints/squareMatrices.ts";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import { parseConfig, withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { eachPart } from "../../src/transformer/parameters.ts";
import { decodeSafetensors } from "../../src/transformer/safetensors.ts";
import { bf16, type ForeignTensor, f32, f64, foreignFile } from "../transformer/foreignFile.ts";

const config = withSettings(defaults, {
  dim: 2,
  exemplars: 3,
  layers: 2,
  hiddenSize: 4,
  heads: 2,
  "evaluation.prompts": 32,
});
const { specs } = modelOf(config);
const parameters = modelOf(config)
  .init(3)
  .map((value, k) => value + Math.sin(k) / 8); // no tensor is all zeros

interface Plain {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The parameters as plain tensors, under their own names. */
function plain(flat = parameters): Plain[] {
  const tensors: Plain[] = [];
  eachPart(specs, flat, (values, { name, shape }) => tensors.push({ name, shape, values }));
  return tensors;
}

const file = (
  change: (tensor: Plain) => ForeignTensor | readonly ForeignTensor[] = ({ name, shape, values }) =>
    f32(name, shape, values),
  more: readonly ForeignTensor[] = [],
) => foreignFile([...plain().flatMap(change), ...more], { format: "pt" });

const renamed = (rename: (name: string) => string, more: readonly ForeignTensor[] = []) =>
  file(({ name, shape, values }) => f32(rename(name), shape, values), more);

/** A matrix as nn.Linear stores it. */
function turned({ name, shape, values }: Plain): ForeignTensor {
  const [rows, columns] = shape as [number, number];
  const out = Array.from(values, (_, k) => values[(k % rows) * columns + Math.floor(k / rows)] as number);
  return f32(name, [columns, rows], out);
}

const straight = ({ name, shape, values }: Plain) => f32(name, shape, values);
const isMatrix = ({ name, shape }: Plain) => shape.length === 2 && name !== "wpe.weight";
const isBlock = ({ name }: Plain) => name.startsWith("h.");

describe("names of another program", () => {
  it.each<[string, string, (name: string) => string]>([
    ["torch.compile", "_orig_mod.", (name) => `_orig_mod.${name}`],
    ["DataParallel", "module.", (name) => `module.${name}`],
    ["both", "_orig_mod.module.", (name) => `_orig_mod.module.${name}`],
    ["both, the other way", "module._orig_mod.", (name) => `module._orig_mod.${name}`],
    ["an attribute", "transformer.", (name) => `transformer.${name}`],
    ["attributes", "model._backbone.", (name) => `model._backbone.${name}`],
    ["an attribute of any name", "my_gpt.inner.", (name) => `my_gpt.inner.${name}`],
    ["an attribute of the blocks", "transformer.", (name) => (name.startsWith("h.") ? `transformer.${name}` : name)],
    ["compiled blocks", "_orig_mod.", (name) => name.replace(/^(h\.\d+)\./, "$1._orig_mod.")],
  ])("with the prefix of %s open, and that is said", (_, prefix, rename) => {
    const opened = decodeParameters(renamed(rename), config);
    expect(opened.state.parameters).toEqual(parameters);
    expect(opened.notes).toEqual([`removed ${prefix} from the names of tensors`]);
  });

  it("that fit give no note", () => {
    expect(decodeParameters(file(), config).notes).toEqual([]);
  });

  it("that occur twice are rejected", () => {
    const more = [f32("ema.ln_f.bias", [4], [0, 0, 0, 0]), f32("model.ln_f.bias", [4], [0, 0, 0, 0])];
    expect(() =>
      decodeParameters(
        renamed((name) => name, more),
        config,
      ),
    ).toThrow("expected one tensor for ln_f.bias, got ln_f.bias, model.ln_f.bias");
  });
});

describe("types of another program", () => {
  it("may be doubles, which are rounded, and that is said", () => {
    const thirds = Array.from(parameters, (value) => value + 1e-12);
    let at = 0;
    const bytes = file(({ name, shape, values }) => {
      at += values.length;
      return f64(name, shape, thirds.slice(at - values.length, at));
    });
    const opened = decodeParameters(bytes, config);
    expect(opened.state.parameters).toEqual(Float32Array.from(thirds));
    expect(opened.notes).toEqual([`rounded ${specs.length} tensors from float64 to float32`]);
  });

  it("may be bfloat16", () => {
    const { state } = decodeParameters(
      file(({ name, shape, values }) => bf16(name, shape, values)),
      config,
    );
    state.parameters.forEach((value, k) => {
      expect(Math.abs(value - (parameters[k] as number))).toBeLessThanOrEqual(
        2 ** -7 * Math.abs(parameters[k] as number),
      );
    });
  });

  it("that float32 cannot hold are refused by name", () => {
    const bytes = file((tensor) =>
      tensor.name === "ln_f.bias" ? f64(tensor.name, tensor.shape, [0, 1e300, 0, 0]) : straight(tensor),
    );
    expect(() => decodeParameters(bytes, config)).toThrow("ln_f.bias must contain finite numbers, got Infinity");
  });

  it("of whole numbers are named", () => {
    const bytes = file((tensor) =>
      tensor.name === "ln_f.bias"
        ? { ...straight(tensor), dtype: "I8", shape: [4], bytes: new Uint8Array(4) }
        : straight(tensor),
    );
    expect(() => decodeParameters(bytes, config)).toThrow("ln_f.bias must be one of F32, F16, BF16, F64, got I8");
  });
});

describe("buffers of another program", () => {
  const tokens = 7;
  const mask = (seen: number, hidden: number) =>
    Array.from({ length: tokens ** 2 }, (_, k) => (k % tokens <= Math.floor(k / tokens) ? seen : hidden));
  const truth = (name: string, values: readonly number[]): ForeignTensor => ({
    name,
    shape: [1, 1, tokens, tokens],
    dtype: "BOOL",
    bytes: Uint8Array.from(values),
  });

  it("that are causal masks or constants are left out, and that is said", () => {
    const bytes = renamed(
      (name) => `module.${name}`,
      [
        truth("module.h.0.attn.bias", mask(1, 0)),
        f32("module.h.1.attn.mask", [tokens, tokens], mask(0, Number.NEGATIVE_INFINITY)),
        f32("module.h.0.attn.masked_bias", [], [-1e4]),
        f32("optimizer.first.ln_f.bias", [4], [1, 2, 3, 4]),
      ],
    );
    const opened = decodeParameters(bytes, config);
    expect(opened.state.parameters).toEqual(parameters);
    expect(opened.notes?.[1]).toMatch(
      /^left out tensors that are not parameters: module\.h\.0\.attn\.bias \(causal mask\), module\.h\.1\.attn\.mask \(causal mask\), .*masked_bias.*optimiser state/,
    );
  });

  it("that hide other tokens are refused, as the answers would be others", () => {
    const whole = truth("h.0.attn.bias", mask(1, 1));
    expect(() =>
      decodeParameters(
        renamed((name) => name, [whole]),
        config,
      ),
    ).toThrow("not expected: h.0.attn.bias [1, 1, 7, 7]");
  });

  it("of rotary positions are named", () => {
    const more = [f32("h.0.attn.rotary_emb.inv_freq", [1], [1])];
    expect(() =>
      decodeParameters(
        renamed((name) => name, more),
        config,
      ),
    ).toThrow(/rotary positions .* not supported/);
  });
});

describe("matrices of another program", () => {
  const opened = (change: (tensor: Plain) => ForeignTensor) => decodeParameters(file(change), config);

  it("that are all [out, in] are transposed, square ones too, and that is said", () => {
    const { state, notes, squares } = opened((tensor) => (isMatrix(tensor) ? turned(tensor) : straight(tensor)));
    expect(state.parameters).toEqual(parameters);
    expect(notes).toEqual(["transposed all 10 matrices, stored [out, in] as in nn.Linear"]);
    expect(squares).toEqual({ names: ["h.0.attn.c_proj.weight", "h.1.attn.c_proj.weight"], transposed: true });
  });

  it("may be [out, in] in the read-in and the read-out alone, as where GPT-2's blocks lie between", () => {
    const { state, notes } = opened((tensor) =>
      isMatrix(tensor) && !isBlock(tensor) ? turned(tensor) : straight(tensor),
    );
    expect(state.parameters).toEqual(parameters);
    expect(notes).toEqual(["transposed read_in.weight, read_out.weight, stored [out, in] as in nn.Linear"]);
  });

  it("that are stored both ways in the blocks are refused", () => {
    expect(() => opened((tensor) => (tensor.name.endsWith("c_fc.weight") ? turned(tensor) : straight(tensor)))).toThrow(
      /expected all matrices of the blocks stored one way, got h\.0\.attn\.c_attn\.weight.* as \[in, out\] and h\.0\.mlp\.c_fc\.weight.* as \[out, in\]/,
    );
  });

  it("have a table of positions that is never transposed", () => {
    expect(() => opened((tensor) => (tensor.name === "wpe.weight" ? turned(tensor) : straight(tensor)))).toThrow(
      "wpe.weight must be [7, 4], got [4, 7]",
    );
  });

  const published = decodeSafetensors(
    new Uint8Array(readFileSync(new URL("../../public/runs/play-d1/moments/10000.safetensors", import.meta.url))),
  );
  const trained = withSettings(parseConfig(JSON.parse(published.metadata.config as string)), {
    "evaluation.prompts": 64,
  });

  it.each([
    ["as ours", [], /are square: they were read as \[in, out\]: mean squared error 0\.\d+ on evaluation prompts, \d/],
    ["transposed alone", ["c_proj"], /are square: .* the other way fits much better: transpose them in the file$/],
    ["transposed with all others", [""], /are square: they were read as \[out, in\]: mean squared error 0\.\d+ on/],
  ])("that are square are tried both ways on the evaluation prompts (%s)", async (_, which, sentence) => {
    const tensors = published.tensors.map(({ name, shape, data: values }) => {
      const square = shape[0] === shape[1];
      const turn =
        isMatrix({ name, shape, values }) && which.some((part) => name.includes(part) && (square || part === ""));
      return turn ? turned({ name, shape, values }) : straight({ name, shape, values });
    });
    const checkpoint = decodeParameters(foreignFile(tensors), trained);
    const notes = await readingNotes(checkpoint, nodeHost());
    expect(notes.at(-1)).toMatch(sentence);
    expect(notes.at(-1)).toContain("h.0.attn.c_proj.weight");
  });

  it("that are square and as good both ways are said to be so", async () => {
    const silent = plain().map((tensor) =>
      tensor.name.endsWith("attn.c_proj.weight")
        ? f32(tensor.name, tensor.shape, new Float32Array(16))
        : straight(tensor),
    );
    const [note] = await readingNotes(decodeParameters(foreignFile(silent), config), nodeHost());
    expect(note).toMatch(/read as \[in, out\], which nothing in the file confirms: mean squared error/);
  });
});

describe("a file that does not fit", () => {
  const one = (name: string, ...shape: number[]) =>
    f32(name, shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));

  it.each<[string, Uint8Array, RegExp]>([
    [
      "of another network",
      foreignFile([one("conv1.weight", 2, 2), one("conv1.bias", 2)]),
      /expected read_in\.weight \[3, 4\], .* more; the file has 2 tensors: conv1\.weight \[2, 2\], conv1\.bias \[2\]$/,
    ],
    [
      "of more layers",
      renamed((name) => name, [one("h.2.ln_1.weight", 4), one("h.2.ln_1.bias", 4)]),
      /not expected: h\.2\.ln_1\.weight \[4\], h\.2\.ln_1\.bias \[4\]; the file looks like layers=3, hiddenSize=4, dim=2, 7 positions$/,
    ],
    [
      "without a tensor",
      file((tensor) => (tensor.name === "ln_f.bias" ? [] : straight(tensor))),
      /missing ln_f\.bias \[4\]; the file looks like layers=2, hiddenSize=4/,
    ],
    ["of nothing", foreignFile([]), /expected read_in\.weight \[3, 4\], .*; the file has no tensors$/],
    [
      "of GPT-2",
      renamed((name) => `transformer.${name}`, [one("transformer.h.0.attn.c_attn.bias", 12)]),
      /got a transformer in the GPT-2 layout: attention biases, tanh GELU: --layout gpt2 opens it if it has a read-in and a read-out \(h\.0\.attn\.c_attn\.bias\)$/,
    ],
    [
      "of Garg et al.",
      foreignFile([
        one("_read_in.weight", 4, 2),
        one("_read_in.bias", 4),
        one("_backbone.wpe.weight", 7, 4),
        one("_backbone.h.0.attn.c_attn.weight", 4, 12),
        one("_backbone.h.0.attn.c_attn.bias", 12),
        one("_read_out.weight", 1, 4),
      ]),
      /Garg et al\. 2022 .*attention biases, tanh GELU: --layout gpt2 opens it/,
    ],
    ["of a LoRA adapter", foreignFile([one("h.0.attn.lora_A.weight", 2, 2)]), /a LoRA adapter/],
    [
      "of nn.TransformerEncoder",
      foreignFile([one("layers.0.self_attn.in_proj_weight", 12, 4)]),
      /nn\.TransformerEncoder/,
    ],
    [
      "of ten thousand tensors",
      foreignFile(Array.from({ length: 10_000 }, (_, k) => one(`${"t".repeat(200)}${k}`, 1))),
      /the file has 10000 tensors: .* and 9,996 more/,
    ],
  ])("%s is named for what it has, in one short sentence", (_, bytes, sentence) => {
    expect(() => decodeParameters(bytes, config)).toThrow(sentence);
    expect(() => decodeParameters(bytes, config)).toThrow(/^invalid checkpoint: [^\n]{1,900}$/);
  });
});
