// IEEE 754 half-precision floats: 1 sign bit, 5 of exponent (bias 15), 10 of fraction.

const bits = new Uint32Array(1);
const single = new Float32Array(bits.buffer);

/** Each number rounded to the nearest half, ties to even; beyond 65,504 infinity. */
export const encodeFloat16 = (values: Float32Array): Uint16Array => Uint16Array.from(values, toHalf);

/** Decodes half-precision numbers exactly. */
export const decodeFloat16 = (halves: Uint16Array): Float32Array => Float32Array.from(halves, fromHalf);

/** Decodes bfloat16 numbers, the upper 16 bits of a float32, exactly. */
export const decodeBfloat16 = (values: Uint16Array): Float32Array =>
  new Float32Array(Uint32Array.from(values, (value) => value << 16).buffer);

function toHalf(value: number): number {
  single[0] = value;
  const word = bits[0] as number;
  const sign = (word >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (size >= 65520) return sign | 0x7c00; // half-way to the number after the last
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24); // subnormal: steps of 2⁻²⁴
  const exponent = ((word >>> 23) & 0xff) - 127;
  const steps = roundToEven(size * 2 ** (10 - exponent)); // 1024…2048: a carry increases the exponent automatically
  return sign | (((exponent + 15) << 10) + steps - 1024);
}

function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
