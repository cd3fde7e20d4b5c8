import { type Signal, useSignal } from "@preact/signals";
import type { Row } from "../../comparison/row.ts";
import type { LayerTrace } from "../../inspect/traceLayers.ts";
import { heatMap, heightOfHeatMap } from "../../plots/heatMap.ts";
import { StaticFigure } from "../chart/staticFigure.tsx";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { ProbeTable } from "./probeTable.tsx";
import { useInside } from "./useInside.ts";

interface Props {
  readonly of: unknown; // what is opened; once it is open, another one replaces it
  readonly lead: string;
  readonly read: () => Promise<Uint8Array>; // the parameters; rejects with the reason if they cannot be read
  readonly rows: readonly Row[]; // of probes, if there are any
}

/** Opens a run's parameters layer by layer: the stream and the attention on one prompt, and what probes read there. */
export function LayerInspector({ of, lead, read, rows }: Props) {
  const layer = useSignal(0);
  const { opened, look, lookAgain } = useInside(of, read, ({ layers }) => {
    layer.value = Math.min(layer.value, layers);
  });
  const shown = opened.value;
  return (
    <section class="claims inside">
      <h2>{words.inside.heading}</h2>
      <p>
        <GlossaryText text={lead} />
      </p>
      {(shown === undefined || shown === "opening") && (
        <div class="buttons">
          <button type="button" onClick={look} disabled={shown === "opening"}>
            {shown ? words.inside.opening : words.inside.open}
          </button>
        </div>
      )}
      {typeof shown === "object" && "failed" in shown && (
        <p class="notice" role="alert">
          {words.inside.failed(shown.failed)}
        </p>
      )}
      {typeof shown === "object" && "inside" in shown && (
        <>
          <div class="buttons">
            <LayerSlider layer={layer} layers={shown.inside.layers} />
            <button type="button" onClick={lookAgain}>
              {words.inside.another}
            </button>
          </div>
          <ProbeTable rows={rows} layer={layer.value} />
          <Layer inside={shown.inside} layer={layer.value} />
        </>
      )}
    </section>
  );
}

/** Which layer is shown; 0 is what goes into the first. */
function LayerSlider({ layer, layers }: { readonly layer: Signal<number>; readonly layers: number }) {
  return (
    <label>
      {words.inside.layer}{" "}
      <input
        type="range"
        min={0}
        max={layers}
        value={layer.value}
        aria-valuetext={words.inside.layerOf(layer.value, layers)}
        onInput={(event) => {
          layer.value = Number(event.currentTarget.value);
        }}
      />{" "}
      <output aria-live="off">{words.inside.layerOf(layer.value, layers)}</output>
    </label>
  );
}

/** The stream after a layer, and the attention of its heads. */
function Layer({ inside, layer }: { readonly inside: LayerTrace; readonly layer: number }) {
  const { tokens, coordinates, stream, attention, heads, answers, y } = inside;
  const T = tokens.length;
  const size = T * coordinates.length;
  const values = stream.subarray(layer * size, (layer + 1) * size);
  const exemplars = answers.length - 1;
  const before = stream.subarray((layer - 1) * size, layer * size);
  const sum = (t: number, c: number) => {
    const at = t * coordinates.length + c;
    return words.inside.sum(before[at] as number, (values[at] as number) - (before[at] as number), layer);
  };
  return (
    <>
      <p>{words.inside.answers(exemplars, answers[exemplars] as number, y[exemplars] as number)}</p>
      <h3>{words.inside.stream}</h3>
      <StaticFigure
        height={heightOfHeatMap(coordinates.length)}
        draw={(options) =>
          heatMap(
            {
              name: words.inside.stream,
              columns: tokens,
              rows: coordinates,
              values,
              ...(layer > 0 && { cellNote: sum }),
            },
            options,
          )
        }
        of={[inside, layer]}
      />
      {layer > 0 &&
        Array.from({ length: heads }, (_, head) => {
          const from = ((layer - 1) * heads + head) * T * T;
          const name = words.inside.attention(layer, head);
          const weights = attention.subarray(from, from + T * T);
          const cellNote = (t: number, from: number) => words.inside.reads(tokens[t] ?? "", tokens[from] ?? "", head);
          const map = { name, columns: tokens, rows: tokens, values: weights, max: 1, cellNote };
          return (
            <div key={name}>
              <h3>{name}</h3>
              <StaticFigure
                height={heightOfHeatMap(T)}
                draw={(options) => heatMap(map, options)}
                of={[inside, layer]}
              />
            </div>
          );
        })}
    </>
  );
}
