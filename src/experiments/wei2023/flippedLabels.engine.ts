import { learnerOf } from "../../checkpoints/learnerOf.ts";
import type { Row, RowPlace } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { currentEngine } from "../../kernels/engine.ts";
import { sameSign } from "../../metrics/accuracy.ts";
import { atPosition } from "../../metrics/squaredDifference.ts";
import { bootstrap, mean } from "../../numerics/statistics.ts";
import { flipLabels } from "../../prompts/flipLabels.ts";
import { answersOf } from "../../prompts/prompt.ts";
import { promptsOf, tuningOf } from "../../tasks/families.ts";
import { learnerById } from "../../tasks/learnerById.ts";
import { samplePrompts } from "../../tasks/samplePrompts.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";
import { type ModelSize, sizeName } from "../modelSize.ts";

const SEEDS = [1, 2, 3];
const PROMPTS = 2048;
const SHARES = Array.from({ length: 11 }, (_, k) => k / 10);
const PREFIXES = [0, 1, 2, 4, 8]; // exemplars, all flipped, besides all N

const base = presetConfig("flipped-labels");
const STEPS = base.training.steps;
const LONGER = 4; // times the steps, for the smallest
const TUNING = 1500;

/** From the smallest to the largest: 1,177 to 51,649 parameters. */
const SIZES = [
  { layers: 1, hiddenSize: 8, heads: 2 },
  { layers: 1, hiddenSize: 16, heads: 4 },
  { layers: 2, hiddenSize: 16, heads: 4 },
  { layers: 4, hiddenSize: 32, heads: 4 },
] as const;
const SMALLEST = SIZES[0];
const PUBLISHED: readonly number[] = [SMALLEST.hiddenSize, SIZES[3].hiddenSize]; // hidden sizes
const TUNED = SIZES[2];

const runsOf = (
  sizes: readonly ModelSize[],
  settings: { readonly steps?: number; readonly tuning?: number },
): Config[] => sizes.flatMap((size) => SEEDS.map((seed) => withSettings(base, { ...size, ...settings, seed })));

/** The runs of `flipped-labels`, what is measured on them, and what is claimed. */
export const flippedLabelsEngine: ExperimentEngine = {
  runs: [
    ...runsOf(SIZES, {}),
    ...runsOf([TUNED], { steps: STEPS + TUNING, tuning: TUNING }),
    ...runsOf([SMALLEST], { steps: LONGER * STEPS }),
  ],
  publishes: ({ seed, training, prompts, model: { hiddenSize } }) =>
    seed === 1 && training.steps === STEPS && tuningOf(prompts) === 0 && PUBLISHED.includes(hiddenSize),
  measure,
  claims: [
    {
      id: "by-size",
      paper: "small models keep to their priors, large ones override them: flipped labels drive them far below chance",
      wanted:
        "with all labels flipped accuracy falls from each size to the next, from above 50 % to below 25 %, in every seed",
      expected: "holds",
      judge(runs) {
        const bySeed = SEEDS.map((seed) => SIZES.map((size) => accuracy(runs, { size, seed, flipped: 1 })));
        const holds = bySeed.every((values) => {
          const falls = values.every((value, k) => k === 0 || value < (values[k - 1] as number));
          return falls && (values[0] as number) > 0.5 && (values.at(-1) as number) < 0.25;
        });
        return { values: bySeed.flat(), of: `seeds × (${SIZES.map(sizeName).join(", ")})`, holds };
      },
    },
    {
      id: "small-flat",
      paper: "small models hardly change, whatever the share of flipped labels",
      wanted: `accuracy of the smallest, ${sizeName(SMALLEST)}, loses at most .1 from none flipped to all, in every seed`,
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map(
          (seed) =>
            accuracy(runs, { size: SMALLEST, seed, flipped: 0 }) - accuracy(runs, { size: SMALLEST, seed, flipped: 1 }),
        );
        return { values, of: "seeds, accuracy lost", holds: values.every((lost) => lost <= 0.1) };
      },
    },
    {
      id: "not-in-ability",
      paper: "with no label flipped larger models are no worse",
      wanted: "with no label flipped the accuracy of every size above .98, in every seed",
      expected: "holds",
      judge(runs) {
        const values = SEEDS.flatMap((seed) => SIZES.map((size) => accuracy(runs, { size, seed, flipped: 0 })));
        return {
          values,
          of: `seeds × (${SIZES.map(sizeName).join(", ")})`,
          holds: values.every((value) => value > 0.98),
        };
      },
    },
    {
      id: "not-time-alone",
      paper: "longer training alone does not do what size does (ours; the paper’s models differ in both)",
      wanted: `with ${LONGER} times the steps the smallest still above 50 % with all labels flipped, in every seed`,
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map((seed) => accuracy(runs, { size: SMALLEST, seed, flipped: 1, steps: LONGER * STEPS }));
        return { values, of: `seeds, ${sizeName(SMALLEST)}`, holds: values.every((value) => value > 0.5) };
      },
    },
    {
      id: "tuned",
      paper: "instruction tuning strengthens the prior: tuned models never fall below chance",
      wanted: `${TUNING.toLocaleString("en")} more steps on natural prompts alone move the accuracy with all labels flipped back above 50 %, for ${sizeName(TUNED)}, in every seed`,
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map((seed) => accuracy(runs, { size: TUNED, seed, flipped: 1, steps: STEPS + TUNING }));
        const before = mean(SEEDS.map((seed) => accuracy(runs, { size: TUNED, seed, flipped: 1 })));
        return {
          values,
          of: "seeds",
          holds: values.every((value) => value > 0.5),
          remark: `mean before: ${before.toFixed(2)}`,
        };
      },
    },
  ],
};

/** Accuracy on unflipped labels after all N exemplars by the share of them flipped, and by their number where all are. */
async function measure({ checkpoint }: TrainedRun): Promise<readonly Row[]> {
  const engine = currentEngine();
  const { config } = checkpoint;
  const { model, training, seed } = config;
  const prompts = promptsOf(config, "concept");
  const { exemplars } = prompts;
  const batch = await samplePrompts(
    { ...prompts, natural: 1, spread: 0 }, // of the concept itself
    { seed, label: "compare", first: 0 },
    PROMPTS,
  );
  const resamples = bootstrap(PROMPTS, seed);
  const trained = learnerOf(checkpoint, engine);
  const own: RowPlace = {
    ...{ layers: model.layers, hiddenSize: model.hiddenSize, step: training.steps },
    ...(prompts.tuning > 0 && { tuning: prompts.tuning }),
  };
  // The answers of the reference learners depend only on the seed: they are stored with the first run of each seed.
  const isFirst = model.hiddenSize === SMALLEST.hiddenSize && training.steps === STEPS;
  const references = isFirst ? await Promise.all(["bayes", "prior"].map((id) => learnerById(id, prompts))) : [];
  const rows: Row[] = [];
  try {
    for (const share of SHARES) {
      const flipped = flipLabels(batch, share, seed);
      for (const learner of [trained, ...references]) {
        const right = sameSign(await learner.predict(flipped), answersOf(flipped));
        for (const position of share === 1 ? [...PREFIXES, exemplars] : [exemplars]) {
          rows.push({
            ...{ experiment: "flipped-labels", metric: "accuracy", learner: learner.id, reference: "truth" },
            at: { exemplars: position, flipped: share, ...(learner === trained && own) },
            ...{ statistic: "mean", of: "prompts" },
            ...resamples.mean(atPosition(right, exemplars + 1, position)),
          });
        }
      }
    }
    return rows;
  } finally {
    trained.dispose?.();
  }
}

interface AccuracyFilter {
  readonly size: ModelSize;
  readonly seed: number;
  readonly flipped: number;
  readonly steps?: number;
}

/** Of a trained run, after all exemplars. */
function accuracy(runs: readonly MeasuredRun[], { size, seed, flipped, steps = STEPS }: AccuracyFilter): number {
  const run = runs.find(
    ({ config }) =>
      config.seed === seed &&
      config.training.steps === steps &&
      config.model.layers === size.layers &&
      config.model.hiddenSize === size.hiddenSize,
  );
  if (!run) throw new Error(`invalid runs: expected one of ${sizeName(size)} with seed ${seed} and ${steps} steps`);
  return rowAt(run, { metric: "accuracy", at: { flipped, exemplars: base.prompts.exemplars } }).value;
}
