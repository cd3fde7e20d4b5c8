import { beforeAll, describe, expect, it } from "vitest";
import { type Checkpoint, decodeParameters, modelOf } from "../../src/checkpoints/checkpoint.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { startHere } from "../kernels/startHere.ts";
import reference from "../reference/fieldModels.json" with { type: "json" };
import { type ForeignTensor, f32, foreignFile } from "./foreignFile.ts";

const { prompts, exemplars, dim } = reference.shape;
const gpt2 = reference.cases.find(({ name }) => name === "gpt2");
if (!gpt2) throw new Error("expected the reference to have a GPT-2");
const H = gpt2.model.hiddenSize;
const config = withSettings(defaults, { exemplars, heads: gpt2.model.heads });

/** The reference's parameters by name, in the shapes of a checkpoint. */
const values = new Map<string, number[]>();
let from = 0;
for (const name of gpt2.names) {
  const size = sizeOf(name);
  values.set(name, gpt2.parameters.slice(from, from + size));
  from += size;
}

function sizeOf(name: string): number {
  const sizes: readonly (readonly [RegExp, number])[] = [
    [/^read_in.weight/, (dim + 1) * H],
    [/^wpe/, (2 * exemplars + 1) * H],
    [/c_attn.weight/, 3 * H * H],
    [/c_attn.bias/, 3 * H],
    [/attn.c_proj.weight/, H * H],
    [/c_fc.weight|mlp.c_proj.weight/, 4 * H * H],
    [/c_fc.bias/, 4 * H],
    [/read_out.bias/, 1],
  ];
  return sizes.find(([pattern]) => pattern.test(name))?.[1] ?? H;
}

const shapeOf = (name: string, size: number): number[] => {
  if (!/(c_attn|c_proj|c_fc)\.weight/.test(name)) return [size];
  const inputs = /mlp.c_proj/.test(name) ? 4 * H : H;
  return [inputs, size / inputs];
};

const columnsOf = (matrix: readonly number[], rows: number, columns: number) =>
  Array.from({ length: matrix.length }, (_, k) => matrix[(k % rows) * columns + Math.floor(k / rows)] as number);

/** The same transformer as Garg et al. save it, whose tokens have D numbers, with more positions than it uses. */
function asGarg(change: (tensors: ForeignTensor[]) => ForeignTensor[] = (tensors) => tensors) {
  const tensors: ForeignTensor[] = [];
  for (const [name, numbers] of values) {
    if (name === "read_in.weight") {
      const rows = numbers.slice(H); // of x alone
      tensors.push(f32("_read_in.weight", [H, dim], columnsOf(rows, dim, H)));
    } else if (name === "read_in.bias") tensors.push(f32("_read_in.bias", [H], numbers));
    else if (name === "read_out.weight") tensors.push(f32("_read_out.weight", [1, H], numbers));
    else if (name === "read_out.bias") tensors.push(f32("_read_out.bias", [1], numbers));
    else if (name === "wpe.weight") {
      tensors.push(
        f32("_backbone.wpe.weight", [20, H], [...numbers, ...Array<number>(20 * H - numbers.length).fill(9)]),
      );
    } else tensors.push(f32(`_backbone.${name}`, shapeOf(name, numbers.length), numbers));
  }
  tensors.push(f32("_backbone.wte.weight", [3, H], Array<number>(3 * H).fill(1)));
  return foreignFile(change(tensors));
}

const learnerOf = ({ config, state }: Checkpoint) => inContextLearner(modelOf(config), state.parameters, {});

const open = (file: Uint8Array, given = config) => decodeParameters(file, given, "gpt2");

describe("a transformer in the layout of GPT-2", () => {
  beforeAll(() => startHere("wasm"));

  it("has its sizes and its block from the file, and says how it was read", () => {
    const { config: read, notes } = open(asGarg());
    expect(read.prompts.dim).toBe(dim);
    expect(read.model).toMatchObject({
      ...{ layers: gpt2.model.layers, hiddenSize: H, heads: gpt2.model.heads },
      ...{ attentionBias: "on", activation: "gelu-tanh", norm: "pre" },
    });
    expect(notes?.join("; ")).toBe(
      "read the layout of GPT-2: D 2, 2 layers, H 8; the file does not have the number of heads, which is that of the config; read in tokens of D numbers, x and [y, 0…0], as [0, x] and [y, 0…0]; " +
        "kept 7 of 20 positions; left out the word embedding (wte.weight)",
    );
  });

  it("answers as the program in PyTorch whose read-in has one row for y and the first coordinate", async () => {
    const checkpoint = open(asGarg());
    const learner = learnerOf(checkpoint);
    const x = Float32Array.from(gpt2.x);
    const y = Float32Array.from(gpt2.y);
    const answers = await learner.predict({ prompts, exemplars, dim, x, y });
    // Before the first exemplar no y was read: there the reference answers the same.
    for (let b = 0; b < prompts; b++)
      expect(answers[b * (exemplars + 1)]).toBeCloseTo(gpt2.answers[b * (exemplars + 1)] as number, 5);
    // With the row of y made that of the first coordinate, everything is the same.
    const read = values.get("read_in.weight") as number[];
    const same = foreignFile(
      gpt2.names.map((name) => {
        const numbers = values.get(name) as number[];
        if (name === "read_in.weight") return f32(name, [dim + 1, H], [...read.slice(H, 2 * H), ...read.slice(H)]);
        if (name === "wpe.weight") return f32(name, [2 * exemplars + 1, H], numbers);
        if (name === "read_out.weight") return f32(name, [H, 1], numbers);
        return f32(name, shapeOf(name, numbers.length), numbers);
      }),
    );
    const ours = learnerOf(decodeParameters(same, checkpoint.config));
    expect(answers).toEqual(await ours.predict({ prompts, exemplars, dim, x, y }));
    learner.dispose?.();
    ours.dispose?.();
  });

  it.each<[string, Uint8Array, string]>([
    [
      "other tensors",
      foreignFile([f32("encoder.weight", [2, 2], [1, 2, 3, 4])]),
      "invalid checkpoint: expected the layout of GPT-2 (_read_in, wpe, h.0.…, ln_f, _read_out), got encoder.weight",
    ],
    [
      "no read-out",
      asGarg((tensors) => tensors.filter(({ name }) => name !== "_read_out.weight")),
      "invalid checkpoint: expected the layout of GPT-2",
    ],
    [
      "a read-out of another size",
      asGarg((tensors) =>
        tensors.map((tensor) =>
          tensor.name === "_read_out.weight" ? f32(tensor.name, [1, 7], Array(7).fill(1)) : tensor,
        ),
      ),
      "invalid checkpoint: the read-out must have 8 numbers, as many as wpe.weight has columns, got 7",
    ],
    [
      "two tensors of one name",
      asGarg((tensors) => [
        ...tensors,
        ...tensors.flatMap(({ name, ...rest }) =>
          name === "_backbone.h.0.ln_1.bias" ? { ...rest, name: `module.${name}` } : [],
        ),
      ]),
      "invalid checkpoint: expected one tensor for h.0.ln_1.bias, got ",
    ],
    [
      "layers that do not begin at 0",
      asGarg((tensors) => tensors.map(({ name, ...rest }) => ({ ...rest, name: name.replace("h.0.", "h.2.") }))),
      "invalid checkpoint: expected layers h.0 to h.1, got none of h.0",
    ],
    [
      "a layer without its biases",
      asGarg((tensors) => tensors.filter(({ name }) => name !== "_backbone.h.1.attn.c_attn.bias")),
      "invalid checkpoint: missing h.1.attn.c_attn.bias [24]",
    ],
  ])("%s are named in one sentence", (_, file, sentence) => {
    expect(() => open(file)).toThrow(sentence);
  });

  it("too few positions are named with the setting to lower", () => {
    expect(() => open(asGarg(), withSettings(config, { exemplars: 10 }))).toThrow(
      "invalid checkpoint: prompts of 10 exemplars need 21 positions, _backbone.wpe.weight has 20; lower prompts.exemplars",
    );
  });
});
