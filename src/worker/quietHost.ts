import type { EngineHost } from "../kernels/engineHost.ts";
import { wasmPaths } from "../kernels/wasmPaths.ts";

/** A worker as the engine's host that shows no sentences: for one evaluation or one prompt, any engine is fast enough. */
export const quietHost: EngineHost = { now: () => performance.now(), backend: "auto", wasmPaths, warn: () => {} };
