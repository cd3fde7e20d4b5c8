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

  it("refuses other types of number", () => {
    const text = new TextEncoder().encode('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}  ');
    const bytes = new Uint8Array(8 + text.length + 8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    expect(() => decodeSafetensors(bytes)).toThrow("invalid safetensors: a must be F32 or F16, got F64");
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
