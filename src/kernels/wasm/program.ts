import type { Program } from "../engine.ts";
import type { Data, Trace } from "../trace.ts";
import { allocateSpans, type Lifetime } from "./arrange.ts";
import { mapValues } from "./execute.ts";
import type { Layout } from "./fusedKernel.ts";
import { addressOf, allocate, type WasmBackend } from "./wasmMemory.ts";

/** A recorded computation with its own memory, laid out in advance; `layouts` has one layout per call. */
export function program(backend: WasmBackend, { inputs, calls, outputs }: Trace, layouts: readonly Layout[]): Program {
  const places = new Map<object, number>(); // the offset of each datum in the program's memory, in bytes
  let fixed = 0;
  for (const data of [...inputs, ...outputs]) {
    places.set(data.key, fixed);
    fixed += 4 * sizeOf(data);
  }
  const sizeOfOutputs = outputs.reduce((sum, data) => sum + sizeOf(data), 0);
  const sizeOfInputs = fixed / 4 - sizeOfOutputs;
  const { offsets, bytes } = allocateSpans(lifetimes(calls, places));
  for (const [key, offset] of offsets) places.set(key, roundUp(fixed) + offset);
  const scratchAt = roundUp(fixed) + bytes;
  const scratch = Math.max(0, ...layouts.map(({ scratch = 0 }) => scratch));
  const memory = allocate(backend, Math.ceil((scratchAt + scratch) / 4));
  const begin = addressOf(backend, memory);
  const place = ({ key }: Data) => begin + (places.get(key) as number);
  const steps = calls.map(({ inputs, outputs }, k) => {
    const at = mapValues(inputs, place);
    const to = outputs.map(place);
    return () => (layouts[k] as Layout).run(at, to, begin + scratchAt);
  });
  return {
    async run(...blocks) {
      const numbers = () => new Float32Array(backend.wasm.asm.memory.buffer, begin);
      const total = blocks.reduce((sum, { length }) => sum + length, 0);
      if (total !== sizeOfInputs) throw new Error(`a program expected ${sizeOfInputs} numbers, got ${total}`);
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

/** The first and the last call that need each datum, except for those already placed. */
function lifetimes(calls: Trace["calls"], placed: ReadonlyMap<object, number>): Map<object, Lifetime> {
  const lifetimes = new Map<object, Lifetime>();
  calls.forEach(({ inputs, outputs }, k) => {
    for (const data of outputs) {
      if (placed.has(data.key)) continue;
      lifetimes.set(data.key, { first: k, last: k, bytes: roundUp(4 * sizeOf(data)) });
    }
    for (const { key } of Object.values(inputs)) {
      const lifetime = lifetimes.get(key);
      if (lifetime) lifetimes.set(key, { ...lifetime, last: k });
    }
  });
  return lifetimes;
}

const sizeOf = ({ shape }: Data): number => shape.reduce((product, side) => product * side, 1);

/** Rounds up to a complete cache line. */
const roundUp = (bytes: number) => Math.ceil(bytes / 64) * 64;
