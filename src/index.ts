// biome-ignore-all assist/source/organizeImports: the public surface, in the order the data flow

export { type Random, randomAt } from "./numerics/random.ts";
export {
  type Bootstrap,
  bootstrap,
  mean,
  median,
  spearman,
  type Summary,
  summarizeMedian,
} from "./numerics/statistics.ts";

export { answersOf, type PromptBatch, queriesOf, sliceBatch } from "./prompts/prompt.ts";
export { type LinearPrompts, sampleLinear } from "./prompts/linear.ts";

export type { Learner, LearnerFamily, LearnerLaw } from "./algorithms/learner.ts";
export { zero } from "./algorithms/zero.ts";
export { averaging } from "./algorithms/averaging.ts";
export { ols } from "./algorithms/ols.ts";
export { ridge } from "./algorithms/ridge.ts";
export { bayes } from "./algorithms/bayes.ts";
export { gradientDescent } from "./algorithms/gradientDescent.ts";
export { sgd } from "./algorithms/sgd.ts";
export { type LinearAttentionOptimum, linearAttentionOptimum } from "./algorithms/linearAttentionOptimum.ts";
export { nearestNeighbors } from "./algorithms/nearestNeighbors.ts";

export { atPosition, overPositions, squaredDifference } from "./metrics/squaredDifference.ts";
export { impliedWeights, weightDistance } from "./metrics/impliedWeights.ts";
export { positionsIn, type PositionSet } from "./metrics/positions.ts";
export { nearest } from "./metrics/nearest.ts";
export { effectiveLambda } from "./metrics/effectiveLambda.ts";

export { constructions } from "./transformer/constructions/constructions.ts";

export { type Checkpoint, decodeCheckpoint } from "./experiments/checkpoint.ts";
export { type Inside, lookInside } from "./experiments/inside.ts";
export type { Metric, Row, RowPlace } from "./experiments/row.ts";
export { type ExperimentRecord, parseRecord } from "./experiments/record.ts";

export type { PlotOptions } from "./plots/plotOptions.ts";
export { agreementByExemplars } from "./plots/agreementByExemplars.ts";
export { agreementByStep } from "./plots/agreementByStep.ts";
export { errorByExemplars } from "./plots/errorByExemplars.ts";
export { lossByStep } from "./plots/lossByStep.ts";
export { agreementByNoise } from "./plots/agreementByNoise.ts";
export { capacityByDim } from "./plots/capacityByDim.ts";
export { agreementBySize } from "./plots/agreementBySize.ts";
export { linearityByExemplars } from "./plots/linearityByExemplars.ts";
export { lambdaByStep } from "./plots/lambdaByStep.ts";
export { riskByTask } from "./plots/riskByTask.ts";
export { errorByScale } from "./plots/errorByScale.ts";
export { probeByLayer } from "./plots/probeByLayer.ts";
export { probeAttention } from "./plots/probeAttention.ts";
export { heightOfHeatMap, heatMap, type HeatMap } from "./plots/heatMap.ts";
