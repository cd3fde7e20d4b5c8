import { zipSync } from "fflate";
import { checkInteger, checkLength } from "../numerics/checks.ts";

/** A float32 array with its shape, as in NumPy. */
export interface Array32 {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Arrays by name as the bytes of a NumPy .npz (uncompressed, version 1.0 headers, C order, little-endian float32). Throws if the length of an array does not match its shape. */
export function encodeNpz(arrays: Readonly<Record<string, Array32>>): Uint8Array {
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    for (const side of shape) checkInteger(`shape of ${name}`, side, 0);
    checkLength(
      name,
      data,
      shape.reduce((product, side) => product * side, 1),
      `[${shape.join(", ")}]`,
    );
  }
  const files = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)]));
  return zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) }); // a fixed date: the same arrays are the same bytes
}

function encodeNpy({ shape, data }: Array32): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + header.length + 1) / 64) * 64; // magic and header together, a multiple of 64
  const file = new Uint8Array(length + data.byteLength).fill(0x20, 10, length - 1);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]); // \x93NUMPY 1.0
  new DataView(file.buffer).setUint16(8, length - 10, true);
  file.set(new TextEncoder().encode(header), 10);
  file[length - 1] = 0x0a;
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), length);
  return file;
}
