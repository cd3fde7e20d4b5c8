import {
  getKernel,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from "@tensorflow/tfjs-core";
import { checkTensor } from "../checkShape.ts";
import type { Engine } from "../engine.ts";
import type { EngineHost } from "../engineHost.ts";
import { fusedOperations } from "../fused/fusedOperations.ts";
import type { FusedName } from "../fused/runFused.ts";
import { readTensors } from "../readback.ts";
import { attentionForward, attentionGradient } from "./attentionKernels.ts";
import { chooseTiles } from "./chooseTiles.ts";
import {
  addPositionsForward,
  addPositionsGradient,
  squaredErrorForward,
  squaredErrorGradient,
  sum,
} from "./elementwiseKernels.ts";
import { execute, mapValues } from "./execute.ts";
import type { FusedKernel } from "./fusedKernel.ts";
import { instantiateKernels, type KernelExports, kernelsRunHere } from "./kernelExports.ts";
import { layerNormForward, layerNormGradient } from "./layerNormKernels.ts";
import { linearForward, linearGradient } from "./linearKernels.ts";
import { orthogonalizeOne } from "./orthogonalizeKernel.ts";
import { program } from "./program.ts";
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
  Add: sum,
} as Readonly<Record<FusedName | "Add", FusedKernel<string>>>;

/** tfjs's own addition, which tfjs also uses to add up the parts of a gradient. */
let tfjsAdd: KernelConfig | undefined;

const started = new WeakMap<WasmBackend, Promise<Engine | undefined>>();

/**
 * The engine of the fused kernels, inside the memory of tfjs's WASM backend; undefined if they do not run here: WebAssembly
 * has no SIMD, or they are wrong here.
 */
export async function wasmEngine(backend: WasmBackend, host: EngineHost): Promise<Engine | undefined> {
  if (!kernelsRunHere()) return undefined;
  const engine = started.get(backend) ?? startKernels(backend, host);
  started.set(backend, engine);
  return engine;
}

async function startKernels(backend: WasmBackend, host: EngineHost): Promise<Engine | undefined> {
  const kernels = await chooseTiles(backend, (copy) => instantiateKernels(backend.wasm.asm.memory, copy), host);
  return kernels && newEngine(backend, kernels);
}

function newEngine(backend: WasmBackend, kernels: KernelExports): Engine {
  registerFusedKernels(backend, kernels);
  return {
    name: "wasm",
    operations: fusedOperations,
    read: readTensors,
    compile(trace) {
      const layouts = trace.calls.map(({ kernel, inputs, attributes }) =>
        fusedKernels[kernel as FusedName](
          kernels,
          mapValues(inputs, ({ shape }) => shape),
          attributes,
        ),
      );
      return program(backend, trace, layouts);
    },
  };
}

/** Registers the fused kernels with tfjs's WASM backend. */
function registerFusedKernels(backend: WasmBackend, kernels: KernelExports): void {
  const run = (name: keyof typeof fusedKernels, inputs: Readonly<Record<string, TensorInfo>>, attributes = {}) =>
    execute(backend, kernels, { name, kernel: fusedKernels[name], attributes, inputs });
  tfjsAdd ??= getKernel("Add", "wasm") as KernelConfig;
  const { kernelFunc: addAnything, setupFunc } = tfjsAdd;
  for (const name of Object.keys(fusedKernels) as (keyof typeof fusedKernels)[]) {
    if (name === "Add") continue;
    replaceKernel(name, ({ inputs, attrs }) => {
      const byName = inputs as Record<string, TensorInfo>;
      for (const [input, tensor] of Object.entries(byName)) checkTensor(name, input, tensor, tensor.shape);
      return run(name, byName, attrs);
    });
  }
  replaceKernel("Identity", ({ inputs }) => shareIdentity(backend, inputs.x as TensorInfo));
  const addAlike: KernelConfig["kernelFunc"] = (call) => {
    const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
    const alike = a.dtype === "float32" && b.dtype === "float32" && util.arraysEqual(a.shape, b.shape);
    return alike ? (run("Add", { a, b })[0] as TensorInfo) : addAnything(call);
  };
  replaceKernel("Add", addAlike, setupFunc);
}

function replaceKernel(
  kernelName: string,
  kernelFunc: KernelConfig["kernelFunc"],
  setupFunc: KernelConfig["setupFunc"] = () => {},
): void {
  if (getKernel(kernelName, "wasm")) unregisterKernel(kernelName, "wasm");
  registerKernel({ kernelName, backendName: "wasm", kernelFunc, setupFunc });
}
