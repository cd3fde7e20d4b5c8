import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { FigureAxis } from "../../plots/figureAxis.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { embedLink, route } from "../route/navigation.ts";
import { words } from "../text/common.ts";
import { CopyButton } from "../ui/copyButton.tsx";
import { theme } from "../ui/theme.ts";
import { cancelDraw, drawIfIdle, scheduleDraw } from "./drawScheduler.ts";
import { useWidth } from "./elementWidth.ts";
import type { Source } from "./exportFigure.ts";
import { FigureReader } from "./figureReader.tsx";
import { type Column, columnsOf } from "./figureValues.ts";
import { SaveButtons } from "./saveButtons.tsx";
import { ValueTable } from "./valueTable.tsx";

export interface FigureProps {
  readonly name: string;
  readonly axis: FigureAxis;
  readonly height: number; // px
  readonly logX: boolean; // at first
  readonly logY: boolean;
  readonly draw: (options: PlotOptions) => DrawnFigure;
  readonly of: readonly unknown[]; // what `draw` draws; it is called again when one of them changes
  readonly source: Source; // what can be taken away of it as numbers
  readonly onPick?: (x: number) => void;
  readonly heading?: "h2" | "h3";
  readonly scales?: boolean; // whether its axes can be made logarithmic; default yes
  readonly interval?: string; // what a value's two ends are, in words
  readonly embed?: string; // its name in a link that shows it alone
  readonly children?: ComponentChildren; // controls and remarks of this figure
}

/** A figure with its axis switches, its values by mouse and keyboard, and as a table. Redrawn at most once a frame; slow figures are drawn one after another. */
export function Figure({
  name,
  axis,
  height,
  logX,
  logY,
  draw,
  of,
  source,
  onPick,
  heading = "h2",
  scales = true,
  interval = words.figure.interval,
  embed,
  children,
}: FigureProps) {
  const Heading = heading;
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host).value;
  const [x, y] = [useSignal(logX), useSignal(logY)];
  const columns = useDrawing(host, draw, { width, height, theme: theme.value, logX: x.value, logY: y.value }, of);
  return (
    <figure class="figure">
      <figcaption>
        <Heading>{name}</Heading>
        <div class="switches">
          {scales && (
            <>
              <ScaleSwitch log={x} label={words.figure.logX} figure={name} />
              <ScaleSwitch log={y} label={words.figure.logY} figure={name} />
            </>
          )}
        </div>
      </figcaption>
      {children}
      <div class="drawing" style={{ height: `${height}px` }}>
        <div ref={host} class="picture" />
        <FigureReader name={name} axis={axis} columns={columns} width={width} interval={interval} onPick={onPick} />
      </div>
      <div class="foot">
        <ValueTable name={name} axis={axis} columns={columns} />
        <SaveButtons
          name={name}
          source={source}
          shown={() => (host.current?.firstElementChild ? { width, height } : undefined)}
          draw={(options) => draw({ ...options, logX: x.value, logY: y.value }).node}
        />
        {embed !== undefined && route.value.embed === undefined && (
          <CopyButton label={words.figure.frame} text={() => words.figure.frameCode(embedLink(embed), name)} />
        )}
      </div>
    </figure>
  );
}

/** Draws into a place whenever the options, or what is drawn, are others. Gives the values drawn. */
function useDrawing(
  host: { readonly current: HTMLElement | null },
  draw: FigureProps["draw"],
  options: Omit<PlotOptions, "document">,
  of: readonly unknown[],
): Signal<readonly Column[]> {
  const columns = useSignal<readonly Column[]>([]);
  const paint = () => {
    if (options.width < 50) return () => {};
    const { node, values } = draw({ document, ...options });
    const read = columnsOf(values);
    return () => {
      host.current?.replaceChildren(node);
      columns.value = read;
    };
  };
  const latest = useRef(paint);
  latest.current = paint;
  const repaint = useRef(() => latest.current());
  useLayoutEffect(() => {
    if (host.current?.childElementCount === 0) drawIfIdle(repaint.current);
    else scheduleDraw(repaint.current);
  }, [...of, ...Object.values(options)]);
  useEffect(() => () => cancelDraw(repaint.current), []);
  return columns;
}

/** Makes an axis logarithmic, or linear again. */
function ScaleSwitch({
  log,
  label,
  figure,
}: {
  readonly log: Signal<boolean>;
  readonly label: string;
  readonly figure: string;
}) {
  return (
    <button
      type="button"
      aria-pressed={log.value}
      aria-label={words.figure.scaleLabel(label, figure)}
      onClick={() => {
        log.value = !log.value;
      }}
    >
      {label}
    </button>
  );
}
