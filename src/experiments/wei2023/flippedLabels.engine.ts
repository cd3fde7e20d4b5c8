import type { Learner } from "../../algorithms/learner.ts";
import type { Row, RowPlace } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { currentEngine } from "../../kernels/engine.ts";
import { sameSign } from "../../metrics/accuracy.ts";
import { atPosition } from "../../metrics/squaredDifference.ts";
import { bootstrap, median } from "../../numerics/statistics.ts";
import { flipLabels } from "../../prompts/flipLabels.ts";
import { answersOf, type PromptBatch } from "../../prompts/prompt.ts";
import { type ConceptPrompts, sampleConcept } from "../../tasks/concept.engine.ts";
import { promptsOf, tuningOf } from "../../tasks/families.ts";
import { learnerById } from "../../tasks/learnerById.ts";
import type { PromptSettings } from "../../tasks/tasks.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt, runWith } from "../findRows.ts";
import { type ModelSize, sizeName } from "../modelSize.ts";
import { EVALUATION_SEED, RESAMPLES, SEEDS, seedClaim } from "../seedClaim.ts";
import { transformerOf } from "../transformerOf.ts";
import { sampleAtAngle } from "./sampleAtAngle.ts";

const PROMPTS = 2048;
const SHARES = Array.from({ length: 11 }, (_, k) => k / 10);
const ANGLES = Array.from({ length: 13 }, (_, k) => 15 * k); // degrees between task and concept
const RIGHT_ANGLE = 90;
const PREFIXES = [0, 1, 2, 4, 8]; // exemplars, all flipped, besides all N

const base = presetConfig("flipped-labels");
const STEPS = base.training.steps;
const LONGER = 4; // times the steps, for the largest
const TUNING = 1500;

const HIDDEN_SIZES = [8, 16, 32];
/** With fewer than two layers a transformer can hardly bind an x to the y after it, whatever its size. */
const LAYERS = [2, 4];
const SIZES: readonly ModelSize[] = LAYERS.flatMap((layers) =>
  HIDDEN_SIZES.map((hiddenSize) => ({ layers, hiddenSize, heads: hiddenSize === 8 ? 2 : 4 })),
);
const [SMALLEST, LARGEST, TUNED] = [SIZES[0], SIZES.at(-1), SIZES[1]] as [ModelSize, ModelSize, ModelSize];

const FEW_SEEDS = SEEDS.slice(0, 4); // of the longer runs

const runsOf = (
  sizes: readonly ModelSize[],
  settings: { readonly steps?: number; readonly tuning?: number },
  seeds = SEEDS,
): Config[] => sizes.flatMap((size) => seeds.map((seed) => withSettings(base, { ...size, ...settings, seed })));

/** The runs of `flipped-labels`, what is measured on them, and what is claimed. */
export const flippedLabelsEngine: ExperimentEngine = {
  runs: [
    ...runsOf(SIZES, {}),
    ...runsOf([TUNED], { steps: STEPS + TUNING, tuning: TUNING }),
    ...runsOf([LARGEST], { steps: LONGER * STEPS }, FEW_SEEDS),
  ],
  publishes: ({ seed, training, prompts, model: { hiddenSize, layers } }) =>
    training.steps === STEPS &&
    tuningOf(prompts) === 0 &&
    ((hiddenSize === SMALLEST.hiddenSize && layers === SMALLEST.layers) ||
      (seed === 1 && hiddenSize === LARGEST.hiddenSize && layers === LARGEST.layers)),
  measure,
  claims: [
    seedClaim({
      id: "by-size",
      paper: "small models keep to their priors, large ones override them: flipped labels drive them far below chance",
      wanted: `with all labels flipped accuracy of the smallest, ${sizeName(SMALLEST)}, above 50 % and of the largest, ${sizeName(LARGEST)}, below 25 %`,
      expected: "does not hold",
      of: `${sizeName(SMALLEST)}, ${sizeName(LARGEST)}`,
      values: (runs, seed) => [SMALLEST, LARGEST].map((size) => accuracy(runs, { size, seed, flipped: 1 })),
      has: ([smallest = 0, largest = 1]) => smallest > 0.5 && largest < 0.25,
      remark: (runs) =>
        `median of the seeds, all labels flipped: ${SIZES.map((size) => {
          const values = SEEDS.map((seed) => accuracy(runs, { size, seed, flipped: 1 }));
          return `${sizeName(size)} ${median(values).toFixed(2)}`;
        }).join(", ")}`,
    }),
    seedClaim({
      id: "overrides",
      paper: "large models override their priors: flipped labels drive them far below chance",
      wanted: `with all labels flipped accuracy of the largest, ${sizeName(LARGEST)}, below 25 %`,
      expected: "holds",
      of: sizeName(LARGEST),
      values: (runs, seed) => [accuracy(runs, { size: LARGEST, seed, flipped: 1 })],
      has: ([value = 1]) => value < 0.25,
    }),
    seedClaim({
      id: "mapping",
      paper: "large models learn input–label mappings from the exemplars",
      wanted: `on tasks at ${RIGHT_ANGLE}° to the concept accuracy of the largest, ${sizeName(LARGEST)}, at most .05 below that of the Bayes predictor`,
      expected: "does not hold",
      of: "transformer, Bayes",
      values: (runs, seed) => mapping(runs, seed, STEPS),
      has: nearBayes,
    }),
    {
      id: "mapping-longer",
      paper: "not in the paper: whether more training leads to the mapping",
      wanted: `with ${LONGER} times the steps accuracy of the largest, ${sizeName(LARGEST)}, on tasks at ${RIGHT_ANGLE}° to the concept at most .05 below that of the Bayes predictor, in each of ${FEW_SEEDS.length} seeds`,
      bound: "before measuring",
      expected: "does not hold",
      judge(runs) {
        const bySeed = FEW_SEEDS.map((seed) => mapping(runs, seed, LONGER * STEPS));
        const seeds = bySeed.map(nearBayes);
        return { values: bySeed.flat(), of: "seeds × (transformer, Bayes)", seeds, holds: seeds.every(Boolean) };
      },
    },
    seedClaim({
      id: "not-in-ability",
      paper: "with no label flipped larger models are no worse",
      wanted: "with no label flipped accuracy of every size above .98",
      expected: "holds",
      exempt: { shuffled: "the concept is in the parameters, so natural prompts need no labels" },
      of: SIZES.map(sizeName).join(", "),
      values: (runs, seed) => SIZES.map((size) => accuracy(runs, { size, seed, flipped: 0 })),
      has: (values) => values.every((value) => value > 0.98),
    }),
    seedClaim({
      id: "tuned",
      paper: "instruction tuning strengthens the prior: tuned models never fall below chance",
      wanted: `${TUNING.toLocaleString("en")} more steps on natural prompts alone move the accuracy with all labels flipped from below 25 % to above 50 %, for ${sizeName(TUNED)}`,
      bound: "after a pilot", // below 50 % at first: there shuffled labels, too, bring it
      expected: "holds",
      of: "before, after",
      values: (runs, seed) => [
        accuracy(runs, { size: TUNED, seed, flipped: 1 }),
        accuracy(runs, { size: TUNED, seed, flipped: 1, steps: STEPS + TUNING }),
      ],
      has: ([before = 1, after = 0]) => before < 0.25 && after > 0.5,
    }),
  ],
};

/** Accuracy on unflipped labels after all N exemplars by the share of them flipped, by their number where all are, and by the angle of the task. */
async function measure(run: TrainedRun): Promise<readonly Row[]> {
  const { model, training, seed, ...config } = run.checkpoint.config;
  const prompts = promptsOf(config, "concept");
  const trained = transformerOf(run, currentEngine());
  const own: RowPlace = {
    ...{ layers: model.layers, hiddenSize: model.hiddenSize, step: training.steps },
    ...(prompts.tuning > 0 && { tuning: prompts.tuning }),
  };
  try {
    const rows = await accuracyRows(trained, prompts, own);
    return isFirst(run.checkpoint.config) ? [...rows, ...(await referenceRows(prompts))] : rows;
  } finally {
    trained.dispose?.();
  }
}

/** The answers of the reference learners are the same for all runs: they are stored with the first one. */
const isFirst = ({ seed, model: { layers, hiddenSize }, training }: Config): boolean =>
  seed === SEEDS[0] && layers === SMALLEST.layers && hiddenSize === SMALLEST.hiddenSize && training.steps === STEPS;

let references: Promise<readonly Row[]> | undefined; // the same for the first run and for its controls

/** The accuracies of the reference learners. */
function referenceRows(prompts: ConceptPrompts & PromptSettings): Promise<readonly Row[]> {
  const measureAll = async () => {
    const rows: Row[] = [];
    for (const id of ["bayes", "prior", `ridge(${(prompts.sigma / prompts.tau) ** 2})`])
      rows.push(...(await accuracyRows(await learnerById(id, prompts), prompts, {})));
    return rows;
  };
  references ??= measureAll();
  return references;
}

async function accuracyRows(learner: Learner, prompts: ConceptPrompts, own: RowPlace): Promise<Row[]> {
  const { exemplars } = prompts;
  const stream = { seed: EVALUATION_SEED, label: "compare", first: 0 };
  const resamples = bootstrap(PROMPTS, EVALUATION_SEED, RESAMPLES);
  const rows: Row[] = [];
  const ask = async (batch: PromptBatch, positions: readonly number[], at: RowPlace) => {
    const right = sameSign(await learner.predict(batch), answersOf(batch));
    for (const position of positions) {
      rows.push({
        ...{ experiment: "flipped-labels", metric: "accuracy", learner: learner.id, reference: "truth" },
        at: { exemplars: position, ...at, ...own },
        ...{ statistic: "mean", of: "prompts" },
        ...resamples.mean(atPosition(right, exemplars + 1, position)),
      });
    }
  };
  const concept = sampleConcept({ ...prompts, natural: 1, spread: 0 }, stream, PROMPTS);
  for (const flipped of SHARES)
    await ask(flipLabels(concept, flipped, EVALUATION_SEED), flipped === 1 ? [...PREFIXES, exemplars] : [exemplars], {
      flipped,
    });
  for (const angle of ANGLES) await ask(sampleAtAngle(prompts, angle, stream, PROMPTS), [exemplars], { angle });
  return rows;
}

interface AccuracyFilter {
  readonly size: ModelSize;
  readonly seed: number;
  readonly flipped?: number;
  readonly angle?: number;
  readonly steps?: number;
}

/** Accuracy of a transformer after all N exemplars. */
function accuracy(runs: readonly MeasuredRun[], { size, seed, flipped, angle, steps = STEPS }: AccuracyFilter): number {
  const run = runWith(runs, { layers: size.layers, hiddenSize: size.hiddenSize, seed, steps });
  const { exemplars } = run.config.prompts;
  return rowAt(run, { metric: "accuracy", reference: "truth", at: { exemplars, flipped, angle } }).value;
}

function nearBayes([value = 0, bayes = 1]: readonly number[]): boolean {
  return value >= bayes - 0.05;
}

/** Accuracy at a right angle to the concept, of the largest transformer and of the Bayes predictor. */
function mapping(runs: readonly MeasuredRun[], seed: number, steps: number): readonly number[] {
  const { layers, hiddenSize } = SMALLEST;
  const first = runWith(runs, { layers, hiddenSize, seed: SEEDS[0] as number, steps: STEPS });
  const at = { exemplars: first.config.prompts.exemplars, angle: RIGHT_ANGLE };
  return [
    accuracy(runs, { size: LARGEST, seed, angle: RIGHT_ANGLE, steps }),
    rowAt(first, { metric: "accuracy", learner: "bayes", reference: "truth", at }).value,
  ];
}
