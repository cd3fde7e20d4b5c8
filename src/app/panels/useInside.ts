import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LayerTrace } from "../../inspect/traceLayers.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import type { FromInside, ToInside } from "../../worker/messages.ts";
import { watchWorker } from "../../worker/watchWorker.ts";

/** The state of a request for the inside of a checkpoint. */
type Opened = { readonly inside: LayerTrace } | { readonly failed: string } | "opening" | undefined;

interface LayerInspection {
  readonly opened: Signal<Opened>;
  /** Opens the parameters, on the current prompt. */
  readonly look: () => Promise<void>;
  /** Opens them on another prompt. */
  readonly lookAgain: () => Promise<void>;
}

/** Opens parameters in a worker. Once they are open, newer parameters replace them; the newest request counts. */
export function useInside(
  of: unknown, // what is opened
  read: () => Promise<Uint8Array>, // rejects with the reason if they cannot be read
  onInside: (inside: LayerTrace) => void,
): LayerInspection {
  const opened = useSignal<Opened>(undefined);
  const worker = useRef<Worker>(undefined);
  const endWorker = useRef(() => {});
  const id = useRef(0); // of the newest request
  const prompt = useRef(0);
  useEffect(() => () => endWorker.current(), []);

  const fail = (reason: unknown) => {
    opened.value = { failed: errorMessage(reason) };
  };
  const startWorker = () => {
    const started = new Worker(new URL("../../worker/inspectWorker.ts", import.meta.url), { type: "module" });
    endWorker.current = watchWorker(started, (reason) => {
      worker.current = undefined; // the next question starts another
      fail(reason);
    });
    return started;
  };
  const onMessage = (data: FromInside) => {
    if (data.id !== id.current) return;
    if ("failed" in data) fail(data.failed);
    else {
      onInside(data.inside);
      opened.value = { inside: data.inside };
    }
  };
  const look = async () => {
    if (!opened.value || "failed" in Object(opened.value)) opened.value = "opening";
    id.current += 1;
    const requestId = id.current;
    try {
      const bytes = await read();
      if (requestId !== id.current) return; // a newer request replaced it
      worker.current ??= startWorker();
      worker.current.onmessage = ({ data }: MessageEvent<FromInside>) => onMessage(data);
      const question: ToInside = { id: requestId, bytes, prompt: prompt.current };
      worker.current.postMessage(question);
    } catch (error) {
      fail(error);
    }
  };
  const lookAgain = () => {
    prompt.current += 1;
    return look();
  };
  useEffect(() => {
    if (opened.value) void look();
  }, [of]);
  return { opened, look, lookAgain };
}
