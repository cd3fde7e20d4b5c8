import type { FigureValue } from "../../plots/parts/drawnFigure.ts";
import { formatValue } from "../../plots/parts/format.ts";
import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { familyColour, palettes } from "../../plots/parts/palette.ts";
import { theme } from "../ui/theme.ts";
import type { Column } from "./figureValues.ts";

interface Props {
  readonly column: Column;
  readonly place: string; // the column in words
  readonly width: number; // of the figure, px
  readonly interval: string; // what a value's two ends are
}

const NARROW = 560; // px
const GAP = 12; // px beside the cross-hair

/** All values at one place of a figure, from top to bottom as drawn. */
export function Tooltip({ column, place, width, interval }: Props) {
  const { left, values } = column;
  const beside = left > width / 2 ? { right: `${width - left + GAP}px` } : { left: `${left + GAP}px` };
  return (
    <div class="tip" style={width < NARROW ? { left: "0", right: "0", top: "100%" } : beside}>
      <strong>{place}</strong>
      {values.some((value) => intervalOf(value) !== "") && <small>{interval}</small>}
      {values.map((value) => (
        <div key={value.series} class="value">
          <LegendSwatch series={value.series} />
          <span>{value.name}</span>
          <span class="number">
            {formatValue(value.value)}
            {intervalOf(value) && <small>{intervalOf(value)}</small>}
          </span>
        </div>
      ))}
    </div>
  );
}

/** " 0.1 … 0.2"; nothing if both ends are written alike. */
function intervalOf({ low, high }: FigureValue): string {
  const [from, to] = [formatValue(low), formatValue(high)];
  return from === to ? "" : ` ${from} … ${to}`;
}

export function LegendSwatch({ series }: { readonly series: string }) {
  const { family, dash, width } = learnerStyle(series);
  return (
    <svg width={26} height={6} aria-hidden="true">
      <line
        x2={26}
        y1={3}
        y2={3}
        stroke={familyColour(palettes[theme.value], family)}
        stroke-width={width}
        stroke-dasharray={dash}
      />
    </svg>
  );
}
