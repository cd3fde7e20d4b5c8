import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/transformer/safetensors.ts";

const file = encodeSafetensors({
  tensors: [
    { name: "a", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    { name: "b", shape: [], data: Float32Array.of(-0.5) },
  ],
  metadata: { step: "3" },
});

/** A file of this header and these bytes. */
function raw(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

describe("safetensors", () => {
  it("gives back what was written, bit by bit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float32Array({ maxLength: 20 }), { maxLength: 4 }),
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
          fc.string(),
          { maxKeys: 3 },
        ),
        (arrays, metadata) => {
          const tensors = arrays.map((data, k) => ({ name: `t${k}`, shape: [data.length], data }));
          const back = decodeSafetensors(encodeSafetensors({ tensors, metadata }));
          expect(back.metadata).toEqual({ ...metadata });
          expect(back.tensors.map((t) => t.name)).toEqual(tensors.map((t) => t.name));
          back.tensors.forEach((tensor, k) => {
            expect(new Uint32Array(tensor.data.slice().buffer)).toEqual(
              new Uint32Array((arrays[k] as Float32Array).slice().buffer),
            );
          });
        },
      ),
      { seed: 1 },
    );
  });

  it("begins with the header's length and aligns the data to 8 bytes, as the format says", () => {
    const headerBytes = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(headerBytes % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerBytes)));
    expect(header).toEqual({
      __metadata__: { step: "3" },
      a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
      b: { dtype: "F32", shape: [], data_offsets: [24, 28] },
    });
    expect(file.length).toBe(8 + headerBytes + 28);
  });

  it("refuses a file cut short anywhere with one sentence, and never hangs", () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeSafetensors(file.slice(0, length))).toThrow(/^invalid safetensors: /);
    }
  });

  it("refuses any random bytes with one sentence", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeSafetensors(bytes);
        } catch (error) {
          expect((error as Error).message).toMatch(/^invalid safetensors: /);
        }
      }),
      { seed: 1 },
    );
  });

  /** One tensor "a" of two numbers, of any type. */
  const one = (dtype: string, content: Uint8Array, more = "") =>
    raw(`{"a":{"dtype":"${dtype}","shape":[2],"data_offsets":[0,${content.length}]}${more}}`, content);

  it.each(["I64", "U8", "BOOL", "F8_E4M3", "F4", "toString"])("refuses numbers of type %s", (dtype) => {
    const width = dtype === "I64" ? 8 : 1;
    expect(() => decodeSafetensors(one(dtype, new Uint8Array(2 * width)))).toThrow(
      `invalid safetensors: a must be one of F32, F16, BF16, F64, got ${dtype}`,
    );
  });

  it("reads bfloat16 exactly, and rounds doubles to the nearest float32", () => {
    // The upper halves of 1.5 = 0x3fc00000 and -0.0078125 = 0xbc000000.
    const bf16 = decodeSafetensors(one("BF16", new Uint8Array(Uint16Array.of(0x3fc0, 0xbc00).buffer)));
    expect(bf16.tensors[0]?.data).toEqual(Float32Array.of(1.5, -0.0078125));
    const f64 = decodeSafetensors(one("F64", new Uint8Array(Float64Array.of(1 / 3, 1e300).buffer)));
    expect(f64.tensors[0]?.data).toEqual(Float32Array.of(Math.fround(1 / 3), Number.POSITIVE_INFINITY));
  });

  const numbers = new Uint8Array(8);
  it.each<[string, Uint8Array, string]>([
    [
      "more bytes than its tensors",
      raw('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', numbers),
      "4 more bytes",
    ],
    ["bytes of no tensor", raw('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', numbers), "a comes after"],
    [
      "tensors that overlap",
      one("F32", numbers, ',"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}'),
      "b overlaps another tensor",
    ],
    ["metadata of numbers", raw('{"__metadata__":{"step":3}}', numbers.slice(8)), "step must contain strings, got 3"],
    ["a tensor that is a list", raw('{"a":[]}', numbers.slice(8)), "got []"],
    ["a very deep header", raw(`{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, numbers), "got [[[[…]]]]"],
    ["a very long name", raw(`{"${"n".repeat(1e6)}":1}`, numbers), "(1,000,000 characters) must have a dtype"],
  ])("refuses a file with %s in one short sentence", (_, bytes, words) => {
    let message = "";
    try {
      decodeSafetensors(bytes);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^invalid safetensors: [^\n]{10,400}$/);
    expect(message).toContain(words);
  });

  it("reads tensors of both widths at any byte, and out of a Node buffer", () => {
    const header =
      '{"odd":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"a":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}';
    const bytes = Buffer.alloc(8 + header.length + 6);
    bytes.writeBigUInt64LE(BigInt(header.length));
    bytes.write(header, 8);
    bytes.writeUInt16LE(0x3e00, 8 + header.length);
    bytes.writeFloatLE(-7.25, 8 + header.length + 2);
    expect(decodeSafetensors(bytes).tensors).toEqual([
      { name: "odd", shape: [1], data: Float32Array.of(1.5) },
      { name: "a", shape: [1], data: Float32Array.of(-7.25) },
    ]);
  });
});
