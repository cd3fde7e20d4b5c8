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

export {
  answersOf,
  type HalfspaceTask,
  lastOf,
  type LinearTask,
  type PromptBatch,
  type PromptContext,
  queriesOf,
  sliceBatch,
  type Task,
} from "./prompts/prompt.ts";
export { drawPrompts, type PromptStream } from "./prompts/drawPrompts.ts";
export { type LinearPrompts, sampleLinear } from "./tasks/linear.engine.ts";
export { type ConceptPrompts, sampleConcept } from "./tasks/concept.engine.ts";
export { type DocumentPrompts, sampleDocument } from "./tasks/document.engine.ts";
export { type Drift, type DriftSettings, type LabelledPairs, sampleDrift } from "./retrieval/drift.ts";
export { type HalfspacePrompts, sampleHalfspace } from "./tasks/halfspace.engine.ts";
export { flipLabels } from "./prompts/flipLabels.ts";
export {
  type Boundary,
  exchangeSymbols,
  type SymbolKind,
  type SymbolPrompts,
  sampleSymbols,
} from "./tasks/symbols.engine.ts";

export type { Learner, LearnerLaw } from "./algorithms/learner.ts";
export { type LearnerIdentity, type OnlineState, onlineLearner } from "./algorithms/online.ts";
export { zero } from "./algorithms/zero.engine.ts";
export { averaging } from "./algorithms/averaging.engine.ts";
export { ols } from "./algorithms/ols.engine.ts";
export { lasso } from "./algorithms/lasso.engine.ts";
export { ridge } from "./algorithms/ridge.engine.ts";
export { bayes } from "./tasks/linear.bayes.ts";
export { type ConceptTask, conceptBayes } from "./tasks/concept.bayes.ts";
export { halfspaceBayes } from "./tasks/halfspace.bayes.ts";
export { halfplaneBayes } from "./tasks/symbols.bayes.ts";
export { type DocumentTask, documentBayes } from "./tasks/document.bayes.ts";
export { sparseBayes, type SparseTask } from "./tasks/sparse.bayes.ts";
export { type SparsePrompts, sampleSparse } from "./tasks/sparse.engine.ts";
export { prior } from "./algorithms/prior.engine.ts";
export { gradientDescent } from "./algorithms/gradientDescent.engine.ts";
export { sgd } from "./algorithms/sgd.engine.ts";
export {
  type LinearAttentionOptimum,
  linearAttentionOptimum,
} from "./experiments/vonOswald2022/linearAttentionOptimum.ts";
export { type NeighborWeights, nearestNeighbors } from "./algorithms/nearestNeighbors.engine.ts";
export { centroids } from "./algorithms/classifiers/centroids.engine.ts";
export { coordinateSum } from "./algorithms/classifiers/coordinateSum.engine.ts";
export { ridgeClassifier } from "./algorithms/classifiers/ridgeClassifier.engine.ts";
export type {
  ChoiceSetting,
  NumberSetting,
  SettingDefinition,
  SettingDefinitions,
  SettingsOf,
  ValueOf,
} from "./tasks/setting.ts";
export { integer, number, oneOf, shared as linearSettings } from "./tasks/setting.ts";
export { type Conflict, type TaskEngine, type TaskFamily, taskFamily } from "./tasks/taskFamily.ts";
export { allFamilies } from "./tasks/families.ts";
export { addTaskFamily } from "./extensions/addTaskFamily.ts";
export { type FamilyId, type PromptSettings, taskFamilies } from "./tasks/tasks.ts";
export { samplePrompts } from "./tasks/samplePrompts.ts";
export { type LearnerTask, learnerById, type TaskOf } from "./tasks/learnerById.ts";
export type { AlgorithmTask } from "./algorithms/algorithmTask.ts";
export {
  type Algorithm,
  type AlgorithmEngine,
  type AlgorithmStyle,
  algorithm,
  type MarkerShape,
  positiveNumbers,
} from "./algorithms/algorithm.ts";
export { algorithms, allAlgorithms } from "./algorithms/algorithms.ts";
export type { UsedFile } from "./extensions/loadedFiles.ts";
export { addAlgorithm } from "./extensions/addAlgorithm.ts";
export { comparedIds, paperLegend } from "./algorithms/learnerSets.ts";

export {
  type PredictiveReranker,
  type PredictiveTraining,
  predictiveRetriever,
  trainPredictiveReranker,
} from "./retrieval/predictiveReranker.ts";
export { type WindowAnswers, EMPTY_DOCUMENT, type ReadingSettings, readStream } from "./retrieval/readStream.ts";
export { topK, similarities } from "./retrieval/similarity.ts";
export {
  similarityRetriever,
  type CandidateSettings,
  candidatesAt,
  errorOf,
  type RetrieverInput,
  oracleRetriever,
  type Retriever,
  randomRetriever,
  readWithRetriever,
  zeroShotReranker,
} from "./retrieval/retrievers.ts";

export { spd } from "./metrics/spd.ts";
export { atPosition, overPositions, squaredDifference } from "./metrics/squaredDifference.ts";
export { type ImpliedWeights, impliedWeights, weightDistance } from "./metrics/impliedWeights.ts";
export { sameSign } from "./metrics/accuracy.ts";
export { positionsIn, type PositionSet } from "./metrics/positions.ts";
export { type Nearest, nearest } from "./metrics/nearest.ts";
export { effectiveLambda } from "./metrics/effectiveLambda.ts";

export type { ModelConfig } from "./transformer/modelConfig.ts";
export type {
  CopyTerm,
  ConstructedLayer,
  Construction,
  HeadSpec,
  ProductTerm,
  Position,
  Approximation,
  ScoreTerm,
  Coordinates,
} from "./transformer/constructions/construction.ts";
export { type ConstructionName, constructions } from "./transformer/constructions/constructions.ts";

export type { TrainingConfig } from "./training/trainingConfig.ts";
export type { TrainingState } from "./training/optimizer.ts";
export type { Port } from "./training/remoteReplica.ts";

export type { ProbeKind } from "./training/probeTask.ts";

export { type Config, ConfigError, defaults, type Setting } from "./config/schema.ts";
export { difference, parseConfig, withSettings } from "./config/config.ts";
export { type Preset, presetConfig, presets } from "./config/presets.ts";
export type { Host, HostOptions } from "./checkpoints/host.ts";
export type { EngineHost } from "./kernels/engineHost.ts";
export { type RunOptions, run } from "./runs/trainRun.ts";
export type {
  ChangedEvent,
  CheckpointEvent,
  DoneEvent,
  RowsEvent,
  RunEvent,
  RunResult,
  StepEvent,
  StoppedEvent,
} from "./runs/runEvent.ts";
export {
  type Checkpoint,
  type DecodeOptions,
  decodeCheckpoint,
  decodeParameters,
  type FileLayout,
  encodeCheckpoint,
  parametersSha256,
} from "./checkpoints/checkpoint.ts";
export { openLearner } from "./checkpoints/openLearner.ts";
export type { ComparisonSummary } from "./comparison/comparisonSummary.ts";
export { type Comparison, type ComparisonResult, compareOnPrompts } from "./runs/compareCheckpoint.ts";
export { type Axis, type GridPoint, gridPoints } from "./config/grid.ts";
export { type LayerTrace, traceLayers } from "./inspect/traceLayers.ts";
export {
  parseRows,
  type Row,
  type RowPlace,
  stringifyRows,
  type RetrieverKind,
} from "./comparison/row.ts";
export { type Metric, type MetricDefinition, metrics } from "./metrics/metrics.ts";
export { type Array32, encodeNpz } from "./comparison/npz.ts";
export type {
  Claim,
  ClaimLimits,
  ClaimState,
  ControlId,
  ControlResult,
  ControlResults,
  Experiment,
  MeasuredRun,
  Notebook,
  Paper,
  TrainedRun,
  Verdict,
} from "./experiments/experiment.ts";
export type { ExperimentFigure, FigureRows } from "./experiments/experimentFigure.ts";
export type { FigureAxis } from "./plots/figureAxis.ts";
export type { ClaimResult, RecordedClaim } from "./experiments/judgeClaims.ts";
export { valuesText } from "./experiments/claimWords.ts";
export { type ExperimentRecord, parseRecord, type RunRecord } from "./experiments/record.ts";

export type { DrawnFigure, FigureValue, PlotArea } from "./plots/parts/drawnFigure.ts";
export type { Mark, PlotOptions } from "./plots/parts/plotOptions.ts";
export { type AgreementOptions, agreementByExemplars } from "./plots/agreementByExemplars.ts";
export { agreementByStep } from "./plots/agreementByStep.ts";
export { errorByExemplars } from "./plots/errorByExemplars.ts";
export { lossByStep } from "./plots/lossByStep.ts";
export { agreementByNoise } from "./experiments/akyurek2022/bayes.figures.ts";
export { capacityByDim } from "./experiments/akyurek2022/capacity.figures.ts";
export { agreementBySize, type SizeOptions } from "./plots/agreementBySize.ts";
export { linearityByExemplars } from "./experiments/akyurek2022/linearity.figures.ts";
export { lambdaByStep } from "./experiments/akyurek2022/emergence.figures.ts";
export {
  labelsByExemplars,
  labelsBySize,
  labelsByTuning,
  accuracyByDim,
  accuracyByAngle,
  accuracyByFlipped,
  accuracyByFlips,
  accuracyBySize,
} from "./experiments/wei2023/accuracyBy.ts";
export { type Chosen, choiceValues, type FigureChoice, type MadeChoice, makeChoices } from "./plots/figureChoice.ts";
export { type RetrievalSetting, riskByRetrieval, riskByRetriever } from "./experiments/ram2023/retrieval.figures.ts";
export { riskByTask } from "./experiments/vonOswald2022/linearAttention.figures.ts";
export { errorByScale, type ScaleOptions } from "./experiments/akyurek2022/construction.figures.ts";
export { probeAttention, probeByLayer } from "./experiments/akyurek2022/probe.figures.ts";
export { heightOfHeatMap, heatMap, type HeatMap } from "./plots/heatMap.ts";
