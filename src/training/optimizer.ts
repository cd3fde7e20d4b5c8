import { type ParameterSpec, sizeOf } from "../transformer/parameters.ts";
import { type AdamState, adam } from "./adam.ts";
import { type FlatMatrix, muonDirection, muonStep } from "./muon.ts";
import { rateScale } from "./schedule.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** The state of a training after `step` updates: parameters and the running means of the optimiser (`first` is also Muon's momentum). */
export interface TrainingState extends AdamState {
  readonly step: number;
  readonly parameters: Float32Array;
}

/** Orthogonalises matrices, here or on replicas: the numbers are the same everywhere. */
export type Orthogonalizer = (matrices: readonly FlatMatrix[]) => Promise<readonly Float32Array[]>;

/** The state before the first step: running means are zero. */
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
  const n = gradient.length;
  const next = { step, parameters: new Float32Array(n), first: new Float32Array(n), second: new Float32Array(n) };
  const adamRate = config.learningRate * scale;
  if (config.optimizer === "adam") {
    adam(state.parameters, gradient, state, step, adamRate, config, next);
    return next;
  }
  const matrices: (Place & FlatMatrix)[] = [];
  for (const place of placesOf(specs)) {
    const [now, then] = [partOf(state, place), partOf(next, place)];
    const g = gradient.subarray(place.from, place.to);
    if (place.matrix) {
      const direction = then.parameters; // temporarily; the parameters overwrite it
      muonDirection(g, config.momentum, now.first, then.first, direction);
      matrices.push({ ...place, ...place.matrix, values: direction });
    } else adam(now.parameters, g, now, step, adamRate, config, then);
  }
  const updates = await orthogonalize(matrices.map(({ rows, columns, values }) => ({ rows, columns, values })));
  matrices.forEach((matrix, k) => {
    const size = muonStep(config.matrixRate * scale, matrix);
    const along = updates[k] as Float32Array;
    const [now, then] = [partOf(state, matrix), partOf(next, matrix)];
    for (let j = 0; j < along.length; j++) {
      then.parameters[j] = (now.parameters[j] as number) - size * (along[j] as number);
    }
  });
  return next;
}

/** One tensor's part of a state. */
function partOf({ parameters, first, second }: Omit<TrainingState, "step">, { from, to }: Place) {
  return {
    parameters: parameters.subarray(from, to),
    first: first.subarray(from, to),
    second: second.subarray(from, to),
  };
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
