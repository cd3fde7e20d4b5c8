import {
  getKernel,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from "@tensorflow/tfjs-core";
import { checkTensor } from "../checkShape.ts";
import type { FusedName } from "../runFused.ts";
import { attentionForward, attentionGradient } from "./attentionKernels.ts";
import {
  addPositionsForward,
  addPositionsGradient,
  squaredErrorForward,
  squaredErrorGradient,
  sum,
} from "./elementwiseKernels.ts";
import type { FusedKernel } from "./fusedKernel.ts";
import { instantiateKernels, kernelsRunHere } from "./kernelExports.ts";
import { layerNormForward, layerNormGradient } from "./layerNormKernels.ts";
import { linearForward, linearGradient } from "./linearKernels.ts";
import { orthogonalizeOne } from "./orthogonalizeKernel.ts";
import { execute, mapValues } from "./perform.ts";
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
  IclAddPositions: addPositionsForward,
  IclAddPositionsGradient: addPositionsGradient,
  IclSquaredError: squaredErrorForward,
  IclSquaredErrorGradient: squaredErrorGradient,
} as Readonly<Record<FusedName, FusedKernel<string>>>;

const registered = new WeakSet<object>();

/** tfjs's own addition: of a gradient's parts too, which it adds by itself. */
let tfjsAdd: KernelConfig | undefined;

/** Puts the fused kernels into tfjs's WASM backend, inside its memory. False where this machine's WASM has no SIMD. */
export async function registerFusedKernels(backend: WasmBackend): Promise<boolean> {
  if (!kernelsRunHere()) return false;
  if (registered.has(backend)) return true;
  const kernels = await instantiateKernels(backend.wasm.asm.memory);
  for (const [kernelName, kernel] of Object.entries(fusedKernels)) {
    replaceKernel(kernelName, ({ inputs, attrs }) => {
      const given = inputs as Record<string, TensorInfo>;
      for (const [name, tensor] of Object.entries(given)) checkTensor(kernelName, name, tensor, tensor.shape);
      return execute(
        backend,
        kernel(
          kernels,
          mapValues(given, (tensor) => tensor.shape),
          attrs ?? {},
        ),
        given,
      );
    });
  }
  replaceKernel("Identity", ({ inputs }) => shareIdentity(backend, inputs.x as TensorInfo));
  tfjsAdd ??= getKernel("Add", "wasm") as KernelConfig;
  const { kernelFunc: addAnything, setupFunc } = tfjsAdd;
  const addAlike: KernelConfig["kernelFunc"] = (call) => {
    const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
    const alike = a.dtype === "float32" && b.dtype === "float32" && util.arraysEqual(a.shape, b.shape);
    if (!alike) return addAnything(call);
    return execute(backend, sum(kernels, { a: a.shape, b: b.shape }, {}), { a, b })[0] as TensorInfo;
  };
  replaceKernel("Add", addAlike, setupFunc);
  registered.add(backend);
  return true;
}

function replaceKernel(
  kernelName: string,
  kernelFunc: KernelConfig["kernelFunc"],
  setupFunc: KernelConfig["setupFunc"] = () => {},
): void {
  if (getKernel(kernelName, "wasm")) unregisterKernel(kernelName, "wasm");
  registerKernel({ kernelName, backendName: "wasm", kernelFunc, setupFunc });
}
