import { type ParameterSpec, sizeOf } from "../transformer/parameters.ts";
import { type AdamState, adam } from "./adam.ts";
import { type FlatMatrix, muonDirection, muonStep } from "./muon.ts";
import { rateScale } from "./schedule.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** All that moves: parameters and the optimiser's running means (Muon keeps its momentum in `first`), after `step` updates. */
export interface TrainingState extends AdamState {
  readonly step: number;
  readonly parameters: Float32Array;
}

/** Orthogonalises matrices, here or on replicas: the same numbers wherever it is done. */
export type Orthogonalizer = (matrices: readonly FlatMatrix[]) => Promise<readonly Float32Array[]>;

/** Before the first step: running means of zero. */
export function initialState(parameters: Float32Array): TrainingState {
  const n = parameters.length;
  return { step: 0, parameters, first: new Float32Array(n), second: new Float32Array(n) };
}

/** The state after one more update along a gradient, already clipped. A pure function of its arguments. */
export async function update(
  state: TrainingState,
  gradient: Float32Array,
  specs: readonly ParameterSpec[],
  config: TrainingConfig,
  orthogonalize: Orthogonalizer,
): Promise<TrainingState> {
  const step = state.step + 1;
  const scale = rateScale(config, step);
  const rate = config.learningRate * scale;
  if (config.optimizer === "adam") {
    const moved = adam(state.parameters, gradient, state, step, rate);
    return { step, parameters: moved.parameters, ...moved.state };
  }
  const n = gradient.length;
  const next = { step, parameters: new Float32Array(n), first: new Float32Array(n), second: new Float32Array(n) };
  const matrices: (Place & FlatMatrix)[] = [];
  for (const place of placesOf(specs)) {
    const { from, to } = place;
    const [parameters, g, first, second] = [state.parameters, gradient, state.first, state.second].map((all) =>
      all.subarray(from, to),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    if (place.matrix) {
      const { direction, momentum } = muonDirection(g, first);
      next.first.set(momentum, from); // and nothing in `second`
      matrices.push({ ...place, ...place.matrix, values: direction });
    } else {
      const moved = adam(parameters, g, { first, second }, step, rate);
      next.parameters.set(moved.parameters, from);
      next.first.set(moved.state.first, from);
      next.second.set(moved.state.second, from);
    }
  }
  const updates = await orthogonalize(matrices.map(({ rows, columns, values }) => ({ rows, columns, values })));
  matrices.forEach((matrix, k) => {
    const size = muonStep(config.matrixRate * scale, matrix);
    const along = updates[k] as Float32Array;
    for (let j = 0; j < along.length; j++) {
      const at = matrix.from + j;
      next.parameters[at] = (state.parameters[at] as number) - size * (along[j] as number);
    }
  });
  return next;
}

/** Where a tensor lies in the flat parameters, and its sides if it is a matrix of the blocks. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly matrix?: Pick<FlatMatrix, "rows" | "columns">;
}

function placesOf(specs: readonly ParameterSpec[]): Place[] {
  let from = 0;
  return specs.map(({ shape, role }) => {
    const [begin, to] = [from, from + sizeOf(shape)];
    from = to;
    const [rows, columns] = shape;
    const isMatrix = role === "matrix" && rows !== undefined && columns !== undefined;
    return isMatrix ? { from: begin, to, matrix: { rows, columns } } : { from: begin, to };
  });
}
