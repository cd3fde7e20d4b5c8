const HEAD = 4096; // bytes at the start of a file that identify it
const TAIL = 65_536; // bytes at the end, which list the files in a .zip
const MAX_JSON = 50_000_000; // bytes of JSON that are parsed

/** How to write a PyTorch file as safetensors, in two statements of Python. */
const SAVE_AS_SAFETENSORS =
  'in Python, state = torch.load("model.pt", map_location="cpu"); safetensors.torch.save_file(state, "model.safetensors") writes it as safetensors';

type Rule = readonly [test: (file: Uint8Array) => boolean, name: string | ((file: Uint8Array) => string)];

/**
 * The kind of a file that is neither safetensors nor a run, for an error message: "a PyTorch file (.pt); …". Files of
 * other programs are recognised by their first bytes.
 */
export function fileKind(file: Uint8Array): string {
  const rule = rules.find(([test]) => test(file));
  if (!rule) return "a file of another kind";
  const [, name] = rule;
  return typeof name === "string" ? name : name(file);
}

/** Whether a file begins like a safetensors file: a header length below 2³², then an object in JSON. */
export const isSafetensors = (file: Uint8Array): boolean =>
  file[8] === 0x7b && file.subarray(4, 8).every((byte) => byte === 0);

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

const begins =
  (text: string, at = 0) =>
  (file: Uint8Array) =>
    latin1(file.subarray(at, at + text.length)) === text;

const ends = (text: string) => (file: Uint8Array) => latin1(file.subarray(-text.length)) === text;

/** Whether the text at the start of a file, after white space, matches. */
const reads = (pattern: RegExp) => (file: Uint8Array) => pattern.test(headOf(file));

const headOf = (file: Uint8Array) =>
  latin1(file.subarray(0, HEAD))
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();

/** Protocol buffers have no magic number: field 1 is a version of this range, then comes one of these fields. */
const protobuf = (min: number, max: number, tags: readonly number[]) => (file: Uint8Array) =>
  file[0] === 0x08 && (file[1] as number) >= min && (file[1] as number) <= max && tags.includes(file[2] as number);

const rules: readonly Rule[] = [
  [(file) => file.length === 0, "an empty file"],
  [
    begins("version https://git-lfs.github.com/spec/"),
    "a Git LFS pointer instead of the file; git lfs pull fetches the file itself",
  ],
  [begins("PK"), zipKind],
  [begins("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"), `a PyTorch file (.pt); ${SAVE_AS_SAFETENSORS}`],
  [(file) => file[0] === 0x80 && (file[1] as number) >= 2 && (file[1] as number) <= 5, "a Python pickle"],
  [begins("\x93NUMPY"), "a NumPy array (.npy)"],
  [begins("\x89HDF\r\n\x1a\n"), "an HDF5 file, as Keras and MATLAB write them"],
  [begins("GGUF"), "a GGUF file, as llama.cpp reads them"],
  [begins("TFL3", 4), "a TensorFlow Lite model"],
  [ends("\x57\xfb\x80\x8b\x24\x75\x47\xdb"), "the index of a TensorFlow checkpoint"],
  [begins("model_checkpoint_path:"), "the list of TensorFlow checkpoints in a folder"],
  [begins("MATLAB 5.0 MAT-file"), "a MATLAB file"],
  [begins("PAR1"), "a Parquet file"],
  [begins("\x89PNG\r\n"), "a PNG image"],
  [begins("%PDF-"), "a PDF file"],
  [begins("\x1f\x8b"), "a file compressed by gzip; gunzip, or tar xzf, unpacks it"],
  [begins("BZh"), "a file compressed by bzip2"],
  [begins("\xfd7zXZ\0"), "a file compressed by xz"],
  [begins("\x28\xb5\x2f\xfd"), "a file compressed by zstd"],
  [begins("7z\xbc\xaf\x27\x1c"), "a 7z archive"],
  [begins("ustar", 257), "a tar archive"],
  [reads(/^(<!doctype html|<html|<head|<body)/i), "an HTML page, as a server sends it in the place of a file"],
  [reads(/^<\?xml/i), "an XML file"],
  [protobuf(1, 1, [0x12]), "a TensorFlow SavedModel"],
  [protobuf(2, 40, [0x12, 0x1a, 0x22, 0x2a, 0x32, 0x3a, 0x42]), "an ONNX model"],
  [reads(/^[[{]/), jsonKind],
  [isText, "a text file"],
];

function zipKind(file: Uint8Array): string {
  const names = latin1(file.subarray(0, HEAD)) + latin1(file.subarray(-TAIL));
  if (/\/data\.pkl/.test(names)) {
    return /\/code\//.test(names) ? "a TorchScript file" : `a PyTorch file (.pt); ${SAVE_AS_SAFETENSORS}`;
  }
  if (/\.npy/.test(names)) return "NumPy arrays (.npz)";
  if (/model\.weights\.h5/.test(names)) return "a Keras model (.keras)";
  if (/\[Content_Types\]\.xml/.test(names)) return "an Office document";
  return "a .zip that contains no run";
}

function jsonKind(file: Uint8Array): string {
  const other = "a JSON file";
  if (file.length > MAX_JSON) return other;
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file));
    const sharded = typeof value === "object" && value !== null && "weight_map" in value;
    return sharded
      ? "the index of a safetensors model in several files (model.safetensors.index.json), of which one file is expected"
      : other;
  } catch {
    return isText(file) ? "a text file" : "a file of another kind";
  }
}

function isText(file: Uint8Array): boolean {
  const head = file.subarray(0, HEAD);
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32) || byte === 127)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
