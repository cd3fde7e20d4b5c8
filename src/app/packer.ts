import type { RunBundle } from "../experiments/bundle.ts";
import type { FromBundle, ToBundle } from "../worker/messages.ts";

/** A run out of a .zip, and the step its checkpoint can be gone on with from. */
export interface OpenedBundle {
  readonly run: RunBundle;
  readonly step: number | undefined;
}

/** Opens a run's .zip. Rejects with one sentence. */
export async function openBundle(bytes: Uint8Array): Promise<OpenedBundle> {
  const answer = await ask({ open: bytes }, [bytes.buffer]);
  if (!("run" in answer)) throw new Error("another answer than was asked for");
  return answer;
}

/** A run as one .zip. */
export async function makeBundle(run: RunBundle): Promise<Uint8Array> {
  const answer = await ask({ make: run });
  if (!("bytes" in answer)) throw new Error("another answer than was asked for");
  return answer.bytes;
}

/** Each request has a worker of its own: whatever it does to its memory is gone with it. */
function ask(request: ToBundle, moved: ArrayBufferLike[] = []): Promise<FromBundle> {
  const worker = new Worker(new URL("../worker/bundle.ts", import.meta.url), { type: "module" });
  const answer = new Promise<FromBundle>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromBundle>) => {
      if ("failed" in data) reject(new Error(data.failed));
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || "it could not be loaded"));
    };
    worker.postMessage(request, moved as ArrayBuffer[]);
  });
  return answer.finally(() => worker.terminate());
}
