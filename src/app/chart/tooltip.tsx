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

/** All values at one place of a figure, from top to bottom as they stand there. */
export function Tooltip({ column, place, width, interval }: Props) {
  const { px, readings } = column;
  const beside = px > width / 2 ? { right: `${width - px + GAP}px` } : { left: `${px + GAP}px` };
  return (
    <div class="tip" style={width < NARROW ? { left: "0", right: "0", top: "100%" } : beside}>
      <strong>{place}</strong>
      {readings.some(({ low, high }) => low !== high) && <small>{interval}</small>}
      {readings.map(({ series, name, value, low, high }) => (
        <div key={series} class="value">
          <LegendSwatch series={series} />
          <span>{name}</span>
          <span class="number">
            {value}
            {low !== high && <small>{` ${low} … ${high}`}</small>}
          </span>
        </div>
      ))}
    </div>
  );
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
