import { type Signal, signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Axis } from "../../plots/experimentFigures.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { words } from "../text/common.ts";
import { theme } from "../ui/theme.ts";
import { cancelDraw, drawIfIdle, scheduleDraw } from "./drawScheduler.ts";
import type { Source } from "./exportFigure.ts";
import { type Column, columnAt, columnsOf } from "./figureValues.ts";
import { SaveButtons } from "./saveButtons.tsx";
import { Tooltip } from "./tooltip.tsx";
import { ValueTable } from "./valueTable.tsx";

export interface FigureProps {
  readonly name: string;
  readonly axis: Axis;
  readonly height: number; // px
  readonly logX: boolean; // at first
  readonly logY: boolean;
  readonly draw: (options: PlotOptions) => SVGSVGElement;
  readonly of: readonly unknown[]; // what `draw` draws; it is asked again when one of them is another
  readonly source: Source; // what can be taken away of it as numbers
  readonly onPick?: (x: number) => void;
  readonly heading?: "h2" | "h3";
  readonly scales?: boolean; // whether its axes can be made logarithmic; default yes
  readonly interval?: string; // what a value's two ends are, in words
  readonly children?: ComponentChildren; // controls and remarks of this figure
}

/** Figures of one axis share their cross-hair. */
const crosshair: Readonly<Record<Axis, Signal<string | undefined>>> = {
  exemplars: signal(undefined),
  step: signal(undefined),
  layers: signal(undefined),
  hiddenSize: signal(undefined),
  sigma2: signal(undefined),
  task: signal(undefined),
  product: signal(undefined),
  bypass: signal(undefined),
  layer: signal(undefined),
  token: signal(undefined),
  dim: signal(undefined),
  prompts: signal(undefined),
  seconds: signal(undefined),
  flipped: signal(undefined),
  parameters: signal(undefined),
  tuning: signal(undefined),
  way: signal(undefined),
  stride: signal(undefined),
  queryLength: signal(undefined),
  candidates: signal(undefined),
};

/** A figure with its axis switches, its values by mouse and keyboard, and as a table. Redrawn at most once a frame, and one after another where that takes long. */
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
  children,
}: FigureProps) {
  const Heading = heading;
  const host = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const [x, y] = [useSignal(logX), useSignal(logY)];
  const columns = useSignal<readonly Column[]>([]);
  const reading = useSignal(false); // this figure is the one being read
  const latest = useRef(draw);
  latest.current = draw;

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    width.value = Math.floor(element.clientWidth);
    const observer = new ResizeObserver(() => {
      width.value = Math.floor(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [width]);

  const options = { width: width.value, height, theme: theme.value, logX: x.value, logY: y.value };
  const paint = () => {
    if (options.width < 50) return () => {};
    const drawn = latest.current({ document, ...options });
    const read = columnsOf(drawn);
    return () => {
      host.current?.replaceChildren(drawn);
      columns.value = read;
    };
  };
  const painter = useRef(paint);
  painter.current = paint;
  const repaint = useRef(() => painter.current());
  useLayoutEffect(() => {
    if (host.current?.childElementCount === 0) drawIfIdle(repaint.current);
    else scheduleDraw(repaint.current);
  }, [...of, ...Object.values(options)]);
  useEffect(() => () => cancelDraw(repaint.current), []);

  const shared = crosshair[axis];
  const shown = columns.value.find((column) => column.x === shared.value);
  const place = (column: Column) => words.figure.places[axis](column.x);
  const move = (column: Column | undefined) => {
    shared.value = column?.x;
    reading.value = column !== undefined;
  };
  const at = (event: PointerEvent) => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    return columnAt(columns.value, event.clientX - left);
  };
  const onKey = (event: KeyboardEvent) => {
    const all = columns.value;
    const now = all.findIndex((column) => column.x === shared.value); // a second key may come before the first is drawn
    const to: Record<string, number> = {
      ArrowRight: Math.min(now + 1, all.length - 1),
      ArrowLeft: now < 0 ? all.length - 1 : Math.max(now - 1, 0),
      Home: 0,
      End: all.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) move(all[next]);
    else if (event.key === "Escape") move(undefined);
    else if (event.key === "Enter" && all[now] && onPick) onPick(Number(all[now].x));
    else return;
    event.preventDefault();
  };
  const text = shown
    ? words.figure.reading(
        place(shown),
        shown.readings.map(({ name: who, value }) => `${who} ${value}`),
      )
    : words.figure.nothing;

  return (
    <figure class="figure">
      <figcaption>
        <Heading>{name}</Heading>
        <div class="switches">
          {scales &&
            [
              { scale: x, label: words.figure.logX },
              { scale: y, label: words.figure.logY },
            ].map(({ scale, label }) => (
              <button
                key={label}
                type="button"
                aria-pressed={scale.value}
                aria-label={words.figure.scaleLabel(label, name)}
                onClick={() => {
                  scale.value = !scale.value;
                }}
              >
                {label}
              </button>
            ))}
        </div>
      </figcaption>
      {children}
      <div class="drawing" style={{ height: `${height}px` }}>
        <div ref={host} class="picture" />
        <div
          class={onPick ? "reader picks" : "reader"}
          role="slider"
          tabIndex={0}
          aria-label={words.figure.read(name)}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, columns.value.length - 1)}
          aria-valuenow={shown ? columns.value.indexOf(shown) : 0}
          aria-valuetext={text}
          onPointerMove={(event) => move(at(event))}
          onPointerDown={(event) => {
            const column = at(event);
            move(column);
            if (column && onPick) onPick(Number(column.x));
          }}
          onPointerLeave={(event) => event.pointerType !== "touch" && move(undefined)} // a finger always leaves: blur ends its reading
          onBlur={() => move(undefined)}
          onKeyDown={onKey}
        >
          {shown && <div class="crosshair" style={{ left: `${shown.px}px` }} />}
          {shown && reading.value && (
            <Tooltip column={shown} place={place(shown)} width={width.value} interval={interval} />
          )}
        </div>
      </div>
      <div class="foot">
        <ValueTable name={name} axis={axis} columns={columns} />
        <SaveButtons
          name={name}
          source={source}
          drawn={() => host.current?.firstElementChild as SVGSVGElement | undefined}
        />
      </div>
    </figure>
  );
}
