import { listSome } from "../text/describe.ts";
import { transpose } from "./matrixLayout.ts";
import type { ModelConfig } from "./modelConfig.ts";
import { type StoredTensor, toFloats } from "./safetensors.ts";
import { withoutKnownPrefixes } from "./tensorNames.ts";

/** A transformer in the layout of GPT-2, with names and shapes of a checkpoint, and the settings that the file determines. */
export interface Gpt2Model {
  readonly tensors: readonly StoredTensor[];
  readonly settings: Readonly<Record<string, number | string>>; // by path
  /** How it was read, one sentence per note. */
  readonly notes: readonly string[];
}

/** The axes of a model in the layout of GPT-2, as Hugging Face's. */
const AXES = {
  headSize: 0,
  attention: "softmax",
  attentionBias: "on",
  mlp: "on",
  activation: "gelu-tanh",
  norm: "pre",
  tokens: "interleaved",
  positions: "learned",
  readout: "scalar",
  init: "gpt2",
} as const satisfies Partial<ModelConfig>;

/**
 * Reads the tensors of Hugging Face's GPT-2 between a read-in and a read-out, as Garg et al. 2022 save it:
 * `_read_in`, `_backbone.h.0.…`, `_read_out`. Their tokens have D numbers, x and [y, 0…0]; ours have D + 1, so the row of
 * the first coordinate is read twice. Keeps the positions that prompts of N `exemplars` need. The word embedding is left
 * out, because numbers do not pass through it. Throws one sentence if a part is missing or too short.
 */
export function fromGpt2(stored: readonly StoredTensor[], exemplars: number): Gpt2Model {
  const named = new Map(stored.map((tensor) => [nameOf(tensor), tensor]));
  const twice = stored.find((tensor) => named.get(nameOf(tensor)) !== tensor);
  if (twice) {
    const other = named.get(nameOf(twice))?.name;
    throw new Error(`invalid checkpoint: expected one tensor for ${nameOf(twice)}, got ${twice.name} and ${other}`);
  }
  const part = (name: string): StoredTensor => {
    const tensor = named.get(name);
    if (tensor?.shape.length === 2) return tensor;
    const names = stored.length === 0 ? "no tensors" : listSome(stored.map((each) => each.name));
    throw new Error(
      `invalid checkpoint: expected the layout of GPT-2 (_read_in, wpe, h.0.…, ln_f, _read_out), got ${names}`,
    );
  };
  const positions = part("wpe.weight");
  const [places, hiddenSize] = positions.shape as [number, number];
  const tokens = 2 * exemplars + 1;
  if (places < tokens) {
    throw new Error(
      `invalid checkpoint: prompts of ${exemplars} exemplars need ${tokens} positions, ${positions.name} has ${places}; lower prompts.exemplars`,
    );
  }
  const readIn = part("read_in.weight");
  const short = readIn.name.includes("_read_in"); // tokens of D numbers
  const rows = asRows(readIn, hiddenSize);
  const dim = rows.length / hiddenSize - (short ? 0 : 1);
  const numbers = new Set([...named.keys()].flatMap((name) => /^h\.(\d+)\./.exec(name)?.[1] ?? []));
  const layers = numbers.size;
  const missing = Array.from({ length: layers }, (_, layer) => `${layer}`).find((layer) => !numbers.has(layer));
  if (missing !== undefined)
    throw new Error(`invalid checkpoint: expected layers h.0 to h.${layers - 1}, got none of h.${missing}`);
  const readOut = asRows(part("read_out.weight"), 1);
  if (readOut.length !== hiddenSize) {
    throw new Error(
      `invalid checkpoint: the read-out must have ${hiddenSize} numbers, as many as wpe.weight has columns, got ${readOut.length}`,
    );
  }
  named.set("read_in.weight", f32(short ? doubled(rows, hiddenSize) : rows, [dim + 1, hiddenSize]));
  named.set("read_out.weight", f32(readOut, [hiddenSize, 1]));
  named.set("wpe.weight", f32(toFloats(positions).subarray(0, tokens * hiddenSize), [tokens, hiddenSize]));
  const words = named.delete("wte.weight");
  const axes = Object.entries(AXES).map(([name, value]) => [`model.${name}`, value] as const);
  return {
    tensors: [...named].map(([name, tensor]) => ({ ...tensor, name })),
    settings: {
      ...Object.fromEntries(axes),
      ...{ "prompts.dim": dim, "model.layers": layers, "model.hiddenSize": hiddenSize },
    },
    notes: [
      `read the layout of GPT-2: D ${dim}, ${layers} layers, H ${hiddenSize}; the file does not have the number of heads, which is that of the config`,
      ...(short ? ["read in tokens of D numbers, x and [y, 0…0], as [0, x] and [y, 0…0]"] : []),
      ...(places > tokens ? [`kept ${tokens} of ${places} positions`] : []),
      ...(words ? ["left out the word embedding (wte.weight)"] : []),
    ],
  };
}

/** The name of a tensor in a checkpoint of ours. */
const nameOf = ({ name }: StoredTensor): string => withoutKnownPrefixes(name).replace(/^_(read_in|read_out)\./, "$1.");

/** A matrix with so many columns, or its transpose as nn.Linear stores it, as [inputs, columns]. */
function asRows(tensor: StoredTensor, columns: number): Float32Array {
  const [a, b] = tensor.shape as [number, number];
  if (a !== columns && b !== columns)
    throw new Error(
      `invalid checkpoint: ${tensor.name} must have a side of ${columns}, got [${tensor.shape.join(", ")}]`,
    );
  return a === columns ? transpose(toFloats(tensor), a, b) : toFloats(tensor);
}

/** The rows of x's D coordinates, after that of y, which GPT-2's tokens have in the place of the first. */
function doubled(rows: Float32Array, columns: number): Float32Array {
  const all = new Float32Array(rows.length + columns);
  all.set(rows.subarray(0, columns));
  all.set(rows, columns);
  return all;
}

const f32 = (values: Float32Array, shape: readonly number[]): StoredTensor => ({
  name: "",
  dtype: "F32",
  shape,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});
