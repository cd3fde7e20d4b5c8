import { centroids } from "../../algorithms/classifiers/centroids.engine.ts";
import { coordinateSum } from "../../algorithms/classifiers/coordinateSum.engine.ts";
import { ridgeClassifier } from "../../algorithms/classifiers/ridgeClassifier.engine.ts";
import { supportVectors } from "../../algorithms/classifiers/supportVectors.engine.ts";
import type { Learner } from "../../algorithms/learner.ts";
import { nearestNeighbors } from "../../algorithms/nearestNeighbors.engine.ts";
import type { Row, RowPlace } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { currentEngine } from "../../kernels/engine.ts";
import { sameSign } from "../../metrics/accuracy.ts";
import { bootstrap, mean } from "../../numerics/statistics.ts";
import { lastOf } from "../../prompts/prompt.ts";
import { promptsOf } from "../../tasks/families.ts";
import { DEVIATION, type HalfspacePrompts, MIDDLE } from "../../tasks/halfspace.engine.ts";
import { samplePrompts } from "../../tasks/samplePrompts.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt, runWith } from "../findRows.ts";
import { type ModelSize, sizeName } from "../modelSize.ts";
import { transformerOf } from "../transformerOf.ts";

const SEEDS = [1, 2, 3];
const PROMPTS = 4096;
const DIMS = [2, 8, 16];
const AT = 16; // the dimension at which the paper's models part
const LONGER = 4; // times the steps, for the smallest
const SHOWN = [8, 16, 32]; // exemplars before the query

const base = presetConfig("linear-classification");
const STEPS = base.training.steps;

/** From the smallest to the largest: 1,529 to 53,057 parameters at D 16. */
const SIZES = [
  { layers: 1, hiddenSize: 8, heads: 2 },
  { layers: 2, hiddenSize: 16, heads: 4 },
  { layers: 4, hiddenSize: 32, heads: 4 },
] as const;
const [SMALLEST, , LARGEST] = SIZES;
const CHANCE = 0.5;

type Coefficients = HalfspacePrompts["coefficients"];

const runsOf = (sizes: readonly ModelSize[], coefficients: Coefficients): Config[] =>
  sizes.flatMap((size) =>
    DIMS.flatMap((dim) => SEEDS.map((seed) => withSettings(base, { ...size, dim, coefficients, seed }))),
  );

/** The runs of `linear-classification`, what is measured on them, and what is claimed. */
export const linearClassificationEngine: ExperimentEngine = {
  runs: [
    ...runsOf(SIZES, "signed"),
    ...runsOf([SMALLEST], "positive"),
    ...SEEDS.map((seed) => withSettings(base, { ...SMALLEST, dim: AT, steps: LONGER * STEPS, seed })),
  ],
  publishes: ({ seed, prompts: { dim } }) => seed === 1 && dim === 8,
  measure,
  claims: [
    {
      id: "falls-with-dim",
      paper: "performance falls with the number of dimensions; code-davinci-002 stays above chance up to 64 of them",
      wanted:
        "with signs, accuracy falls from each D to the next wherever it is still 3 points above chance, for every size, in every seed",
      expected: "holds",
      judge(runs) {
        const curves = SIZES.flatMap((size) =>
          SEEDS.map((seed) => DIMS.map((dim) => accuracy(runs, { size, dim, seed }))),
        );
        const falls = (curve: readonly number[]) =>
          curve.every((value, k) => {
            const before = curve[k - 1];
            return before === undefined || before <= CHANCE + 0.03 || value < before;
          });
        return {
          values: SIZES.flatMap((size) =>
            DIMS.map((dim) => mean(SEEDS.map((seed) => accuracy(runs, { size, dim, seed })))),
          ),
          of: `means of the seeds, (${SIZES.map(sizeName).join(", ")}) × D ${DIMS.join(", ")}`,
          holds: curves.every(falls),
        };
      },
    },
    {
      id: "size-at-dim",
      paper:
        "“large-enough language models can even perform linear classification”: at 16 dimensions code-davinci-002 is 19 points above guessing, no other more than 9, smaller Codex models guess (PaLM shows no effect of scale)",
      wanted: `with signs, at D ${AT}: ${sizeName(SMALLEST)} within 3 points of chance, ${sizeName(LARGEST)} at least 10 above it, in every seed`,
      expected: "holds",
      judge(runs) {
        const values = SEEDS.flatMap((seed) => [SMALLEST, LARGEST].map((size) => accuracy(runs, { size, seed })));
        const holds = SEEDS.every((seed) => {
          const above = (size: ModelSize) => accuracy(runs, { size, seed }) - CHANCE;
          return Math.abs(above(SMALLEST)) <= 0.03 && above(LARGEST) >= 0.1;
        });
        return { values, of: `seeds × (${sizeName(SMALLEST)}, ${sizeName(LARGEST)})`, holds };
      },
    },
    {
      id: "not-time-alone",
      paper:
        "not in the paper, whose models differ in more than size: longer training alone does not do what size does",
      wanted: `with signs, at D ${AT}: with ${LONGER} times the steps ${sizeName(SMALLEST)} still within 3 points of chance, in every seed`,
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map((seed) => accuracy(runs, { size: SMALLEST, seed, steps: LONGER * STEPS }));
        return { values, of: "seeds", holds: values.every((value) => Math.abs(value - CHANCE) <= 0.03) };
      },
    },
    {
      id: "below-svm",
      paper: "no model does better than a support vector machine with a polynomial kernel",
      wanted:
        "with signs, no size beats the best of the SVMs and the ridge classifier by more than 2 points, at any D, in any seed",
      expected: "does not hold",
      judge(runs) {
        const best = (dim: number, seed: number) =>
          Math.max(...RIVALS.map((learner) => accuracy(runs, { learner, dim, seed })));
        const ahead = DIMS.map((dim) =>
          SEEDS.map((seed) => Math.max(...SIZES.map((size) => accuracy(runs, { size, dim, seed }) - best(dim, seed)))),
        );
        return {
          values: ahead.map((each) => Math.max(...each)),
          of: `D ${DIMS.join(", ")}, the best transformer ahead by at most`,
          holds: ahead.flat().every((value) => value <= 0.02),
        };
      },
    },
    {
      id: "sum-of-coordinates",
      paper: "not in the paper: as printed its coefficients are all positive, and the sum of x needs no direction",
      wanted:
        "as printed, a threshold on the sum of x is right at 80 to 90 % at every D; with signs within 3 points of chance",
      expected: "holds",
      judge(runs) {
        const of = (coefficients: Coefficients) =>
          DIMS.map((dim) =>
            mean(SEEDS.map((seed) => accuracy(runs, { learner: "coordinate-sum", coefficients, dim, seed }))),
          );
        const [printed, signed] = [of("positive"), of("signed")];
        return {
          values: [...printed, ...signed],
          of: `(as printed, signed) × D ${DIMS.join(", ")}`,
          holds:
            printed.every((value) => value >= 0.8 && value <= 0.9) &&
            signed.every((value) => Math.abs(value - CHANCE) <= 0.03),
        };
      },
    },
    {
      id: "exploits-the-sum",
      paper:
        "not in the paper: so a model can seem to classify in high dimensions, and learn nothing from the exemplars but a threshold",
      wanted: `as printed, ${sizeName(SMALLEST)} is no more than 2 points below the sum of x at D ${AT}, where with signs it guesses, in every seed`,
      expected: "holds",
      judge(runs) {
        const printed = (seed: number) => accuracy(runs, { size: SMALLEST, coefficients: "positive", seed });
        const sum = (seed: number) => accuracy(runs, { learner: "coordinate-sum", coefficients: "positive", seed });
        return {
          values: SEEDS.flatMap((seed) => [printed(seed), sum(seed)]),
          of: `seeds × (${sizeName(SMALLEST)}, sum)`,
          holds: SEEDS.every((seed) => printed(seed) >= sum(seed) - 0.02),
        };
      },
    },
  ],
};

/** Who answers without training; x as the paper has it, up to a factor, where the polynomial kernel sees zero. */
const references = (): readonly Learner[] => [
  supportVectors("poly", MIDDLE / DEVIATION),
  supportVectors("linear"),
  ridgeClassifier(1),
  centroids(),
  nearestNeighbors(3, "uniform"),
  coordinateSum(),
];
const RIVALS = ["svm(poly)", "svm(linear)", "ridge-classifier(1)"];

/** Accuracy on the last x, which is drawn without regard to its class, after 8, 16 and 32 exemplars. */
async function measure(run: TrainedRun): Promise<readonly Row[]> {
  const engine = currentEngine();
  const { config } = run.checkpoint;
  const { model, training, seed } = config;
  const prompts = promptsOf(config, "halfspace");
  const { dim, exemplars, coefficients } = prompts;
  const batch = await samplePrompts(prompts, { seed, label: "compare", first: 0 }, PROMPTS);
  const { x, y } = lastOf(batch);
  const resamples = bootstrap(PROMPTS, seed);
  const trained = transformerOf(run, engine);
  const own: RowPlace = { layers: model.layers, hiddenSize: model.hiddenSize, step: training.steps };
  // The answers of the others depend only on the prompts: they are stored with the smallest run of each.
  const others = model.hiddenSize === SMALLEST.hiddenSize && training.steps === STEPS ? references() : [];
  const learners = [trained, ...others];
  const rows: Row[] = [];
  try {
    for (const learner of learners) {
      for (const shown of SHOWN.filter((count) => count <= exemplars)) {
        rows.push({
          ...{ experiment: "linear-classification", metric: "accuracy", learner: learner.id, reference: "truth" },
          at: { exemplars: shown, dim, coefficients, ...(learner === trained && own) },
          ...{ statistic: "mean", of: "prompts" },
          ...resamples.mean(sameSign(await learner.predictQueries(batch, x, shown), y)),
        });
      }
    }
    return rows;
  } finally {
    for (const learner of learners) learner.dispose?.();
  }
}

interface AccuracyFilter {
  readonly seed: number;
  readonly dim?: number;
  readonly coefficients?: Coefficients;
  readonly size?: ModelSize; // of a transformer
  readonly steps?: number;
  readonly learner?: string; // or one that is not trained
}

/** The accuracy after all exemplars; by default with signs, at the dimension where models differ. */
function accuracy(
  runs: readonly MeasuredRun[],
  { seed, dim = AT, coefficients = "signed", size = SMALLEST, steps = STEPS, learner }: AccuracyFilter,
): number {
  const alike = runs.filter(({ config }) => promptsOf(config, "halfspace").coefficients === coefficients);
  const { layers, hiddenSize } = size;
  const run = runWith(alike, { layers, hiddenSize, dim, seed, steps });
  const at = { exemplars: base.prompts.exemplars };
  return rowAt(run, { metric: "accuracy", at, ...(learner && { learner }) }).value;
}
