/**
 * How unusual a sum of `degrees` squared standard normal draws is, in standard deviations: Wilson and Hilferty's (1931)
 * cube-root approximation of χ². 0 for no draws.
 */
export function chiSquareZ(sum: number, degrees: number): number {
  if (degrees === 0) return 0;
  const spread = 2 / (9 * degrees);
  return (Math.cbrt(sum / degrees) - (1 - spread)) / Math.sqrt(spread);
}
