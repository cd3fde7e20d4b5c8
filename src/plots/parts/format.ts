import { format } from "d3";

const thousands = format(",");

const WRITTEN_OUT = 1e7; // numbers from here on are told by their power of ten

/** 0.0123 → "0.012", 1.2e-5 → "1.2e-5", 1.2e14 → "1.2e+14", ∞ → "∞". */
export function formatValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= WRITTEN_OUT) return value.toExponential(1);
  if (size >= 1000) return thousands(Math.round(value));
  return size < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(2)));
}

/** The same with four digits, for a number that is compared with a bound. */
export function formatMeasured(value: number): string {
  const size = Math.abs(value);
  return size >= 0.001 && size < 1000 ? String(Number(value.toPrecision(4))) : formatValue(value);
}

/** A number without its digits after the point: "12,000". */
export const formatWhole = (value: number): string => Math.round(value).toLocaleString("en");

/** A share in per cent: "25 %". */
export const formatPercent = (share: number): string => `${formatWhole(100 * share)} %`;

/** An effective λ in words: 0 is least squares, ∞ is always answering zero. */
export function formatLambda(lambda: number): string {
  if (lambda === 0) return "0 (least squares)";
  return lambda === Number.POSITIVE_INFINITY ? "∞ (zero)" : formatValue(lambda);
}

/** A round number as a tick of a log axis: 1e-3 → "0.001", 1e-6 → "10⁻⁶", 2e-6 → "2·10⁻⁶". */
export function formatPower(value: number): string {
  if (value >= 0.000999 && value < 1e5) return formatValue(value);
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const factor = Number((value / 10 ** exponent).toPrecision(2));
  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => superscripts[Number(digit)] as string);
  return `${factor === 1 ? "" : `${factor}·`}10${exponent < 0 ? "⁻" : ""}${digits}`;
}
