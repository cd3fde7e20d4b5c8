import { scaleLinear, scaleLog } from "d3";
import { formatPower, formatValue } from "./format.ts";

/** An axis before it is drawn. On a log axis, values at or below the domain's lower end stand at that end. */
export interface AxisSpec {
  readonly domain: readonly [number, number];
  readonly log: boolean;
  readonly label: string;
  readonly clipped?: boolean; // values stand at the lower end because they are below it
  readonly whole?: boolean; // ticks at whole numbers only
  readonly floor?: number; // a line stands here, where the domain holds it: float32 ends
  readonly zero?: boolean; // on a log axis, the lower end stands for 0 and is marked so
  readonly at?: readonly number[]; // ticks here and nowhere else: a grid's own values
  readonly units?: readonly [number, number]; // the domain in other units: ticks stand at their round numbers
  readonly nameOf?: (value: number) => string; // what stands at those ticks; default the number
}

/** A tick, the more important the lower its rank. */
export interface Tick {
  readonly value: number;
  readonly text: string;
  readonly rank: number;
}

const DETAILED = 2.3; // decades up to which 2 and 5 are ticks besides the powers of ten

/** Values as pixels of a range, clamped to it; what is not a number stays so. */
export function scaleOf({ domain, log }: AxisSpec, range: readonly [number, number]): (value: number) => number {
  const scale = (log ? scaleLog(domain, range) : scaleLinear(domain, range)).clamp(true);
  return (value) => scale(value);
}

/** Ticks worth having on an axis of room for about `most`, ascending; those of a log axis may still be too close. */
export function ticksOf(
  { domain, log, whole, zero, clipped, at, units, nameOf = String }: AxisSpec,
  max: number,
): Tick[] {
  if (units) {
    const own = scaleLinear(units, domain);
    return own
      .ticks(Math.max(2, Math.floor(max)))
      .map((value) => ({ value: own(value), text: formatValue(value), rank: 0 }));
  }
  if (at) return at.map((value) => ({ value, text: nameOf(value), rank: 0 }));
  const [low, high] = domain;
  const fits = (value: number) => !whole || Number.isInteger(value);
  if (!log) {
    return scaleLinear(domain, [0, 1])
      .ticks(Math.max(2, Math.floor(max)))
      .filter(fits)
      .map((value) => ({ value, text: formatValue(value), rank: 0 }));
  }
  const slack = 1e-9;
  const below = Math.floor(Math.log10(low) + slack);
  const first = Math.ceil(Math.log10(low) - slack); // power of ten that the axis holds
  const last = Math.floor(Math.log10(high) + slack);
  const stride = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, max)));
  const ticks: Tick[] = [];
  for (let power = below; power <= last; power++) {
    for (const [rank, factor] of last - below <= DETAILED || whole ? [1, 2, 5].entries() : [1].entries()) {
      const value = factor * 10 ** power;
      if (value < low * (1 - slack) || value > high * (1 + slack) || !fits(value)) continue;
      if (factor === 1 && (power - first) % stride !== 0) continue;
      ticks.push({ value, text: formatPower(value), rank: rank + 1 });
    }
  }
  if (zero) ticks.unshift({ value: low, text: "0", rank: 0 });
  if (clipped) {
    const [lowest] = ticks;
    const text = `≤ ${formatPower(low)}`;
    if (lowest && lowest.value <= low * (1 + slack)) ticks[0] = { ...lowest, text, rank: 0 };
    else ticks.unshift({ value: low, text, rank: 0 });
  }
  return ticks;
}

/** Of ticks those that stand apart, the important ones first: `span` says where a tick begins and ends, in px. */
export function dropOverlapping(ticks: readonly Tick[], span: (tick: Tick) => readonly [number, number]): Tick[] {
  const retained: Tick[] = [];
  for (const tick of [...ticks].sort((a, b) => a.rank - b.rank)) {
    const [from, to] = span(tick);
    const free = retained.every((other) => {
      const [otherFrom, otherTo] = span(other);
      return to <= otherFrom || from >= otherTo;
    });
    if (free) retained.push(tick);
  }
  return retained.sort((a, b) => a.value - b.value);
}
