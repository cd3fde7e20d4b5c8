import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeFloat16, encodeFloat16 } from "../../src/numerics/half.ts";

const half = (value: number) => encodeFloat16(Float32Array.of(value))[0];
const rounded = (value: number) => decodeFloat16(encodeFloat16(Float32Array.of(value)))[0] as number;

describe("halves", () => {
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [1 / 3, 0x3555],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000], // half-way between 0 and the smallest: to even
    [3 * 2 ** -25, 0x0002],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2047.6, 0x6800], // carries into the exponent
  ])("%d is %i, as IEEE 754 has it", (value, bits) => {
    expect(half(value)).toBe(bits);
  });

  test("every half decodes and encodes to itself, NaN too", () => {
    const all = Uint16Array.from({ length: 65536 }, (_, k) => k);
    const back = encodeFloat16(decodeFloat16(all));
    all.forEach((bits, k) => {
      const notANumber = (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;
      expect(notANumber ? (back[k] as number) & 0x7fff : back[k]).toBe(notANumber ? 0x7e00 : bits);
    });
  });

  test("no half is nearer than the one rounded to", () => {
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const got = rounded(value);
        const step = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(got) || 2 ** -24)) - 10));
        expect(Math.abs(got - value)).toBeLessThanOrEqual(step / 2);
      }),
    );
  });
});
