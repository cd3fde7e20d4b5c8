const TABLE = Uint32Array.from({ length: 256 }, (_, k) => {
  let word = k;
  for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ 0xedb88320 : word >>> 1;
  return word;
});

/** CRC-32 of bytes, as in .zip files (ISO 3309). `before` is the CRC-32 of the preceding bytes. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let word = ~before;
  for (let k = 0; k < bytes.length; k++) {
    word = (TABLE[(word ^ (bytes[k] as number)) & 0xff] as number) ^ (word >>> 8);
  }
  return ~word >>> 0;
}
