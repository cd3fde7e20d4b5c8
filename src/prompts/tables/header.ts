import { type NumberParser, numberParser } from "./numbers.ts";

/** Whether the first row of a table contains names, and the reason for doubt. */
export interface HeaderDecision {
  readonly header: boolean;
  readonly doubt: string | undefined;
}

const parsers = [numberParser("."), numberParser(",")];
const isNumber = (cell: string) => parsers.some((parse: NumberParser) => !Number.isNaN(parse(cell)));
const SAMPLE = 1000; // rows

/**
 * Decides from the columns whose other cells are all numbers: a text above them is a name, a number is data. Numbers with
 * a constant step next to the name of a text column (years) are names.
 */
export function decideHeader(
  rows: readonly (readonly string[])[],
  isMissing: (cell: string) => boolean,
): HeaderDecision {
  const [first = [], ...rest] = rows.slice(0, SAMPLE + 1);
  const numeric = first.flatMap((_, k) => (hasNumbers(rest, k, isMissing) ? [k] : []));
  const texts = numeric.filter((k) => !isMissing(first[k] as string) && !isNumber(first[k] as string));
  const numbers = numeric.filter((k) => isNumber(first[k] as string));
  if (numeric.length === 0) {
    const all = first.every((cell) => isNumber(cell) || isMissing(cell)) && first.some(isNumber);
    return { header: rest.length > 0 || !all, doubt: undefined };
  }
  if (texts.length > 0) {
    const doubt = numbers.length > 0 ? "the first row has texts and numbers above columns of numbers" : undefined;
    return { header: true, doubt };
  }
  const steps = numbers.map((k) => Number(first[k]));
  const others = first.filter((_, k) => !numeric.includes(k) && rest.some((row) => !isMissing(row[k] as string)));
  const isText = (cell: string) => !isNumber(cell);
  if (isProgression(steps) && others.every(isText) && first.some(isText))
    return { header: true, doubt: "the first row has numbers in equal steps, like years, above columns of numbers" };
  const doubt =
    numbers.length < first.length
      ? "the first row has numbers above the columns of numbers, like the other rows"
      : undefined;
  return { header: false, doubt };
}

function hasNumbers(rows: readonly (readonly string[])[], k: number, isMissing: (cell: string) => boolean): boolean {
  let some = false;
  for (const row of rows) {
    const cell = row[k] as string;
    if (isMissing(cell)) continue;
    if (!isNumber(cell)) return false;
    some = true;
  }
  return some;
}

const isProgression = (values: readonly number[]): boolean => {
  const [a = 0, b = 0] = values;
  const step = b - a;
  return (
    values.length >= 3 && step !== 0 && values.every((value, k) => Number.isInteger(value) && value === a + k * step)
  );
};

/** Names of columns: given, on one line, different from each other; empty or duplicate ones are replaced. */
export interface ColumnNames {
  readonly names: readonly string[];
  readonly unnamed: readonly number[]; // columns without a name, from 0
  readonly doubles: readonly {
    readonly name: string;
    readonly column: number;
    readonly first: number;
    readonly called: string;
  }[];
}

/** Names the columns by a header, or by their number. */
export function nameColumns(header: readonly string[] | undefined, width: number): ColumnNames {
  const isQuoted = header?.every((name) => /^'[^']+'$/.test(name));
  const ownNames = Array.from({ length: width }, (_, k) => {
    const name = (header?.[k] ?? "").replace(/\s+/g, " ").trim();
    return isQuoted ? name.slice(1, -1).trim() : name;
  });
  const used = new Set(ownNames);
  const places = new Map<string, number>();
  const doubles: ColumnNames["doubles"][number][] = [];
  const free = (start: string, from: number) => {
    for (let n = from; ; n++) if (!used.has(`${start}${n}`)) return `${start}${n}`;
  };
  const names = ownNames.map((name, column) => {
    const first = places.get(name);
    if (name !== "" && first === undefined) {
      places.set(name, column);
      return name;
    }
    const called =
      name === ""
        ? used.has(`column ${column + 1}`)
          ? free("column ", width + 1)
          : `column ${column + 1}`
        : free(`${name}.`, 2);
    used.add(called);
    if (name !== "" && first !== undefined) doubles.push({ name, column, first, called });
    return called;
  });
  return { names, unnamed: header ? ownNames.flatMap((name, k) => (name === "" ? [k] : [])) : [], doubles };
}
