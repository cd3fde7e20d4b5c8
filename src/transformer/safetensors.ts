import { fromHalves, toHalves } from "../numerics/half.ts";

/** One named array of a safetensors file. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a safetensors file holds: arrays in the file's order, and texts. */
export interface SafetensorsFile {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const ALIGNMENT = 8;
const MOST_HEADER_BYTES = 100_000_000; // the format's own limit

/** How a file keeps its numbers: as they are, or rounded to half the bytes. */
export type Precision = "F32" | "F16";

/** Writes arrays and texts as safetensors: u64 header length, JSON header, data, all little-endian. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile, precision: Precision = "F32"): Uint8Array {
  let offset = 0;
  const kept = tensors.map(({ data }) => (precision === "F32" ? data : toHalves(data)));
  const entries = tensors.map(({ name, shape }, k) => {
    const begin = offset;
    offset += (kept[k] as ArrayBufferView).byteLength;
    return [name, { dtype: precision, shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  const headerBytes = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + headerBytes + offset).fill(0x20, 8, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, 8);
  let at = 8 + headerBytes;
  for (const data of kept) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/** Reads a safetensors file of float32 or float16 arrays, as float32. Throws one sentence where it is truncated, broken or of another type. */
export function decodeSafetensors(file: Uint8Array): SafetensorsFile {
  if (file.length < 8) throw new Error(`invalid safetensors: wanted at least 8 bytes, got ${file.length}`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > MOST_HEADER_BYTES || 8 + headerBytes > file.length) {
    throw new Error(`invalid safetensors: wanted a header of ${headerBytes} bytes, got a file of ${file.length}`);
  }
  const { __metadata__, ...entries } = readHeader(file.subarray(8, 8 + headerBytes));
  const data = file.subarray(8 + headerBytes);
  const tensors = Object.entries(entries).map(([name, entry]) => readTensor(name, entry, data));
  return { tensors, metadata: readMetadata(__metadata__) };
}

function readHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return { ...header };
  } catch {
    // told below
  }
  throw new Error("invalid safetensors: wanted a JSON header, got something else");
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (typeof metadata !== "object" || metadata === null) return {};
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, String(value)]));
}

function readTensor(name: string, entry: unknown, data: Uint8Array): NamedTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== "F32" && dtype !== "F16")
    throw new Error(`invalid safetensors: ${name} must be F32 or F16, got ${String(dtype)}`);
  if (!isWholeNumbers(shape) || !isWholeNumbers(offsets) || offsets.length !== 2) {
    throw new Error(`invalid safetensors: ${name} must have a shape and two offsets`);
  }
  const [begin, end] = offsets as [number, number];
  const width = dtype === "F32" ? 4 : 2;
  const size = shape.reduce((product, n) => product * n, 1);
  const bytes = width * size;
  if (end - begin !== bytes || end > data.length) {
    throw new Error(
      `invalid safetensors: ${name} must have ${bytes} bytes, got ${Math.max(0, Math.min(end, data.length) - begin)}`,
    );
  }
  const { buffer } = new Uint8Array(data.subarray(begin, end)); // a copy: aligned, wherever in the file it lies
  return { name, shape, data: dtype === "F16" ? fromHalves(new Uint16Array(buffer)) : new Float32Array(buffer) };
}

const isWholeNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
