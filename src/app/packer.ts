import type { RunBundle } from "../experiments/bundle.ts";
import type { FromBundle, OpenedRun, ToBundle } from "../worker/messages.ts";

/** Opens a run's .zip, or asks the parameters in a .safetensors. Rejects with one sentence. */
export async function openRun(bytes: Uint8Array): Promise<OpenedRun> {
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
