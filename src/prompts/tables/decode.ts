import { Gunzip } from "fflate";
import { errorMessage } from "../../text/errorMessage.ts";
import { notTableKind } from "./notTable.ts";

/** The text of a file, and how it was decoded. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string; // its name in the Encoding Standard
  readonly why: "given" | "byte order mark" | "zero bytes" | "valid UTF-8" | "no valid UTF-8";
  readonly gzip: boolean;
}

/**
 * The text of a table's file: gzip is opened; the encoding is the given one, otherwise that of the byte order mark, otherwise
 * UTF-16 if every second byte is zero, otherwise UTF-8 if valid, otherwise Windows-1252. Throws one sentence that names
 * the kind of another file.
 */
export function decodeTable(file: Uint8Array, encoding?: string): DecodedText {
  const gzip = file[0] === 0x1f && file[1] === 0x8b;
  const bytes = gzip ? gunzip(file) : file;
  const kind = notTableKind(bytes);
  if (kind) throw new Error(`invalid table: expected text, got ${kind}`);
  const found = encoding === undefined ? encodingOf(bytes) : ({ encoding, why: "given" } as const);
  const decoder = new TextDecoder(found.encoding, { fatal: true });
  const text = fixWindows1252(decoded(decoder, bytes), decoder.encoding);
  const control = controlIn(text);
  if (control >= 0)
    throw new Error(
      `invalid table: expected text, got a binary file (character ${text.charCodeAt(control)} at position ${control + 1})`,
    );
  return { text, encoding: decoder.encoding, why: found.why, gzip };
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Error(`invalid table: expected text in ${decoder.encoding}, got bytes that are not valid in it`);
  }
}

/** The position of the first control character that no text has; −1 if there is none. */
function controlIn(text: string): number {
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    if (code < 32 && (code < 9 || code > 13) && code !== 26 && code !== 27) return k;
  }
  return -1;
}

function encodingOf(bytes: Uint8Array): Pick<DecodedText, "encoding" | "why"> {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff))
    throw new Error("invalid table: expected UTF-8, UTF-16 or Windows-1252, got UTF-32 (save it as UTF-8)");
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", why: "byte order mark" };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", why: "byte order mark" };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", why: "byte order mark" };
  const wide = utf16Of(bytes);
  if (wide) return { encoding: wide, why: "zero bytes" };
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { encoding: "utf-8", why: "valid UTF-8" };
  } catch {
    return { encoding: "windows-1252", why: "no valid UTF-8" };
  }
}

/** UTF-16 without a byte order mark: digits, marks and line ends have one byte that is zero, always on the same side. */
function utf16Of(bytes: Uint8Array): string | undefined {
  const pairs = Math.min(bytes.length >> 1, 2048);
  if (pairs === 0 || bytes.length % 2 === 1) return undefined;
  const zeros = [0, 0];
  for (let k = 0; k < 2 * pairs; k++) if (bytes[k] === 0) zeros[k % 2] = (zeros[k % 2] as number) + 1;
  const [high = 0, low = 0] = zeros;
  if (low > pairs / 2 && high === 0) return "utf-16le";
  if (high > pairs / 2 && low === 0) return "utf-16be";
  return undefined;
}

/** Windows-1252 has printed characters where Latin-1 has controls; some versions of Node decode it as Latin-1. */
const FROM_80 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

const fixWindows1252 = (text: string, encoding: string): string =>
  encoding === "windows-1252"
    ? text.replace(/[\x80-\x9f]/g, (each) => FROM_80[each.charCodeAt(0) - 0x80] as string)
    : text;

const MAX_UNPACKED = 500_000_000; // bytes
const MAX_RATIO = 1100; // deflate cannot reach more than 1032

/** Opens a gzip file of one member; its checksum and length are checked. Throws one sentence if it is damaged or too large. */
function gunzip(file: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let members = 0;
  let done = false;
  const stream = new Gunzip((part, final) => {
    parts.push(part);
    length += part.length;
    if (length > Math.min(MAX_UNPACKED, MAX_RATIO * file.length))
      throw new Error(`it contains more than ${MAX_UNPACKED / 1e6} MB`);
    done = final;
  });
  stream.onmember = () => {
    members += 1;
  };
  try {
    const step = 65_536;
    for (let at = 0; at < file.length; at += step) stream.push(file.subarray(at, at + step), at + step >= file.length);
    if (!done) throw new Error("it ends too early");
    if (members > 1) throw new Error("it has several parts");
    const all = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    const trailer = new DataView(file.buffer, file.byteOffset + file.byteLength - 8, 8);
    if (trailer.getUint32(0, true) !== crc32(all)) throw new Error("its checksum differs");
    if (trailer.getUint32(4, true) !== length % 2 ** 32) throw new Error("its length differs");
    return all;
  } catch (error) {
    const why = errorMessage(error);
    throw new Error(`invalid table: the gzip file cannot be opened, ${why}`);
  }
}

function crc32(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
