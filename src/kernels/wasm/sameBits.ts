import type { NamedAttrMap } from "@tensorflow/tfjs-core";
import { attentionForward, attentionGradient } from "./attentionKernels.ts";
import { addPositionsForward, addPositionsGradient, sum } from "./elementwiseKernels.ts";
import { mapValues } from "./execute.ts";
import type { FusedKernel, Layout, Shape } from "./fusedKernel.ts";
import type { KernelExports } from "./kernelExports.ts";
import { layerNormForward, layerNormGradient } from "./layerNormKernels.ts";
import { linearForward, linearGradient } from "./linearKernels.ts";
import { type WasmBackend, withScratch } from "./wasmMemory.ts";

const ROWS = 32;
const WIDTH = 44; // pairs of vectors, and one vector that is left over
const map = { x: [ROWS, 4], w: [4, WIDTH] };
const rows = { x: [ROWS, WIDTH], scale: [WIDTH] };
const attention = { batch: 2, tokens: 13, heads: 2, prefix: 11, mutual: false };
const qkv = [26, 48];
const heads = { qkv, weights: [2, 2, 13, 16], dOut: [26, 16] };

interface Call {
  readonly shapes: Readonly<Record<string, Shape>>; // of its inputs
  layout(kernels: KernelExports): Layout;
}

function call<Needed extends string, Optional extends string>(
  kernel: FusedKernel<Needed, Optional>,
  shapes: Readonly<Record<Needed, Shape> & Partial<Record<Optional, Shape>>>,
  attributes: NamedAttrMap = {},
): Call {
  return { shapes, layout: (kernels) => kernel(kernels, shapes, attributes) };
}

/** A call of each kernel that V8 may fuse, besides products. */
const CALLS: readonly Call[] = [
  call(linearForward, { ...map, b: [WIDTH] }, { activation: "gelu" }),
  call(linearForward, { ...map, b: [WIDTH] }, { activation: "gelu-tanh" }),
  call(linearGradient, { ...map, slope: [ROWS, WIDTH], dy: [ROWS, WIDTH] }, { bias: true }),
  call(attentionForward, { qkv }, { ...attention, kind: "softmax" }),
  call(attentionForward, { qkv }, { ...attention, kind: "linear" }),
  call(attentionForward, { qkv }, { ...attention, kind: "softmax", mutual: true }),
  call(attentionGradient, heads, { ...attention, kind: "softmax" }),
  call(attentionGradient, heads, { ...attention, kind: "linear" }),
  call(attentionGradient, heads, { ...attention, kind: "softmax", mutual: true }),
  call(layerNormForward, { ...rows, shift: [WIDTH] }, { epsilon: 1e-5 }),
  call(layerNormGradient, { ...rows, stats: [ROWS, 2], dy: [ROWS, WIDTH] }),
  call(sum, { a: [ROWS, WIDTH], b: [ROWS, WIDTH] }),
  call(addPositionsForward, { h: [ROWS, WIDTH], wpe: [10, WIDTH] }, { tokens: 8 }),
  call(addPositionsGradient, { dy: [ROWS, WIDTH] }, { tokens: 8, places: 10 }),
];

const REPEATS = 400; // V8 has optimised each of them after 60 to 360

/**
 * Whether the kernels besides products give the bits of `fresh` ones, which have just been compiled. V8 fuses operations
 * when it optimises a kernel that is called often, so the first calls of a fresh one do what is written. About 20 ms.
 */
export function haveSameBits(backend: WasmBackend, kernels: KernelExports, fresh: KernelExports): boolean {
  return CALLS.every((each) => {
    const expected = bitsOf(backend, fresh, each, 1);
    return bitsOf(backend, kernels, each, REPEATS).every((bits, k) => bits === expected[k]);
  });
}

/** The bits that a call writes when it is repeated on the same numbers. */
function bitsOf(backend: WasmBackend, kernels: KernelExports, { shapes, layout }: Call, repeats: number): Uint32Array {
  const { outputs, scratch = 0, run } = layout(kernels);
  const floats = (shape: Shape) => shape.reduce((product, n) => product * n, 1);
  const count = [...Object.values(shapes), ...outputs].reduce((total, shape) => total + floats(shape), 0);
  return withScratch(backend, 4 * count + scratch, (start) => {
    const { buffer } = backend.wasm.asm.memory;
    let end = start;
    const place = (shape: Shape) => {
      const address = end;
      end += 4 * floats(shape);
      return address;
    };
    const numbers = new Float32Array(buffer, start, count);
    for (let k = 0; k < count; k++) numbers[k] = ((k * 7) % 2003) / 500 - 2;
    const from = mapValues(shapes, place);
    const results = end;
    const to = outputs.map(place);
    for (let k = 0; k < repeats; k++) run(from, to, end);
    return new Uint32Array(buffer, results, (end - results) / 4).slice();
  });
}
