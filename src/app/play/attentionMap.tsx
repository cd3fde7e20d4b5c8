import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Attention } from "../../inspect/askPrompt.ts";
import { heatMap, heightOfHeatMap, rowAtHeight } from "../../plots/heatMap.ts";
import { StaticFigure } from "../chart/staticFigure.tsx";
import { words } from "../text/common.ts";

/** The query of one dimension whose attention is shown. */
export const traceQuery = signal(1);

/** The head that is pointed at, or else the one that is chosen: its attention is shown on the exemplars. */
export const shownHead = signal<number | undefined>(undefined);
export const selectedHead = signal<number | undefined>(undefined);

/** Chooses a head, or none. */
export function selectHead(head: number | undefined): void {
  selectedHead.value = head;
  shownHead.value = head;
}

/** Points at a head; at none, the chosen one is shown. */
export function hoverHead(head: number | undefined): void {
  shownHead.value = head ?? selectedHead.value;
}

/** How much of a head's attention each exemplar has, its x and its y together; none without a head. */
export function attentionShares({ heads, tokens, weights }: Attention, head: number | undefined): number[] {
  if (head === undefined || head >= heads.length) return [];
  const at = (token: number) => weights[token * heads.length + head] as number;
  return Array.from({ length: (tokens.length - 1) / 2 }, (_, k) => at(2 * k) + at(2 * k + 1));
}

interface Props {
  readonly reads: Attention;
  readonly children: ComponentChildren; // what sets the query
}

/** Whom the query reads, head by head; a head that is pointed at is shown on the exemplars too. */
export function AttentionMap({ reads, children }: Props) {
  const names = reads.heads.map(([layer, head]) => words.play.head(layer, head));
  const under = (event: PointerEvent) => {
    const { top } = (event.currentTarget as Element).getBoundingClientRect();
    hoverHead(rowAtHeight(names.length, event.clientY - top));
  };
  return (
    <section class="claims reads">
      <h2>{words.play.reads}</h2>
      <p class="quiet">{words.play.readsLead}</p>
      {children}
      <div onPointerMove={under} onPointerLeave={() => hoverHead(undefined)}>
        <StaticFigure
          height={heightOfHeatMap(names.length)}
          draw={(options) =>
            heatMap(
              { name: words.play.reads, columns: reads.tokens, rows: names, values: reads.weights, max: 1 },
              options,
            )
          }
          of={[reads]}
        />
      </div>
      <p class="quiet">{words.play.readsHint}</p>
    </section>
  );
}
