/** A stream of whole numbers below a bound, the same for the same label in every run of the tests. */
export function streams(label: string): (below: number) => number {
  let state = [...label].reduce(
    (sum, sign) => (Math.imul(sum, 31) + (sign.codePointAt(0) as number)) >>> 0,
    2166136261,
  );
  return (below) => {
    // Mulberry32: small, and good enough to choose places.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
