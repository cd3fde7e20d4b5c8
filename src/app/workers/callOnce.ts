import { watchWorker } from "../../worker/watchWorker.ts";

/** Sends one request to a new worker and ends it, which frees its memory. Rejects with one sentence. */
export function callOnce<From extends object>(
  worker: Worker,
  request: unknown,
  moved: readonly ArrayBufferLike[] = [],
): Promise<Exclude<From, { readonly failed: string }>> {
  let end = () => worker.terminate();
  const answer = new Promise<Exclude<From, { readonly failed: string }>>((resolve, reject) => {
    end = watchWorker(worker, (reason) => reject(new Error(reason)));
    worker.onmessage = ({ data }: MessageEvent<From>) => {
      if ("failed" in data) reject(new Error(String(data.failed)));
      else resolve(data as Exclude<From, { readonly failed: string }>);
    };
    worker.postMessage(request, moved as ArrayBuffer[]);
  });
  return answer.finally(() => end());
}
