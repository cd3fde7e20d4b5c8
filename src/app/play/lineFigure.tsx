import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { answersByQuery } from "../../plots/answersByQuery.ts";
import type { PlotArea } from "../../plots/parts/drawnFigure.ts";
import { SaveButtons } from "../chart/saveButtons.tsx";
import { StaticFigure } from "../chart/staticFigure.tsx";
import { clampExemplar, type Exemplar, X_DOMAIN, Y_DOMAIN } from "../route/linePrompt.ts";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { answerSource, sizeShownIn } from "./answerSource.ts";
import { DragHandle } from "./dragHandle.tsx";
import type { ColumnUnits } from "./openedTable.ts";
import { percent, toCss, toData } from "./plotArea.ts";
import { isShown } from "./shownLearners.ts";

interface Props {
  readonly height: number; // px
  readonly prompt: readonly Exemplar[];
  readonly answered: AnsweredQuery;
  readonly shares?: readonly number[]; // of a head's attention, by exemplar: how wide a ring each has
  readonly maxExemplars: number; // exemplars there may be
  readonly units: readonly ColumnUnits[] | undefined; // of x and y, if they are rows of a table
  readonly preset: string; // of the transformer
  readonly onChange?: (prompt: readonly Exemplar[]) => void; // without it they cannot be changed
}

/** The curves of all learners, and on them the exemplars: to drag, to move by keys, to add by a click, to remove. */
export function LineFigure({ height, prompt, answered, shares, maxExemplars: max, units, preset, onChange }: Props) {
  const box = useSignal<PlotArea | undefined>(undefined);
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const { curves, deviation } = answered.answers;
  const { queries } = answered.question;
  const placed = box.value;
  const at = (event: MouseEvent) => toData(area.current as HTMLElement, event, X_DOMAIN, Y_DOMAIN);
  const move = (k: number, to: Exemplar) =>
    onChange?.(prompt.map((each, other) => (other === k ? clampExemplar(to) : each)));
  const remove = (k: number) => {
    onChange?.(prompt.filter((_, other) => other !== k));
    focusAfter(area.current, k, prompt.length);
  };
  const shown = Object.keys(curves).filter((id) => isShown(id, answered.answers));
  const axes = units && { units: { x: units[0] as ColumnUnits, y: units[1] as ColumnUnits } };
  const spec = { queries, curves, deviation, domain: Y_DOMAIN, shown, ...axes };
  const rows = shown.flatMap((learner) =>
    [...(curves[learner] ?? [])].map((value, m) => ({ learner, at: { x: queries[m] }, value })),
  );
  return (
    <>
      <div class="drawing" style={{ height: `${height}px` }} ref={host}>
        <StaticFigure
          height={height}
          draw={(options) => {
            const drawn = answersByQuery(spec, options);
            box.value = drawn.plotArea;
            return drawn;
          }}
          of={[answered, shown.join(" "), units]}
        />
        {placed && (
          // biome-ignore lint/a11y/noStaticElementInteractions: what a click here does, a button beneath does too
          // biome-ignore lint/a11y/useKeyWithClickEvents: exemplars are added by that button and moved by keys
          <div
            ref={area}
            class="plot-area"
            tabIndex={-1}
            style={toCss(placed)}
            onClick={(event) => {
              if (event.target === area.current && prompt.length < max)
                onChange?.([...prompt, clampExemplar(at(event))]);
            }}
          >
            {prompt.map((exemplar, k) => (
              <DragHandle
                key={k}
                class="exemplar"
                style={{ ...percent(exemplar, X_DOMAIN, Y_DOMAIN), "--share": shares?.[k] ?? 0 }}
                label={words.play.exemplar(k + 1, exemplar.x, exemplar.y, onChange !== undefined)}
                still={!onChange}
                at={exemplar}
                placeOf={at}
                onMove={(to) => move(k, to)}
                onRemove={() => remove(k)}
              />
            ))}
          </div>
        )}
      </div>
      <SaveButtons
        name={words.play.figureFile}
        source={answerSource(answered, preset, rows)}
        shown={() => sizeShownIn(host.current)}
        draw={(options) => answersByQuery({ ...spec, exemplars: prompt }, options).node}
      />
    </>
  );
}

/** After exemplar k of n is removed, focuses the one that has its index now; the figure if none is left. */
export function focusAfter(area: HTMLElement | null, k: number, n: number): void {
  const next = area?.querySelectorAll<HTMLElement>("button.exemplar")[Math.max(0, k === n - 1 ? k - 1 : k)];
  if (n > 1) next?.focus();
  else area?.focus();
}
