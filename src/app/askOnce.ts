/** Asks a worker that is there for one question: whatever it does to its memory is gone with it. Rejects with one sentence. */
export function askOnce<From extends object>(
  worker: Worker,
  request: unknown,
  moved: readonly ArrayBufferLike[] = [],
): Promise<Exclude<From, { readonly failed: string }>> {
  const answer = new Promise<Exclude<From, { readonly failed: string }>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<From>) => {
      if ("failed" in data) reject(new Error(String(data.failed)));
      else resolve(data as Exclude<From, { readonly failed: string }>);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || "it could not be loaded"));
    };
    worker.onmessageerror = () => reject(new Error("the answer cannot be read"));
    worker.postMessage(request, moved as ArrayBuffer[]);
  });
  return answer.finally(() => worker.terminate());
}
