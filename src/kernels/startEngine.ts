import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendName } from "./backendNames.ts";
import { activate, type Engine } from "./engine.ts";
import type { EngineHost } from "./engineHost.ts";
import { tfjsEngine } from "./tfjs/tfjsEngine.ts";
import { kernelsRunHere } from "./wasm/kernelExports.ts";
import { wasmEngine } from "./wasm/wasmEngine.ts";
import type { WasmBackend } from "./wasm/wasmMemory.ts";

/** Starts an engine and makes it the current one. Throws one sentence if the engine does not run here. */
export async function startEngine(host: EngineHost): Promise<Engine> {
  tf.enableProdMode(); // no advertisement, no checks of kernel outputs
  if (Object.keys(host.wasmPaths).length > 0) setWasmPathsOnce(host.wasmPaths);
  const engine = await firstThatRuns(host);
  activate(engine);
  return engine;
}

async function firstThatRuns(host: EngineHost): Promise<Engine> {
  const { backend: requested, warn } = host;
  if (requested !== "cpu") {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false); // the fused kernels cannot import the threaded build's shared memory
    if (await works("wasm")) {
      const fused = await wasmEngine(tf.findBackend("wasm") as unknown as WasmBackend, host);
      if (fused) return fused;
      const why = kernelsRunHere() ? "the fused kernels compute wrong products here" : "WebAssembly has no SIMD here";
      warn(`${why}: training continues without fused kernels, many times slower and with other rounding`);
      return tfjsEngine("wasm");
    }
    if (requested === "wasm") throw new Error("backend wasm does not run here: WebAssembly is missing or forbidden");
    warn("WebAssembly does not run here: training continues in plain JavaScript, about ten times slower");
  }
  if (!(tf.findBackend("cpu") instanceof MathBackendCPU) || !(await works("cpu"))) {
    throw new Error("backend cpu does not run here");
  }
  return tfjsEngine("cpu");
}

let pathsSet = false;

function setWasmPathsOnce(paths: Readonly<Record<string, string>>): void {
  if (pathsSet) return; // tfjs throws once the backend has started
  setWasmPaths(paths);
  pathsSet = true;
}

async function works(name: BackendName): Promise<boolean> {
  try {
    return await tf.setBackend(name);
  } catch {
    return false;
  }
}
