import type { Signal } from "@preact/signals";
import type { Row } from "../../comparison/row.ts";
import { type Chosen, type FigureChoice, makeChoices } from "../../plots/figureChoice.ts";
import { words } from "../text/common.ts";
import { Slider } from "../ui/slider.tsx";

interface Props {
  readonly choices: readonly FigureChoice[];
  readonly rows: readonly Row[]; // all that can be shown
  readonly chosen: Signal<Chosen>;
}

/** A slider for each choice of a figure that has more than one value. */
export function FigureControls({ choices, rows, chosen }: Props) {
  const { made } = makeChoices(rows, choices, chosen.value);
  return (
    <div class="choices">
      {made.map(({ choice: { name, label, describe = String, first }, values: had, value }) => {
        const values = [...(first === undefined ? [undefined] : []), ...had];
        if (values.length < 2) return null;
        return (
          <Slider
            key={name}
            label={label}
            values={values.map((_, k) => k)}
            value={values.indexOf(value)}
            text={value === undefined ? words.figures.allChoices : describe(value)}
            onChange={(k) => {
              chosen.value = { ...chosen.value, [name]: values[k] };
            }}
          />
        );
      })}
    </div>
  );
}
