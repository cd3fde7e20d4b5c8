import { type ParameterSpec, sizeOf } from "../transformer/parameters.ts";
import { type AdamState, adam } from "./adam.ts";
import { muon } from "./muon.ts";
import { rateScale } from "./schedule.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** All that moves: parameters and the optimiser's running means (Muon keeps its momentum in `first`), after `step` updates. */
export interface TrainingState extends AdamState {
  readonly step: number;
  readonly parameters: Float32Array;
}

/** Before the first step: running means of zero. */
export function initialState(parameters: Float32Array): TrainingState {
  const n = parameters.length;
  return { step: 0, parameters, first: new Float32Array(n), second: new Float32Array(n) };
}

/** The state after one more update along a gradient, already clipped. A pure function of its arguments. */
export function update(
  state: TrainingState,
  gradient: Float32Array,
  specs: readonly ParameterSpec[],
  config: TrainingConfig,
): TrainingState {
  const step = state.step + 1;
  const scale = rateScale(config, step);
  const moved = adam(state.parameters, gradient, state, step, config.learningRate * scale);
  if (config.optimizer === "adam") return { step, parameters: moved.parameters, ...moved.state };
  for (const group of matricesByShape(specs)) {
    const [rows, columns] = group.shape;
    const next = muon(
      gather(state.parameters, group),
      gather(gradient, group),
      gather(state.first, group),
      [group.offsets.length, rows, columns],
      config.matrixRate * scale,
    );
    scatter(next.parameters, moved.parameters, group);
    scatter(next.momentum, moved.state.first, group);
    for (const offset of group.offsets) moved.state.second.fill(0, offset, offset + rows * columns);
  }
  return { step, parameters: moved.parameters, ...moved.state };
}

interface Group {
  readonly shape: readonly [rows: number, columns: number];
  readonly offsets: readonly number[]; // where each matrix begins in a flat array
}

/** The blocks' matrices, those of one shape together, so that one product serves them all. */
function matricesByShape(specs: readonly ParameterSpec[]): Group[] {
  const groups = new Map<string, { shape: [number, number]; offsets: number[] }>();
  let offset = 0;
  for (const { shape, role } of specs) {
    if (role === "matrix") {
      const key = shape.join("×");
      const group = groups.get(key) ?? { shape: shape as [number, number], offsets: [] };
      group.offsets.push(offset);
      groups.set(key, group);
    }
    offset += sizeOf(shape);
  }
  return [...groups.values()];
}

function gather(flat: Float32Array, { shape, offsets }: Group): Float32Array {
  const size = sizeOf(shape);
  const gathered = new Float32Array(offsets.length * size);
  offsets.forEach((offset, k) => {
    gathered.set(flat.subarray(offset, offset + size), k * size);
  });
  return gathered;
}

function scatter(gathered: Float32Array, flat: Float32Array, { shape, offsets }: Group): void {
  const size = sizeOf(shape);
  offsets.forEach((offset, k) => {
    flat.set(gathered.subarray(k * size, (k + 1) * size), offset);
  });
}
