import type { MarkerShape } from "../../algorithms/algorithm.ts";
import { svg } from "./svg.ts";

const paths: Readonly<Partial<Record<MarkerShape, string>>> = {
  square: "M-2.6,-2.6h5.2v5.2h-5.2z",
  diamond: "M0,-3.6L3.6,0L0,3.6L-3.6,0z",
  triangle: "M0,-3.4L3.2,2.6H-3.2z",
  cross: "M-2.5,-2.5L2.5,2.5M-2.5,2.5L2.5,-2.5",
  plus: "M-3.2,0H3.2M0,-3.2V3.2",
  bar: "M0,-3.5V3.5",
};
const OPEN: ReadonlySet<MarkerShape> = new Set(["ring", "cross", "plus", "bar"]);

/** A marker at (x, y) px; "none" is a speck. */
export function marker(
  document: Document,
  shape: MarkerShape,
  [x, y]: readonly [number, number],
  colour: string,
): SVGElement {
  const paint = OPEN.has(shape) ? { stroke: colour, "stroke-width": 1.5, fill: "none" } : { fill: colour };
  const d = paths[shape];
  if (d !== undefined) {
    return svg(document, "path", { d, transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, ...paint });
  }
  return svg(document, "circle", {
    cx: x,
    cy: y,
    r: shape === "none" ? 0.5 : shape === "ring" ? 3.8 : 3,
    ...paint,
  });
}
