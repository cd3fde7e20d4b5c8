import { checkLength, checkPositive } from "./checks.ts";
import { mean } from "./statistics.ts";

/**
 * The exponent b of the power law y = a xᵇ: the slope of least squares through log y over log x. NaN with fewer than two
 * different x. Throws if the lengths differ, or a number is not positive.
 */
export function powerLaw(xs: readonly number[], ys: readonly number[]): number {
  checkLength("ys", ys, xs.length);
  for (const x of xs) checkPositive("x", x);
  for (const y of ys) checkPositive("y", y);
  const [u, v] = [xs.map(Math.log), ys.map(Math.log)];
  const [meanU, meanV] = [mean(u), mean(v)];
  let [uv, uu] = [0, 0];
  u.forEach((value, k) => {
    uv += (value - meanU) * ((v[k] as number) - meanV);
    uu += (value - meanU) ** 2;
  });
  return uu > 0 ? uv / uu : Number.NaN;
}
