import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Row } from "../../comparison/row.ts";
import type { LayerTrace } from "../../inspect/traceLayers.ts";
import { heatMap, heightOfHeatMap } from "../../plots/heatMap.ts";
import type { FromInside, ToInside } from "../../worker/messages.ts";
import { watchWorker } from "../../worker/watchWorker.ts";
import { StaticFigure } from "../chart/staticFigure.tsx";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { ProbeTable } from "./probeTable.tsx";

/** What a question for the inside of a checkpoint has come to. */
type Opened = { readonly inside: LayerTrace } | { readonly failed: string } | "opening" | undefined;

interface Props {
  readonly of: unknown; // what is opened: another one takes its place once it is open
  readonly lead: string;
  readonly read: () => Promise<Uint8Array>; // the parameters; rejects with the reason where they cannot be had
  readonly rows: readonly Row[]; // of probes, where there are any
}

/** Opens a run's parameters layer by layer: the stream and the attention on one prompt, and what probes read there. */
export function LayerInspector({ of, lead, read, rows }: Props) {
  const opened = useSignal<Opened>(undefined);
  const layer = useSignal(0);
  const prompt = useSignal(0);
  const worker = useRef<Worker>(undefined);
  const id = useRef(0); // of the newest question
  const endWorker = useRef(() => {});
  useEffect(() => () => endWorker.current(), []);

  const look = async () => {
    if (!opened.value || "failed" in Object(opened.value)) opened.value = "opening";
    id.current += 1;
    const mine = id.current;
    const fail = (reason: unknown) => {
      opened.value = { failed: reason instanceof Error ? reason.message : String(reason) };
    };
    try {
      const bytes = await read();
      if (mine !== id.current) return; // another was asked for since
      if (!worker.current) {
        worker.current = new Worker(new URL("../../worker/inspectWorker.ts", import.meta.url), { type: "module" });
        endWorker.current = watchWorker(worker.current, (reason) => {
          worker.current = undefined; // the next question starts another
          fail(reason);
        });
      }
      worker.current.onmessage = ({ data }: MessageEvent<FromInside>) => {
        if (data.id !== id.current) return;
        if ("failed" in data) fail(data.failed);
        else {
          layer.value = Math.min(layer.value, data.inside.layers);
          opened.value = { inside: data.inside };
        }
      };
      const question: ToInside = { id: mine, bytes, prompt: prompt.value };
      worker.current.postMessage(question);
    } catch (error) {
      fail(error);
    }
  };

  useEffect(() => {
    if (opened.value) void look();
  }, [of]);

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
            <label>
              {words.inside.layer}{" "}
              <input
                type="range"
                min={0}
                max={shown.inside.layers}
                value={layer.value}
                aria-valuetext={words.inside.layerOf(layer.value, shown.inside.layers)}
                onInput={(event) => {
                  layer.value = Number(event.currentTarget.value);
                }}
              />{" "}
              <output aria-live="off">{words.inside.layerOf(layer.value, shown.inside.layers)}</output>
            </label>
            <button
              type="button"
              onClick={() => {
                prompt.value += 1;
                void look();
              }}
            >
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
            { name: words.inside.stream, columns: tokens, rows: coordinates, values, ...(layer > 0 && { tell: sum }) },
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
          const tell = (t: number, from: number) => words.inside.reads(tokens[t] ?? "", tokens[from] ?? "", head);
          const map = { name, columns: tokens, rows: tokens, values: weights, max: 1, tell };
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
