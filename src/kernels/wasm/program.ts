import * as tf from "@tensorflow/tfjs-core";
import { allocateSpans, type Lifetime } from "./arrange.ts";
import { type Call, mapValues, traceCalls } from "./perform.ts";
import { addressOf, allocate, type WasmBackend } from "./wasmMemory.ts";

/**
 * Fused kernels recorded once and run again on other numbers: the same calls, so the same bits, without tfjs's
 * bookkeeping of tensors and gradients, and in memory of their own that is laid out beforehand.
 */
export interface Program {
  /** Fills the inputs from blocks of numbers, one after another; gives the outputs' numbers, one after another. */
  run(...blocks: readonly Float32Array[]): Float32Array;
  dispose(): void;
}

/**
 * Records what `compute` makes of the inputs. Throws unless all of it is done by fused kernels: what tfjs's own kernels
 * do on the way would be missing from the program.
 */
export function compile(inputs: readonly tf.Tensor[], compute: () => readonly tf.Tensor[]): Program {
  let program: Program | undefined;
  tf.tidy(() => {
    let outputs: readonly tf.Tensor[] = [];
    const calls = traceCalls(() => {
      outputs = compute();
    });
    const made = new Set<object>(inputs.map((tensor) => tensor.dataId));
    for (const call of calls) {
      for (const [name, data] of Object.entries(call.inputs)) {
        if (!made.has(data)) throw new Error(`a program's input ${name} was made by no fused kernel`);
      }
      for (const data of call.outputs) made.add(data);
    }
    if (!outputs.every((tensor) => made.has(tensor.dataId))) {
      throw new Error("a program's output was made by no fused kernel");
    }
    program = programOf(calls, inputs, outputs);
  });
  return program as Program;
}

function programOf(calls: readonly Call[], inputs: readonly tf.Tensor[], outputs: readonly tf.Tensor[]): Program {
  const backend = tf.backend() as unknown as WasmBackend;
  const places = new Map<object, number>(); // where each datum lies in the program's memory, in bytes
  let fixed = 0;
  for (const { dataId, size } of [...inputs, ...outputs]) {
    places.set(dataId, fixed);
    fixed += 4 * size;
  }
  const sizeOfOutputs = outputs.reduce((sum, { size }) => sum + size, 0);
  const sizeOfInputs = fixed / 4 - sizeOfOutputs;
  const { offsets, bytes } = allocateSpans(spansOf(calls, places));
  for (const [data, offset] of offsets) places.set(data, roundUp(fixed) + offset);
  const scratchAt = roundUp(fixed) + bytes;
  const scratch = Math.max(0, ...calls.map(({ layout }) => layout.scratch ?? 0));
  const memory = allocate(backend, Math.ceil((scratchAt + scratch) / 4));
  const begin = addressOf(backend, memory);
  const place = (data: object) => begin + (places.get(data) as number);
  const steps = calls.map(({ layout, inputs, outputs }) => {
    const at = mapValues(inputs, place);
    const to = outputs.map(place);
    return () => layout.run(at, to, begin + scratchAt);
  });
  return {
    run(...blocks) {
      const numbers = () => new Float32Array(backend.wasm.asm.memory.buffer, begin);
      const given = blocks.reduce((sum, { length }) => sum + length, 0);
      if (given !== sizeOfInputs) throw new Error(`a program wanted ${sizeOfInputs} numbers, got ${given}`);
      const heap = numbers();
      let offset = 0;
      for (const block of blocks) {
        heap.set(block, offset);
        offset += block.length;
      }
      for (const step of steps) step();
      return numbers().slice(sizeOfInputs, sizeOfInputs + sizeOfOutputs);
    },
    dispose: () => void backend.disposeData(memory.dataId),
  };
}

/** Which data have to be kept from which call to which, those that have a place already left out. */
function spansOf(calls: readonly Call[], placed: ReadonlyMap<object, number>): Map<object, Lifetime> {
  const spans = new Map<object, Lifetime>();
  calls.forEach(({ layout, inputs, outputs }, k) => {
    outputs.forEach((data, n) => {
      const size = (layout.outputs[n] ?? []).reduce((product, length) => product * length, 4);
      if (!placed.has(data)) spans.set(data, { first: k, last: k, bytes: roundUp(size) });
    });
    for (const data of Object.values(inputs)) {
      const span = spans.get(data);
      if (span) spans.set(data, { ...span, last: k });
    }
  });
  return spans;
}

/** The next whole cache line. */
const roundUp = (bytes: number) => Math.ceil(bytes / 64) * 64;
