import { Inflate } from "fflate";
import { excerpt } from "../text/describe.ts";
import { crc32 } from "./crc32.ts";

/** A file in a .zip, as the directory of the .zip describes it. It is not unpacked yet. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number; // bytes, unpacked
  readonly packedSize: number; // bytes in the .zip
  /** The content. Throws ZipError if it is damaged, or its size differs from the directory. */
  read(): Uint8Array;
}

/** Thrown if a .zip cannot be read. The message is part of a sentence: "expected …, got …". */
export class ZipError extends Error {
  override readonly name = "ZipError";
}

// PKWARE's APPNOTE.TXT, 4.3: a local header comes before each file, and a directory of all files at the end.
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const DIRECTORY = { signature: 0x02014b50, bytes: 46 };
const END = { signature: 0x06054b50, bytes: 22 };
const END_64 = { signature: 0x06064b50, bytes: 56 };
const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 };
const MAX_16 = 0xffff; // the number is in the ZIP64 record
const MAX_32 = 0xffffffff;
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8; // the local header does not contain CRC and sizes
const STORED = 0;
const DEFLATED = 8;
const SLICE = 16_384; // packed bytes unpacked at a time: at most 16 MiB, as deflate expands at most 1,032 times

/**
 * The files in a .zip, from its directory. Throws ZipError if the directory is incomplete, differs from the local headers,
 * or lists more than `maxFiles` files.
 */
export function readZip(zip: Uint8Array, maxFiles: number): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { begin, end, count } = findDirectory(view);
  if (count > maxFiles) throw new ZipError(`expected at most ${maxFiles} files, got ${count}`);
  const entries: ZipEntry[] = [];
  let at = begin;
  for (let k = 0; k < count; k++) {
    if (at + DIRECTORY.bytes > end || view.getUint32(at, true) !== DIRECTORY.signature) throw cutOff();
    const next =
      at +
      DIRECTORY.bytes +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > end) throw cutOff();
    entries.push(readEntry(zip, view, at));
    at = next;
  }
  if (at !== end) throw cutOff();
  return entries;
}

const cutOff = () => new ZipError("expected a .zip, got another file, or an incomplete one");

/** The begin and the end of the directory, and the number of files it lists. */
function findDirectory(view: DataView): { begin: number; end: number; count: number } {
  const last = view.byteLength - END.bytes;
  for (let at = last; at >= Math.max(0, last - MAX_16); at--) {
    if (
      view.getUint32(at, true) !== END.signature ||
      at + END.bytes + view.getUint16(at + 20, true) !== view.byteLength
    ) {
      continue;
    }
    const fields = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      begin: view.getUint32(at + 16, true),
    };
    const large = fields.count === MAX_16 || fields.size === MAX_32 || fields.begin === MAX_32;
    const { count, size, begin, end } = large ? findLarge(view, at) : { ...fields, end: at };
    if (view.getUint16(at + 8, true) !== view.getUint16(at + 10, true)) throw cutOff(); // on this disk, and in all
    if (begin + size > end || (!large && begin + size !== end && !follows64(view, begin + size, at))) throw cutOff();
    return { begin, end: begin + size, count };
  }
  throw cutOff();
}

/** Whether a ZIP64 record, which some programs always write, lies between the directory and its end. */
const follows64 = (view: DataView, from: number, to: number): boolean =>
  to - from >= END_64.bytes && view.getUint32(from, true) === END_64.signature;

function findLarge(view: DataView, end: number): { count: number; size: number; begin: number; end: number } {
  const locator = end - LOCATOR_64.bytes;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64.signature) throw cutOff();
  const at = readUint64(view, locator + 8);
  if (at + END_64.bytes > locator || view.getUint32(at, true) !== END_64.signature) throw cutOff();
  return {
    count: readUint64(view, at + 32),
    size: readUint64(view, at + 40),
    begin: readUint64(view, at + 48),
    end: at,
  };
}

const readUint64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

function readEntry(zip: Uint8Array, view: DataView, at: number): ZipEntry {
  const nameBytes = view.getUint16(at + 28, true);
  const extraAt = at + DIRECTORY.bytes + nameBytes;
  const [size, packedSize, offset] = largeNumbers(view, extraAt, view.getUint16(at + 30, true), [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  const name = zip.subarray(at + DIRECTORY.bytes, extraAt);
  const entry = {
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    nameBytes: name,
    name: new TextDecoder().decode(name),
    size,
    packedSize,
    offset,
  };
  const begin = contentBegin(zip, view, entry); // check every file: one with a damaged name would not be found by name later
  return { name: entry.name, size, packedSize, read: () => readContent(zip, begin, entry) };
}

/** Size, packed size and offset of a file: those that do not fit into 32 bits are in its ZIP64 field. */
function largeNumbers(
  view: DataView,
  from: number,
  bytes: number,
  numbers: readonly [number, number, number],
): readonly [number, number, number] {
  if (!numbers.includes(MAX_32)) return numbers;
  for (let at = from; at + 4 <= from + bytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    const end = next + view.getUint16(at + 2, true);
    const [size, packedSize, offset] = numbers.map((number) => {
      if (number !== MAX_32 || next + 8 > Math.min(end, view.byteLength)) return number;
      next += 8;
      return readUint64(view, next - 8);
    });
    return [size as number, packedSize as number, offset as number];
  }
  return numbers;
}

interface Entry extends Omit<ZipEntry, "read"> {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly nameBytes: Uint8Array;
  readonly offset: number; // of the local header
}

function readContent(zip: Uint8Array, begin: number, entry: Entry): Uint8Array {
  const { method, flags, size, packedSize, crc } = entry;
  const name = excerpt(entry.name);
  if (flags & ENCRYPTED) throw new ZipError(`expected a .zip without a password, but ${name} has one`);
  if (method !== STORED && method !== DEFLATED) {
    throw new ZipError(`expected files stored or deflated, but ${name} is packed by method ${method}`);
  }
  const packed = zip.subarray(begin, begin + packedSize);
  const damaged = new ZipError(`${name} is damaged: its size or its CRC-32 differs from the directory of the .zip`);
  if (packed.length !== packedSize || (method === STORED && size !== packedSize)) throw damaged;
  const content = method === STORED ? packed.slice() : inflate(packed, size);
  if (!content || content.length !== size || crc32(content) !== crc) throw damaged;
  return content;
}

/** The begin of the content of a file, after its local header. Throws if that header differs from the directory. */
function contentBegin(zip: Uint8Array, view: DataView, { offset, nameBytes, name, flags, ...entry }: Entry): number {
  const wrong = new ZipError(`${excerpt(name)} is damaged: its header and the directory of the .zip differ`);
  if (offset + LOCAL.bytes > zip.length || view.getUint32(offset, true) !== LOCAL.signature) throw wrong;
  const nameAt = offset + LOCAL.bytes;
  const nameLength = view.getUint16(offset + 26, true);
  const sameName = nameLength === nameBytes.length && nameBytes.every((byte, k) => byte === zip[nameAt + k]);
  const sameCrc = view.getUint32(offset + 14, true) === entry.crc;
  const sizeHere = view.getUint32(offset + 22, true);
  const hasSizes = (view.getUint16(offset + 6, true) & SIZES_FOLLOW) === 0;
  const sameSize = sizeHere === entry.size || sizeHere === MAX_32;
  if (!sameName || view.getUint16(offset + 8, true) !== entry.method || (hasSizes && !(sameCrc && sameSize)))
    throw wrong;
  if ((flags & SIZES_FOLLOW) === 0 && !hasSizes) throw wrong;
  return nameAt + nameLength + view.getUint16(offset + 28, true);
}

/** Unpacks at most `size` bytes; undefined if the data is damaged, too short or longer. */
function inflate(packed: Uint8Array, size: number): Uint8Array | undefined {
  const content = new Uint8Array(size);
  let filled = 0;
  const inflater = new Inflate((part) => {
    if (filled + part.length > size) throw new RangeError("more than the directory says");
    content.set(part, filled);
    filled += part.length;
  });
  try {
    for (let at = 0; at < packed.length; at += SLICE) {
      inflater.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
    }
  } catch {
    return undefined;
  }
  return filled === size ? content : undefined;
}
