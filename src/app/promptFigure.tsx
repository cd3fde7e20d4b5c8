import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { answersByQuery } from "../plots/answersByQuery.ts";
import { type Exemplar, held, MOST, X_DOMAIN, Y_DOMAIN } from "./heldPrompt.ts";
import { Picture } from "./picture.tsx";
import type { Answered } from "./player.ts";
import { translation } from "./readings.ts";
import { words } from "./words.ts";

interface Props {
  readonly height: number; // px
  readonly prompt: readonly Exemplar[];
  readonly answered: Answered;
  readonly shares?: readonly number[]; // of a head's attention, by exemplar: how wide a ring each has
  readonly onChange: (prompt: readonly Exemplar[]) => void;
}

/** Where the plotting area stands in the figure, px. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A drag under way: where it was begun, how far beside the exemplar's middle, and whether it has moved. */
interface Grip {
  readonly x: number; // px
  readonly y: number;
  readonly beside: Exemplar;
  moved: boolean;
}

const SLOP = 3; // px that a press may tremble without being a drag
const KEY_STEP = 0.1; // a press of an arrow key; five times as far with Shift

/** The curves of all learners, and on them the exemplars: to drag, to move by keys, to add by a click, to remove. */
export function PromptFigure({ height, prompt, answered, shares, onChange }: Props) {
  const box = useSignal<Box | undefined>(undefined);
  const area = useRef<HTMLDivElement>(null);
  const grip = useRef<Grip | undefined>(undefined);
  const { curves, deviation } = answered.answers;
  const { queries } = answered.question;

  const placed = box.value;
  const left = ({ x }: Exemplar) => ((x - X_DOMAIN[0]) / (X_DOMAIN[1] - X_DOMAIN[0])) * 100;
  const top = ({ y }: Exemplar) => ((Y_DOMAIN[1] - y) / (Y_DOMAIN[1] - Y_DOMAIN[0])) * 100;
  const at = (event: MouseEvent): Exemplar => {
    const { left, top, width, height } = (area.current as HTMLElement).getBoundingClientRect();
    return held({
      x: X_DOMAIN[0] + ((event.clientX - left) / width) * (X_DOMAIN[1] - X_DOMAIN[0]),
      y: Y_DOMAIN[1] - ((event.clientY - top) / height) * (Y_DOMAIN[1] - Y_DOMAIN[0]),
    });
  };
  const move = (k: number, to: Exemplar) => onChange(prompt.map((each, other) => (other === k ? held(to) : each)));
  const remove = (k: number) => {
    onChange(prompt.filter((_, other) => other !== k));
    const next = area.current?.children[Math.max(0, k === prompt.length - 1 ? k - 1 : k)];
    if (prompt.length > 1) (next as HTMLElement | undefined)?.focus();
    else area.current?.focus(); // the last is gone
  };
  const onKey = (k: number, event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
    const { x, y } = prompt[k] as Exemplar;
    const far = event.shiftKey ? 5 * KEY_STEP : KEY_STEP;
    if (event.key === "ArrowLeft") move(k, { x: x - far, y });
    else if (event.key === "ArrowRight") move(k, { x: x + far, y });
    else if (event.key === "ArrowUp") move(k, { x, y: y + far });
    else if (event.key === "ArrowDown") move(k, { x, y: y - far });
    else if (event.key === "Delete" || event.key === "Backspace") remove(k);
    else return;
    event.preventDefault();
  };

  return (
    <div class="drawing" style={{ height: `${height}px` }}>
      <Picture
        height={height}
        draw={(options) => {
          const drawn = answersByQuery({ queries, curves, deviation, domain: Y_DOMAIN }, options);
          box.value = boxOf(drawn);
          return drawn;
        }}
        of={[answered]}
      />
      {placed && (
        // biome-ignore lint/a11y/noStaticElementInteractions: what a click here does, a button beneath does too
        // biome-ignore lint/a11y/useKeyWithClickEvents: exemplars are added by that button and moved by keys
        <div
          ref={area}
          class="held"
          tabIndex={-1}
          style={Object.fromEntries(Object.entries(placed).map(([side, px]) => [side, `${px}px`]))}
          onClick={(event) => {
            if (event.target === area.current && prompt.length < MOST) onChange([...prompt, at(event)]);
          }}
        >
          {prompt.map((exemplar, k) => (
            <button
              type="button"
              key={k}
              class="exemplar"
              style={{ left: `${left(exemplar)}%`, top: `${top(exemplar)}%`, "--share": shares?.[k] ?? 0 }}
              aria-label={words.play.exemplar(k + 1, exemplar.x, exemplar.y)}
              onKeyDown={(event) => onKey(k, event)}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                const [from, to] = [at(event), exemplar];
                const beside = { x: to.x - from.x, y: to.y - from.y };
                grip.current = { x: event.clientX, y: event.clientY, beside, moved: false };
              }}
              onPointerMove={(event) => {
                const held = grip.current;
                if (!held || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
                held.moved ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > SLOP;
                const to = at(event);
                if (held.moved) move(k, { x: to.x + held.beside.x, y: to.y + held.beside.y });
              }}
              onLostPointerCapture={() => {
                grip.current = undefined;
              }}
              onDblClick={() => remove(k)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** The plotting area of a drawn figure, which says its own size. */
function boxOf(root: SVGSVGElement): Box {
  const plot = root.querySelector("[data-plot]");
  const [left, top] = translation(plot);
  const size = (name: string) => Number(plot?.getAttribute(`data-${name}`));
  return { left, top, width: size("width"), height: size("height") };
}
