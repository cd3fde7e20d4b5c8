import { getKernel, registerKernel, type TensorInfo, unregisterKernel } from "@tensorflow/tfjs-core";
import type { FusedName } from "../runFused.ts";
import { attentionForward, attentionGradient } from "./attentionKernels.ts";
import type { FusedKernel } from "./fusedKernel.ts";
import { instantiateKernels, kernelsRunHere } from "./kernelExports.ts";
import { layerNormForward, layerNormGradient } from "./layerNormKernels.ts";
import { linearForward, linearGradient } from "./linearKernels.ts";
import { orthogonalizeOne } from "./orthogonalizeKernel.ts";
import { readAtForward, readAtGradient } from "./readAtKernels.ts";
import { shareIdentity } from "./shareIdentity.ts";
import type { WasmBackend } from "./wasmMemory.ts";

const fusedKernels = {
  IclLinear: linearForward,
  IclLinearGradient: linearGradient,
  IclLayerNorm: layerNormForward,
  IclLayerNormGradient: layerNormGradient,
  IclAttention: attentionForward,
  IclAttentionGradient: attentionGradient,
  IclReadAt: readAtForward,
  IclReadAtGradient: readAtGradient,
  IclOrthogonalize: orthogonalizeOne,
} as Readonly<Record<FusedName, FusedKernel<string>>>;

const registered = new WeakSet<object>();

/** Puts the fused kernels into tfjs's WASM backend, inside its memory. False where this machine's WASM has no SIMD. */
export async function registerFusedKernels(backend: WasmBackend): Promise<boolean> {
  if (!kernelsRunHere()) return false;
  if (registered.has(backend)) return true;
  const kernels = await instantiateKernels(backend.wasm.asm.memory);
  for (const [kernelName, run] of Object.entries(fusedKernels)) {
    if (getKernel(kernelName, "wasm")) unregisterKernel(kernelName, "wasm"); // of a backend that is gone
    registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) => run(kernels, backend, inputs as Record<string, TensorInfo>, attrs ?? {}),
    });
  }
  unregisterKernel("Identity", "wasm");
  registerKernel({
    kernelName: "Identity",
    backendName: "wasm",
    kernelFunc: ({ inputs }) => shareIdentity(backend, inputs.x as TensorInfo),
  });
  registered.add(backend);
  return true;
}
