import type { Delimiter } from "./options.ts";
import { type Candidate, isEven, splitBy } from "./splitBy.ts";

/** The possible delimiters. */
export const DELIMITERS: readonly Delimiter[] = ["\t", ";", "|", ",", " "]; // among equally good ones the first wins
const SAMPLE = 200_000; // characters

/** The split of a text that is most like a table, and another one if it is equally good. */
export function chooseSplit(text: string): { readonly best: Candidate; readonly other: Candidate | undefined } {
  const end = text.length > SAMPLE ? text.lastIndexOf("\n", SAMPLE) : -1;
  const sample = end > 0 ? text.slice(0, end) : text;
  const ranked = rank(DELIMITERS.map((delimiter) => splitBy(sample, delimiter, end > 0)));
  if (end <= 0) return bestOf(ranked);
  const [first, ...others] = ranked as [Candidate, ...Candidate[]];
  const best = splitBy(text, first.delimiter);
  if (isEven(best)) return { ...bestOf(ranked), best };
  const rest = others.filter(({ cells }) => cells > 1).map(({ delimiter }) => splitBy(text, delimiter));
  return bestOf(rank([best, ...rest]));
}

function bestOf(ranked: readonly Candidate[]) {
  const [best, next] = ranked as [Candidate, Candidate | undefined];
  const equal =
    next &&
    next.cells > 1 &&
    !isSame(best, next) &&
    isEven(best) &&
    isEven(next) &&
    best.numbers > 0 &&
    Math.abs(best.numbers - next.numbers) < 1e-9;
  return { best, other: equal ? next : undefined };
}

/** Whether two candidates have the same cells, which is possible for tabs and blanks. */
const isSame = (a: Candidate, b: Candidate): boolean =>
  a.cells === b.cells && a.records.slice(0, 100).every((record, k) => record.join("\n") === b.records[k]?.join("\n"));

/** Candidates, best first: all rows have equal length, then a header that is one cell short, then by the share of rows with equal length. */
function rank(candidates: readonly Candidate[]): Candidate[] {
  const order = (each: Candidate): readonly number[] => {
    if (each.cells < 2 || each.filled < 2 || each.openQuote !== undefined) return [0, 0];
    if (each.delimiter === " " && each.numbers === 0) return [0, 0]; // probably words of a text
    if (isEven(each)) return [each.header === each.cells ? 3 : 2, each.numbers];
    return [1, each.alike];
  };
  const keys = new Map(candidates.map((each) => [each, order(each)]));
  return [...candidates].sort((a, b) => {
    const [[a0 = 0, a1 = 0], [b0 = 0, b1 = 0]] = [keys.get(a) ?? [], keys.get(b) ?? []];
    return b0 - a0 || b1 - a1;
  });
}
