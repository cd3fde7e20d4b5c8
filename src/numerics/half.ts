// IEEE 754 half-precision floats: 1 sign bit, 5 of exponent (bias 15), 10 of fraction.

/** Each number rounded to the nearest half, ties to even; beyond 65,504 infinity. */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(Float32Array.from(values).buffer);
  const halves = new Uint16Array(values.length);
  for (let k = 0; k < halves.length; k++) halves[k] = halfOf(words[k] as number, values[k] as number);
  return halves;
}

/** Decodes half-precision numbers exactly. */
export function decodeFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const words = new Uint32Array(values.buffer);
  for (let k = 0; k < halves.length; k++) {
    const half = halves[k] as number;
    if ((half & 0x7c00) === 0) values[k] = (half & 0x8000 ? -SUBNORMAL : SUBNORMAL) * (half & 0x3ff);
    else words[k] = wordOf(half);
  }
  return values;
}

/** Decodes bfloat16 numbers, the upper 16 bits of a float32, exactly. */
export const decodeBfloat16 = (values: Uint16Array): Float32Array =>
  new Float32Array(Uint32Array.from(values, (value) => value << 16).buffer);

const SUBNORMAL = 2 ** -24; // the step of the halves below 2⁻¹⁴
const REBIAS = (127 - 15) << 23; // between the exponents of a single and a half

/** The half nearest to a single, from the single's bits and its value. */
function halfOf(word: number, value: number): number {
  const sign = (word >>> 16) & 0x8000;
  const size = word & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00; // not a number
  if (size >= 0x477ff000) return sign | 0x7c00; // from 65,520 on: half-way to the number after the last
  if (size < 0x38800000) return sign | roundToEven(Math.abs(value) / SUBNORMAL); // below 2⁻¹⁴
  const odd = (size >>> 13) & 1;
  return sign | ((size - REBIAS + 0xfff + odd) >>> 13); // a carry increases the exponent
}

/** The bits of a single that equals a half which is not subnormal. */
function wordOf(half: number): number {
  const sign = (half & 0x8000) << 16;
  if ((half & 0x7fff) > 0x7c00) return 0x7fc00000; // not a number
  if ((half & 0x7c00) === 0x7c00) return sign | 0x7f800000;
  return sign | (((half & 0x7fff) << 13) + REBIAS);
}

function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
