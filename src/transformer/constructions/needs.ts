import type { ModelConfig } from "../modelConfig.ts";
import { type ConstructedLayer, type Construction, type CopyTerm, type HeadSpec, SIZE } from "./construction.ts";
import { type ConstructionName, constructions, smallestModel } from "./constructions.ts";

const [UP, DOWN] = SIZE as readonly [number, number];
const UNITS_A_PRODUCT = 3;
const UNITS_A_SUM = 2;

/** The requirements of a construction on the axes of a model. */
export interface ConstructionNeeds {
  readonly layers: number;
  readonly hiddenSize: number; // a multiple of this number of heads
  readonly heads: number;
}

/** The smallest model for a construction. */
export function needsOf({ slots, layers }: Construction): ConstructionNeeds {
  const coordinates = SIZE.length + Object.values(slots).reduce((sum, slot) => sum + slot.length, 0);
  const heads = Math.max(1, ...layers.map(({ heads = [] }) => heads.length));
  const inHead = Math.max(0, ...layers.flatMap(({ heads = [] }) => heads.map(headSize)));
  const units = Math.max(0, ...layers.map(unitsOf));
  const min = Math.max(coordinates, heads * inHead, Math.ceil(units / 4));
  return { layers: layers.length, heads, hiddenSize: Math.ceil(min / heads) * heads };
}

const headSize = ({ scores, carries }: HeadSpec) => Math.max(scores.length, carries.length);

const unitsOf = (layer: ConstructedLayer): number =>
  UNITS_A_PRODUCT * (layer.products?.length ?? 0) + UNITS_A_SUM * sumsOf(layer, 1).length;

/** The sums of a layer, including the one that sets the divisor. */
export function sumsOf({ sums = [], divideBy }: ConstructedLayer, size: number): readonly CopyTerm[] {
  if (divideBy === undefined) return sums;
  return [...sums, { from: divideBy, to: UP, factor: size }, { from: divideBy, to: DOWN, factor: -size }];
}

/** Why a model does not fit a construction: the wrong setting, and one sentence. */
export interface Misfit {
  readonly path: string;
  readonly sentence: string;
}

const misfit = (name: string, problem: string): Misfit => ({
  path: `model.${name}`,
  sentence: `invalid model.${name}: ${problem}`,
});

/** The axes that every construction is made for. */
const AXES = {
  headSize: 0,
  attention: "softmax",
  attentionBias: "off",
  mlp: "on",
  activation: "gelu",
  norm: "pre",
  tokens: "interleaved",
  positions: "learned",
} as const;

/** Why a model cannot be set by hand to the construction of a name; undefined if it can. */
export function misfitOf(
  name: ConstructionName,
  dim: number,
  exemplars: number,
  config: ModelConfig,
): Misfit | undefined {
  return (
    otherAxis(config) ??
    tooSmall(config, smallestModel(name, dim, exemplars)) ??
    misfitWith(config, needsOf(constructions[name](dim, exemplars)))
  );
}

/** Why a model does not meet the needs of a construction; undefined if it does. */
export function misfitWith(config: ModelConfig, needs: ConstructionNeeds): Misfit | undefined {
  const found = otherAxis(config) ?? tooSmall(config, needs);
  if (found) return found;
  const roomNeeded = needs.hiddenSize / needs.heads;
  const room = config.hiddenSize / config.heads;
  return room < roomNeeded
    ? misfit("heads", `${config.init} needs heads of ${roomNeeded}, got ${config.heads} of ${room}`)
    : undefined;
}

function otherAxis(config: ModelConfig): Misfit | undefined {
  for (const [name, value] of Object.entries(AXES)) {
    const got = config[name as keyof typeof AXES];
    if (got !== value) return misfit(name, `${config.init} needs ${JSON.stringify(value)}, got ${JSON.stringify(got)}`);
  }
  return undefined;
}

function tooSmall(config: ModelConfig, needs: Partial<ConstructionNeeds>): Misfit | undefined {
  for (const name of ["layers", "heads", "hiddenSize"] as const) {
    const min = needs[name] ?? 0;
    if (config[name] < min) return misfit(name, `${config.init} needs at least ${min}, got ${config[name]}`);
  }
  return undefined;
}
