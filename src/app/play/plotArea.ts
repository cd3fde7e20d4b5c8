import type { PlotArea } from "../../plots/parts/drawnFigure.ts";
import type { Place } from "./dragHandle.tsx";

/** A box as a style. */
export const toCss = (box: PlotArea): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(box).map(([side, px]) => [side, `${px}px`]));

type Domain = readonly [number, number];

/** The place in a plotting area that an event points at. */
export function toData(area: HTMLElement, event: MouseEvent, domainX: Domain, domainY: Domain): Place {
  const { left, top, width, height } = area.getBoundingClientRect();
  return {
    x: domainX[0] + ((event.clientX - left) / width) * (domainX[1] - domainX[0]),
    y: domainY[1] - ((event.clientY - top) / height) * (domainY[1] - domainY[0]),
  };
}

/** A place as the left and top of a style, in per cent of the plotting area. */
export const percent = ({ x, y }: Place, domainX: Domain, domainY: Domain) => ({
  left: `${((x - domainX[0]) / (domainX[1] - domainX[0])) * 100}%`,
  top: `${((domainY[1] - y) / (domainY[1] - domainY[0])) * 100}%`,
});
