import { signal } from "@preact/signals";
import type { Reads } from "../experiments/answers.ts";
import { heatMap, heightOfHeatMap, rowAtHeight } from "../plots/heatMap.ts";
import { X_DOMAIN } from "./heldPrompt.ts";
import { Picture } from "./picture.tsx";
import { Slider } from "./slider.tsx";
import { words } from "./words.ts";

const PLACES: readonly number[] = Array.from({ length: 25 }, (_, k) => X_DOMAIN[0] + k / 4);

/** The query whose reading is shown. */
export const looking = signal(1);

/** The head that is pointed at, or else the one that is chosen: its attention is shown on the exemplars. */
export const readingHead = signal<number | undefined>(undefined);
const chosen = signal<number | undefined>(undefined);

/** How much of a head's attention each exemplar has, its x and its y together; none without a head. */
export function sharesOf({ heads, tokens, weights }: Reads, head: number | undefined): number[] {
  if (head === undefined || head >= heads.length) return [];
  const at = (token: number) => weights[token * heads.length + head] as number;
  return Array.from({ length: (tokens.length - 1) / 2 }, (_, k) => at(2 * k) + at(2 * k + 1));
}

/** Whom the query reads, head by head; a head that is pointed at is shown on the exemplars too. */
export function ReadsView({ reads }: { readonly reads: Reads }) {
  const names = reads.heads.map(([layer, head]) => words.play.head(layer, head));
  const point = (head: number | undefined) => {
    readingHead.value = head ?? chosen.value;
  };
  const shown = readingHead.value;
  const under = (event: PointerEvent) => {
    const { top } = (event.currentTarget as Element).getBoundingClientRect();
    point(rowAtHeight(names.length, event.clientY - top));
  };
  return (
    <section class="reads">
      <h2>{words.play.reads}</h2>
      <p class="quiet">{words.play.readsLead}</p>
      <Slider
        label={words.play.looking}
        values={PLACES}
        value={looking.value}
        onChange={(x) => {
          looking.value = x;
        }}
      />
      <div onPointerMove={under} onPointerLeave={() => point(undefined)}>
        <Picture
          height={heightOfHeatMap(names.length)}
          draw={(options) =>
            heatMap(
              { name: words.play.reads, columns: reads.tokens, rows: names, values: reads.weights, most: 1 },
              options,
            )
          }
          of={[reads]}
        />
      </div>
      <p class="quiet">{words.play.readsHint}</p>
      <div class="heads">
        {names.map((name, head) => (
          <button
            type="button"
            key={name}
            aria-label={words.play.showHead(name)}
            aria-pressed={chosen.value === head}
            onPointerEnter={() => point(head)}
            onPointerLeave={() => point(undefined)}
            onClick={() => {
              chosen.value = chosen.value === head ? undefined : head;
              point(chosen.value);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <p class="hidden" role="status">
        {shown !== undefined && names[shown] ? words.play.share(names[shown], sharesOf(reads, shown)) : ""}
      </p>
    </section>
  );
}
