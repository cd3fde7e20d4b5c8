import type { Row, RowPlace } from "../experiments/row.ts";

/** Something a reader moves: the figure shows the rows that have this value of it, and those that have none. */
export interface FigureChoice {
  readonly name: string; // its words are the page's
  readonly of: (at: RowPlace) => number | string | undefined;
  readonly first?: number | string; // what is shown at first; all at once, where it is not said
}

/** What is chosen, by a choice's name; undefined is all at once. A choice that is not named is as at first. */
export type Chosen = Readonly<Record<string, number | string | undefined>>;

/** The values that rows have of a choice: numbers ascending, texts in the order they come. */
export function choiceValues(rows: readonly Row[], { of }: FigureChoice): readonly (number | string)[] {
  const values = [...new Set(rows.map(({ at }) => of(at)))].filter((value) => value !== undefined);
  return values.some((value) => typeof value === "string") ? values : values.sort((a, b) => Number(a) - Number(b));
}

/** The rows that a figure shows of all it could. */
export const chosenRows = (rows: readonly Row[], choices: readonly FigureChoice[], chosen: Chosen = {}): Row[] =>
  rows.filter(({ at }) =>
    choices.every(({ name, of, first }) => {
      const wanted = name in chosen ? chosen[name] : first;
      const value = of(at);
      return wanted === undefined || value === undefined || value === wanted;
    }),
  );
