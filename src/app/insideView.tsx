import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Inside } from "../experiments/inside.ts";
import type { Row } from "../experiments/row.ts";
import { heatMap, heightOfHeatMap } from "../plots/heatMap.ts";
import type { FromInside, ToInside } from "../worker/messages.ts";
import { Explained } from "./explained.tsx";
import { Picture } from "./picture.tsx";
import { ProbeTable } from "./probeTable.tsx";
import { words } from "./words.ts";

/** What a question for the inside of a checkpoint has come to. */
type Opened = { readonly inside: Inside } | { readonly failed: string } | "opening" | undefined;

/** Opens a published run layer by layer: its stream and its attention on one prompt, and what probes read there, of its rows. */
export function InsideView({ label, rows }: { readonly label: string; readonly rows: readonly Row[] }) {
  const opened = useSignal<Opened>(undefined);
  const layer = useSignal(0);
  const prompt = useSignal(0);
  const worker = useRef<Worker>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);

  const look = async () => {
    if (!opened.value || "failed" in Object(opened.value)) opened.value = "opening";
    const fail = (reason: unknown) => {
      opened.value = { failed: reason instanceof Error ? reason.message : String(reason) };
    };
    try {
      const response = await fetch(new URL(`records/runs/${label}.safetensors`, document.baseURI));
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      worker.current ??= new Worker(new URL("../worker/inside.ts", import.meta.url), { type: "module" });
      worker.current.onmessage = ({ data }: MessageEvent<FromInside>) => {
        if (data.id !== prompt.value) return; // another prompt was asked for since
        if ("failed" in data) fail(data.failed);
        else {
          layer.value = Math.min(layer.value, data.inside.layers);
          opened.value = { inside: data.inside };
        }
      };
      worker.current.onerror = (event) => {
        event.preventDefault();
        fail(event.message || "the engine could not be loaded");
      };
      const question: ToInside = { id: prompt.value, bytes, prompt: prompt.value };
      worker.current.postMessage(question, [bytes.buffer]);
    } catch (error) {
      fail(error);
    }
  };

  const shown = opened.value;
  return (
    <section class="claims inside">
      <h2>{words.inside.heading}</h2>
      <p>
        <Explained text={words.inside.lead} />
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

function Layer({ inside, layer }: { readonly inside: Inside; readonly layer: number }) {
  const { tokens, coordinates, stream, attention, heads, answers, y } = inside;
  const T = tokens.length;
  const size = T * coordinates.length;
  const values = stream.subarray(layer * size, (layer + 1) * size);
  const exemplars = answers.length - 1;
  return (
    <>
      <p>{words.inside.answers(exemplars, answers[exemplars] as number, y[exemplars] as number)}</p>
      <h3>{words.inside.stream}</h3>
      <Picture
        height={heightOfHeatMap(coordinates.length)}
        draw={(options) => heatMap({ name: words.inside.stream, columns: tokens, rows: coordinates, values }, options)}
        of={[inside, layer]}
      />
      {layer > 0 &&
        Array.from({ length: heads }, (_, head) => {
          const from = ((layer - 1) * heads + head) * T * T;
          const name = words.inside.attention(layer, head);
          const map = { name, columns: tokens, rows: tokens, values: attention.subarray(from, from + T * T), most: 1 };
          return (
            <div key={name}>
              <h3>{name}</h3>
              <Picture height={heightOfHeatMap(T)} draw={(options) => heatMap(map, options)} of={[inside, layer]} />
            </div>
          );
        })}
    </>
  );
}
