import type { Signal } from "@preact/signals";
import type { Row } from "../experiments/row.ts";
import { type Chosen, choiceValues, type FigureChoice } from "../plots/figureChoice.ts";
import { Slider } from "./slider.tsx";
import { words } from "./words.ts";

interface Props {
  readonly choices: readonly FigureChoice[];
  readonly rows: readonly Row[]; // all that can be shown
  readonly chosen: Signal<Chosen>;
}

/** A slider for each thing that a figure's reader can move. */
export function FigureChoices({ choices, rows, chosen }: Props) {
  const { label, value: said, all } = words.figures.choices;
  return (
    <div class="choices">
      {choices.map((choice) => {
        const { name, first } = choice;
        const values = [...(first === undefined ? [undefined] : []), ...choiceValues(rows, choice)];
        const at = values.indexOf(name in chosen.value ? chosen.value[name] : first);
        const value = values[at];
        return (
          <Slider
            key={name}
            label={label(name)}
            values={values.map((_, k) => k)}
            value={at}
            text={value === undefined ? all : said(name, value)}
            onChange={(k) => {
              chosen.value = { ...chosen.value, [name]: values[k] };
            }}
          />
        );
      })}
    </div>
  );
}
