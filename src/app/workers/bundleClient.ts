import type { RunBundle } from "../../runs/runBundle.ts";
import type { FromBundle, OpenedRun, ToBundle } from "../../worker/messages.ts";
import { callOnce } from "./callOnce.ts";

/** Opens a run's .zip, or evaluates the parameters in a .safetensors. Rejects with one sentence. */
export async function openRun(bytes: Uint8Array): Promise<OpenedRun> {
  const answer = await ask({ open: bytes }, [bytes.buffer]);
  if (!("run" in answer)) throw new Error("unexpected answer of the bundle worker");
  return answer;
}

/** A run as one .zip. */
export async function makeBundle(run: RunBundle): Promise<Uint8Array> {
  const answer = await ask({ make: run });
  if (!("bytes" in answer)) throw new Error("unexpected answer of the bundle worker");
  return answer.bytes;
}

const ask = (request: ToBundle, moved: readonly ArrayBufferLike[] = []) =>
  callOnce<FromBundle>(
    new Worker(new URL("../../worker/bundleWorker.ts", import.meta.url), { type: "module" }),
    request,
    moved,
  );
