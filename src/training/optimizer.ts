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
  const moved = adam(state.parameters, gradient, state, step, config.learningRate * scale);
  if (config.optimizer === "adam") return { step, parameters: moved.parameters, ...moved.state };
  const places = matrixPlaces(specs);
  const directions: FlatMatrix[] = [];
  for (const { from, to, rows, columns } of places) {
    const { direction, momentum } = muonDirection(gradient.subarray(from, to), state.first.subarray(from, to));
    moved.state.first.set(momentum, from);
    moved.state.second.fill(0, from, to);
    directions.push({ rows, columns, values: direction });
  }
  const updates = await orthogonalize(directions);
  places.forEach((place, k) => {
    const size = muonStep(config.matrixRate * scale, place);
    const along = updates[k] as Float32Array;
    for (let j = 0; j < along.length; j++) {
      const at = place.from + j;
      moved.parameters[at] = (state.parameters[at] as number) - size * (along[j] as number);
    }
  });
  return { step, parameters: moved.parameters, ...moved.state };
}

/** Where in the flat parameters the blocks' matrices are. */
function matrixPlaces(specs: readonly ParameterSpec[]): { from: number; to: number; rows: number; columns: number }[] {
  const places = [];
  let from = 0;
  for (const { shape, role } of specs) {
    const to = from + sizeOf(shape);
    const [rows, columns] = shape;
    if (role === "matrix" && rows !== undefined && columns !== undefined) places.push({ from, to, rows, columns });
    from = to;
  }
  return places;
}
