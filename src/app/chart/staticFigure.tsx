import { useLayoutEffect, useRef } from "preact/hooks";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { theme } from "../ui/theme.ts";
import { useWidth } from "./elementWidth.ts";

interface Props {
  readonly height: number | "square"; // px
  readonly draw: (options: PlotOptions) => DrawnFigure;
  readonly of: readonly unknown[]; // what `draw` draws
}

/** A figure to look at, as wide as its place, without its controls. */
export function StaticFigure({ height, draw, of }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  useLayoutEffect(() => {
    if (width.value < 50) return;
    const tall = height === "square" ? width.value : height;
    host.current?.replaceChildren(draw({ document, width: width.value, height: tall, theme: theme.value }).node);
  }, [width.value, theme.value, ...of]);
  return (
    <div ref={host} class="thumbnail" style={height === "square" ? { aspectRatio: "1" } : { height: `${height}px` }} />
  );
}
