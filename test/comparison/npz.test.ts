import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type Array32, encodeNpz } from "../../src/comparison/npz.ts";

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files of a zip, stored without compression, by its central directory (PKWARE's APPNOTE, 4.3). */
function readZip(zip: Uint8Array): Entry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const count = view.getUint16(end + 10, true);
  expect(view.getUint16(end + 8, true)).toBe(count);
  let at = view.getUint32(end + 16, true);
  expect(at + view.getUint32(end + 12, true)).toBe(end);
  return Array.from({ length: count }, () => {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    expect(view.getUint16(at + 10, true)).toBe(0); // stored
    const size = view.getUint32(at + 24, true);
    expect(view.getUint32(at + 20, true)).toBe(size);
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const [nameLength = 0] = lengths;
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    expect(view.getUint32(local, true)).toBe(0x04034b50);
    const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const bytes = zip.slice(begin, begin + size);
    expect(crc32(bytes)).toBe(view.getUint32(at + 16, true));
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
    return { name, bytes };
  });
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** An array of a .npy file (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0). */
function readNpy(bytes: Uint8Array): Array32 {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect(String.fromCharCode(...bytes.subarray(0, 6))).toBe("\x93NUMPY");
  expect([...bytes.subarray(6, 8)]).toEqual([1, 0]);
  const begin = 10 + view.getUint16(8, true);
  expect(begin % 64).toBe(0);
  const header = String.fromCharCode(...bytes.subarray(10, begin));
  expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \((\d+,|\d+(, \d+)+)\), \} *\n$/);
  const shape = (/\(([\d, ]+)\)/.exec(header)?.[1] ?? "").split(",").filter(Boolean).map(Number);
  const length = shape.reduce((product, n) => product * n, 1);
  expect(bytes.length).toBe(begin + 4 * length);
  return { shape, data: Float32Array.from({ length }, (_, k) => view.getFloat32(begin + 4 * k, true)) };
}

const anyArray: fc.Arbitrary<Array32> = fc
  .array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => {
    const length = shape.reduce((product, n) => product * n, 1);
    return fc
      .array(fc.float(), { minLength: length, maxLength: length })
      .map((values) => ({ shape, data: Float32Array.from(values) }));
  });
const anyArrays = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9.,()-]{0,20}$/), anyArray, { maxKeys: 5 });

describe("npz", () => {
  it("gives names, shapes and numbers back, read by the words of both formats", () => {
    fc.assert(
      fc.property(anyArrays, (arrays) => {
        const entries = readZip(encodeNpz(arrays));
        expect(entries.map(({ name }) => name)).toEqual(Object.keys(arrays).map((name) => `${name}.npy`));
        for (const { name, bytes } of entries) expect(readNpy(bytes)).toEqual(arrays[name.slice(0, -4)]);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("has a central directory that fflate reads", () => {
    const arrays = {
      "ridge(0.1)": { shape: [2, 2], data: Float32Array.of(1, -2, 3.5, Number.NaN) },
      "knn(3,inverse-square)": { shape: [3], data: Float32Array.of(0, Number.POSITIVE_INFINITY, -0) },
    };
    const files = unzipSync(encodeNpz(arrays));
    expect(Object.keys(files)).toEqual(["ridge(0.1).npy", "knn(3,inverse-square).npy"]);
    expect(readNpy(files["ridge(0.1).npy"] as Uint8Array)).toEqual(arrays["ridge(0.1)"]);
    expect(readNpy(files["knn(3,inverse-square).npy"] as Uint8Array)).toEqual(arrays["knn(3,inverse-square)"]);
  });

  it("reads a view into a larger buffer as that view, and gives the same bytes each time", () => {
    const larger = Float32Array.of(9, 1, 2, 3, 9);
    const array = { shape: [3], data: larger.subarray(1, 4) };
    const [entry] = readZip(encodeNpz({ a: array }));
    expect(readNpy((entry as Entry).bytes).data).toEqual(Float32Array.of(1, 2, 3));
    expect(encodeNpz({ a: array })).toEqual(encodeNpz({ a: array }));
  });
});
