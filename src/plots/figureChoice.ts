import type { Row, RowPlace } from "../comparison/row.ts";

/** Something a reader moves: the figure shows the rows that have this value of it, and those that have none. */
export interface FigureChoice {
  readonly name: string;
  readonly label: string; // its name in words
  readonly describe?: (value: number | string) => string; // a value in words; default the value
  readonly of: (at: RowPlace) => number | string | undefined;
  readonly first?: number | string; // what is shown at first; default: all at once
}

/** What is chosen, by a choice's name; undefined is all at once. A choice that is not named is as at first. */
export type Chosen = Readonly<Record<string, number | string | undefined>>;

/** The values that rows have of a choice: numbers ascending, texts in the order they come. */
export function choiceValues(rows: readonly Row[], { of }: FigureChoice): readonly (number | string)[] {
  const values = [...new Set(rows.map(({ at }) => of(at)))].filter((value) => value !== undefined);
  return values.some((value) => typeof value === "string") ? values : values.sort((a, b) => Number(a) - Number(b));
}

/** A choice with the values that are to be had, and the one that is shown: undefined is all at once. */
export interface MadeChoice {
  readonly choice: FigureChoice;
  readonly values: readonly (number | string)[];
  readonly value: number | string | undefined;
}

/**
 * The choices in their order, and the rows they leave. Each has the values of the rows that those before it left: one whose
 * value is gone is as at first, or has the first there is.
 */
export function makeChoices(
  all: readonly Row[],
  choices: readonly FigureChoice[],
  chosen: Chosen = {},
): { readonly made: readonly MadeChoice[]; readonly rows: readonly Row[] } {
  let rows = all;
  const made = choices.map((choice): MadeChoice => {
    const { name, of, first } = choice;
    const values = choiceValues(rows, choice);
    const candidates = [name in chosen ? chosen[name] : first, first, values[0]];
    const value = candidates.find((each) => each === undefined || values.includes(each));
    if (value !== undefined) {
      rows = rows.filter(({ at }) => {
        const own = of(at);
        return own === undefined || own === value;
      });
    }
    return { choice, values, value };
  });
  return { made, rows };
}
