/** A tensor as another program stores it. */
export interface ForeignTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly bytes: Uint8Array;
}

/** A safetensors file of tensors of any type, as the format's documentation says. */
export function foreignFile(
  tensors: readonly ForeignTensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0;
  const entries = tensors.map(({ name, shape, dtype, bytes }) => {
    const begin = offset;
    offset += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, offset] }];
  });
  const header = { ...(metadata && { __metadata__: metadata }), ...Object.fromEntries(entries) };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const { bytes } of tensors) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** Numbers as float32. */
export const f32 = (name: string, shape: readonly number[], values: ArrayLike<number>): ForeignTensor => ({
  name,
  shape,
  dtype: "F32",
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

/** The same numbers as float64. */
export const f64 = (name: string, shape: readonly number[], values: ArrayLike<number>): ForeignTensor => ({
  name,
  shape,
  dtype: "F64",
  bytes: new Uint8Array(Float64Array.from(values).buffer),
});

/** Numbers cut to bfloat16: the upper halves of their bits as float32. */
export const bf16 = (name: string, shape: readonly number[], values: ArrayLike<number>): ForeignTensor => ({
  name,
  shape,
  dtype: "BF16",
  bytes: new Uint8Array(
    Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (word) => word >>> 16).buffer,
  ),
});
