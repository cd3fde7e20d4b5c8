import { decodeBfloat16, decodeFloat16, encodeFloat16 } from "../numerics/half.ts";
import { describe, excerpt, listSome } from "../text/describe.ts";
import { fileKind, isSafetensors } from "./fileKind.ts";

/** One named array of a safetensors file. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor as stored in a safetensors file: the name of its type in the format, and its bytes, a view of the file. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A safetensors file whose tensors are not converted yet, in the order of their bytes. */
export interface StoredFile {
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The content of a safetensors file: arrays in the order of the file, and metadata. */
export interface SafetensorsFile {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const ALIGNMENT = 8;
const MAX_HEADER_BYTES = 100_000_000; // the format's own limit

/** Bytes of a number, by the format's name of its type. */
const WIDTHS: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E8M0: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

/** The supported types; each is read as float32. */
const READERS: Readonly<Record<string, (buffer: ArrayBuffer) => Float32Array>> = {
  F32: (buffer) => new Float32Array(buffer),
  F16: (buffer) => decodeFloat16(new Uint16Array(buffer)),
  BF16: (buffer) => decodeBfloat16(new Uint16Array(buffer)),
  F64: (buffer) => Float32Array.from(new Float64Array(buffer)),
};

/** The precision of the numbers in a file: float32, or rounded to half precision. */
export type Precision = "F32" | "F16";

/** Encodes arrays and metadata as safetensors: u64 header length, JSON header, data, all little-endian. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile, precision: Precision = "F32"): Uint8Array {
  let offset = 0;
  const encoded = tensors.map(({ data }) => (precision === "F32" ? data : encodeFloat16(data)));
  const entries = tensors.map(({ name, shape }, k) => {
    const begin = offset;
    offset += (encoded[k] as ArrayBufferView).byteLength;
    return [name, { dtype: precision, shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  const headerBytes = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + headerBytes + offset).fill(0x20, 8, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, 8);
  let at = 8 + headerBytes;
  for (const data of encoded) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file of floating-point arrays, as float32: F32, F16 and BF16 exactly, F64 rounded. Throws one
 * sentence if it is truncated, damaged or of another type.
 */
export function decodeSafetensors(file: Uint8Array): SafetensorsFile {
  const { tensors, metadata } = readSafetensors(file);
  return {
    tensors: tensors.map((tensor) => ({ name: tensor.name, shape: tensor.shape, data: toFloats(tensor) })),
    metadata,
  };
}

/** The numbers of a tensor as float32. Throws one sentence if their type is not floating-point, or has 8 bits. */
export function toFloats({ name, dtype, bytes }: StoredTensor): Float32Array {
  const read = Object.hasOwn(READERS, dtype) ? READERS[dtype] : undefined;
  if (!read) {
    throw new Error(
      `invalid safetensors: ${excerpt(name)} must be one of ${Object.keys(READERS).join(", ")}, got ${excerpt(dtype)}`,
    );
  }
  return read(new Uint8Array(bytes).buffer); // a copy is aligned, whatever its offset in the file
}

/**
 * Reads a safetensors file of any types without converting them. Throws one sentence if it is another file, truncated
 * or damaged; as the format demands, the tensors must fill the file without gaps.
 */
export function readSafetensors(file: Uint8Array): StoredFile {
  if (!isSafetensors(file)) throw new Error(`invalid safetensors: expected a safetensors file, got ${fileKind(file)}`);
  const headerBytes = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(0, true);
  if (headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > file.length) {
    throw new Error(
      `invalid safetensors: expected a header of ${headerBytes} bytes, got a file of ${file.length}, incomplete or damaged`,
    );
  }
  const { __metadata__, ...entries } = readHeader(file.subarray(8, 8 + headerBytes));
  const data = file.subarray(8 + headerBytes);
  const tensors = Object.entries(entries)
    .map(([name, entry]) => readTensor(name, entry, data))
    .sort((a, b) => a.bytes.byteOffset - b.bytes.byteOffset || a.bytes.length - b.bytes.length);
  assertNoGaps(tensors, data);
  return { tensors, metadata: readMetadata(__metadata__) };
}

function readHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return { ...header };
  } catch {
    // the sentence below
  }
  throw new Error("invalid safetensors: expected a JSON header, got something else");
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (metadata === undefined || metadata === null) return {};
  const entries = typeof metadata === "object" ? Object.entries(metadata) : undefined;
  const wrong = entries?.find(([, value]) => typeof value !== "string");
  if (!entries || wrong) {
    const [key, value] = wrong ?? ["", metadata];
    const place = key === "" ? "__metadata__" : `__metadata__ ${excerpt(key)}`;
    throw new Error(`invalid safetensors: ${place} must contain strings, got ${describe(value)}`);
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

function readTensor(name: string, entry: unknown, data: Uint8Array): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const named = excerpt(name);
  if (typeof dtype !== "string" || !isIntegers(shape) || !isIntegers(offsets) || offsets.length !== 2) {
    throw new Error(`invalid safetensors: ${named} must have a dtype, a shape and two offsets, got ${describe(entry)}`);
  }
  const [begin, end] = offsets as [number, number];
  const width = Object.hasOwn(WIDTHS, dtype) ? WIDTHS[dtype] : undefined;
  const bytes = width === undefined ? end - begin : shape.reduce((product, n) => product * n, width);
  if (end - begin !== bytes || bytes < 0 || end > data.length) {
    const got = Math.max(0, Math.min(end, data.length) - begin);
    throw new Error(`invalid safetensors: ${named} must have ${bytes} bytes, got ${got}`);
  }
  return { name, dtype, shape, bytes: data.subarray(begin, end) };
}

/** Throws if tensors overlap, or if bytes of the file belong to no tensor. */
function assertNoGaps(tensors: readonly StoredTensor[], data: Uint8Array): void {
  let filled = data.byteOffset;
  for (const { name, bytes } of tensors) {
    if (bytes.length === 0) continue;
    if (bytes.byteOffset !== filled) {
      const problem =
        bytes.byteOffset < filled ? "overlaps another tensor" : "comes after bytes that belong to no tensor";
      throw new Error(`invalid safetensors: expected tensors side by side, but ${listSome([name])} ${problem}`);
    }
    filled += bytes.length;
  }
  const rest = data.byteOffset + data.length - filled;
  if (rest > 0)
    throw new Error(`invalid safetensors: expected the file to end with its tensors, got ${rest} more bytes`);
}

const isIntegers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
