import { listSome } from "../text/describe.ts";
import { bufferKind } from "./foreignBuffers.ts";
import { isMatrix, type MatrixLayout, matrixLayout, transpose } from "./matrixLayout.ts";
import { mismatch } from "./mismatch.ts";
import { countParameters, eachPart, type ParameterSpec } from "./parameters.ts";
import { type StoredTensor, toFloats } from "./safetensors.ts";
import { shortNames } from "./tensorNames.ts";

/** Parameters that another program wrote. */
export interface ForeignParameters {
  readonly parameters: Float32Array; // flat, in the order of the specs
  /** How they were read, one sentence per note: prefixes removed, matrices transposed, numbers rounded, tensors left out. */
  readonly notes: readonly string[];
  readonly layout: MatrixLayout;
}

/**
 * The parameters of `specs` from the tensors of another program's file. Removes prefixes of names if the names then fit,
 * transposes matrices that are [out, in], and leaves out buffers that change no answer; `notes` reports this. Throws one
 * sentence that names missing tensors, unexpected tensors and tensors with another shape.
 */
export function readForeign(specs: readonly ParameterSpec[], tensors: readonly StoredTensor[]): ForeignParameters {
  const expected = new Set(specs.map(({ name }) => name));
  const { of: shortOf, removed } = shortNames(
    tensors.map(({ name }) => name),
    expected,
    (specs[0] as ParameterSpec).name,
  );
  const short = ({ name }: StoredTensor) => shortOf.get(name) as string;
  const found = new Map<string, StoredTensor>();
  const buffers: [StoredTensor, string][] = [];
  const extra: StoredTensor[] = [];
  for (const tensor of tensors) {
    const name = short(tensor);
    const kind = expected.has(name) ? undefined : bufferKind(name, tensor);
    if (kind !== undefined) buffers.push([tensor, kind]);
    else if (!expected.has(name)) extra.push(tensor);
    else if (found.has(name)) throw twice(name, found.get(name) as StoredTensor, tensor);
    else found.set(name, tensor);
  }
  const wrong = mismatch(specs, found, extra, tensors, [...shortOf.values()]);
  if (wrong !== undefined) throw new Error(`invalid checkpoint: ${wrong}`);
  const layout = matrixLayout(specs, ({ name }) => (found.get(name) as StoredTensor).shape);
  const parameters = new Float32Array(countParameters(specs));
  eachPart(specs, parameters, (part, { name, shape }) => {
    const values = toFloats(found.get(name) as StoredTensor);
    const [inputs, outputs] = shape as [number, number];
    part.set(layout.transposed.has(name) ? transpose(values, outputs, inputs) : values);
  });
  return { parameters, notes: notesOf(specs, found, buffers, removed, layout), layout };
}

const twice = (name: string, a: StoredTensor, b: StoredTensor) =>
  new Error(`invalid checkpoint: expected one tensor for ${name}, got ${listSome([a.name, b.name])}`);

function notesOf(
  specs: readonly ParameterSpec[],
  found: ReadonlyMap<string, StoredTensor>,
  buffers: readonly (readonly [StoredTensor, string])[],
  removed: readonly string[],
  { transposed }: MatrixLayout,
): string[] {
  const notes: string[] = [];
  if (removed.length > 0) notes.push(`removed ${listSome(removed)} from the names of tensors`);
  if (transposed.size > 0) {
    const matrices = specs.filter(isMatrix);
    const which = transposed.size === matrices.length ? `all ${transposed.size} matrices` : listSome([...transposed]);
    notes.push(`transposed ${which}, stored [out, in] as in nn.Linear`);
  }
  const rounded = [...found.values()].filter(({ dtype }) => dtype === "F64").length;
  if (rounded > 0) notes.push(`rounded ${rounded} tensors from float64 to float32`);
  if (buffers.length > 0) {
    notes.push(
      `left out tensors that are not parameters: ${listSome(buffers.map(([{ name }, kind]) => `${name} (${kind})`))}`,
    );
  }
  return notes;
}
