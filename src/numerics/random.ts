import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { checkInteger } from "./checks.ts";
import { ln } from "./elementary.ts";

/** A stream of draws. The same stream gives the same bits in every JavaScript engine. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in 0…n − 1. */
  integer(n: number): number;
}

const rotate = (x: number, bits: number) => (x << bits) | (x >>> (32 - bits));

/** Four ChaCha quarter rounds on one 128-bit state: a bijection that spreads every input bit over all four words. */
function stir(state: Int32Array): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let round = 0; round < 4; round++) {
    a = (a + b) | 0;
    d = rotate(d ^ a, 16);
    c = (c + d) | 0;
    b = rotate(b ^ c, 12);
    a = (a + b) | 0;
    d = rotate(d ^ a, 8);
    c = (c + d) | 0;
    b = rotate(b ^ c, 7);
  }
  state.set([a, b, c, d]);
}

/**
 * The stream of draw number `index` under a label, from (seed, label, index) alone: neighbouring indices, labels and
 * seeds give independent streams. Throws unless seed and index are integers in 0…2⁵³ − 1.
 */
export function randomAt(seed: number, label: string, index: number): Random {
  checkInteger("seed", seed, 0);
  checkInteger("index", index, 0);
  // Mixing into the full 128 bits: small integers as a state give almost equal first draws, a 32-bit hash collides.
  const state = Int32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);
  const absorb = (word: number) => {
    state[0] = (state[0] as number) ^ word;
    stir(state);
  };
  absorb(seed | 0);
  absorb((seed / 2 ** 32) | 0);
  for (let k = 0; k < label.length; k++) absorb(label.charCodeAt(k));
  absorb(-1 - label.length);
  absorb(index | 0);
  absorb((index / 2 ** 32) | 0);
  stir(state);
  const generator = xoroshiro128plusFromState([...state] as [number, number, number, number]);
  const uniform = () => (generator.next() >>> 0) * 2 ** -32;
  let spare: number | undefined;
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        // Marsaglia's polar method: needs no sine or cosine, whose last bits differ between engines.
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const s = u * u + v * v;
        if (s === 0 || s >= 1) continue;
        const scale = Math.sqrt((-2 * ln(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    },
  };
}
