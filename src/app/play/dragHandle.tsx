import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

/** A place in a figure, in its own numbers. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Props {
  readonly class: string;
  readonly label?: string; // without one it is for the pointer alone: another handle serves keyboard and reader
  readonly still?: boolean; // whether it is only seen
  readonly style: Readonly<Record<string, string | number>>;
  readonly at: Place;
  readonly placeOf: (event: MouseEvent) => Place;
  readonly onMove: (to: Place) => void;
  readonly onRemove?: () => void;
  readonly onKey?: (event: KeyboardEvent) => boolean; // whether it was for this handle
  readonly onWheel?: (event: WheelEvent) => void;
  readonly onFocus?: () => void;
  readonly children?: ComponentChildren;
}

/** A drag: where it began, its offset from the handle's centre, and whether it has moved. */
interface Grip {
  readonly x: number; // px
  readonly y: number;
  readonly beside: Place;
  moved: boolean;
}

const SLOP = 3; // px that a press may tremble without being a drag
const KEY_STEP = 0.1; // a press of an arrow key; five times as far with Shift

/** How far a key moves a handle. */
export const keyStep = (event: KeyboardEvent | WheelEvent): number => (event.shiftKey ? 5 * KEY_STEP : KEY_STEP);

/** The way of an arrow key. */
const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

/** Something to take hold of in a figure: moved by pointer and arrow keys, removed by Delete or a double click. */
export function DragHandle({
  label,
  still = false,
  style,
  at,
  placeOf,
  onMove,
  onRemove,
  onKey,
  onWheel,
  onFocus,
  ...props
}: Props) {
  const grip = useRef<Grip | undefined>(undefined);
  const keyDown = (event: KeyboardEvent) => {
    if (still) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
    const way = arrows[event.key];
    if (way) onMove({ x: at.x + way.x * keyStep(event), y: at.y + way.y * keyStep(event) });
    else if (onRemove && (event.key === "Delete" || event.key === "Backspace")) onRemove();
    else if (!onKey?.(event)) return;
    event.preventDefault();
  };
  const pointer = !still && {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const from = placeOf(event);
      grip.current = {
        x: event.clientX,
        y: event.clientY,
        beside: { x: at.x - from.x, y: at.y - from.y },
        moved: false,
      };
      if (label === undefined) onFocus?.();
    },
    onPointerMove: (event: PointerEvent) => {
      const drag = grip.current;
      if (!drag || !(event.currentTarget as Element).hasPointerCapture(event.pointerId)) return;
      drag.moved ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLOP;
      const to = placeOf(event);
      if (drag.moved) onMove({ x: to.x + drag.beside.x, y: to.y + drag.beside.y });
    },
    onLostPointerCapture: () => {
      grip.current = undefined;
    },
    ...(onRemove && { onDblClick: onRemove }),
    ...(onWheel && { onWheel }),
  };
  if (label === undefined) return <span {...props} style={style} aria-hidden="true" {...pointer} />;
  return (
    <button
      type="button"
      {...props}
      style={style}
      aria-label={label}
      aria-disabled={still}
      onKeyDown={keyDown}
      onFocus={() => onFocus?.()}
      {...pointer}
    />
  );
}
