import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt, runWith } from "../findRows.ts";
import { type ModelSize, sizeName } from "../modelSize.ts";
import { EVALUATION_SEED, RESAMPLES, SEEDS, seedClaim } from "../seedClaim.ts";
import { type LabelKind, symbolAccuracy } from "./symbolAccuracy.ts";

const EXEMPLARS = [1, 2, 4, 8, 16];
const [FEW, MANY] = [2, 16];

const base = withSettings(presetConfig("symbols"), { natural: 0.9 });
const STEPS = base.training.steps;
const LONGER = 4; // times the steps, for the smallest

/** From the smallest to the largest. With fewer than two layers a transformer can hardly bind an x to the label after it. */
const SIZES: readonly ModelSize[] = [
  { layers: 2, hiddenSize: 8, heads: 2 },
  { layers: 2, hiddenSize: 16, heads: 4 },
  { layers: 2, hiddenSize: 32, heads: 4 },
  { layers: 4, hiddenSize: 32, heads: 4 },
];
const [SMALLEST, LARGEST] = [SIZES[0], SIZES.at(-1)] as [ModelSize, ModelSize];
const LARGER = SIZES.slice(1);
const [smallest, largest] = [SMALLEST, LARGEST].map(sizeName);
const sizes = SIZES.map(sizeName).join(", ");

const runsOf = (of: readonly ModelSize[], steps: number): Config[] =>
  of.flatMap((size) => SEEDS.map((seed) => withSettings(base, { ...size, "training.steps": steps, seed })));

/** The runs of `unrelated-labels`, what is measured on them, and what is claimed. */
export const unrelatedLabelsEngine: ExperimentEngine = {
  runs: [...runsOf(SIZES, STEPS), ...runsOf([SMALLEST], LONGER * STEPS)],
  publishes: (config) => config.seed === 1 && (isFirst(config) || config.model.layers === LARGEST.layers),
  measure: (trained) =>
    symbolAccuracy(trained, {
      experiment: "unrelated-labels",
      settings: (["natural", "gaussian", "flipped"] as const).map((labels) => ({
        ...{ labels, instructed: false, boundary: "line" as const },
      })),
      exemplars: EXEMPLARS,
      bayes: isFirst(trained.checkpoint.config),
      sampling: { seed: EVALUATION_SEED, resamples: RESAMPLES },
    }),
  claims: [
    seedClaim({
      id: "gap-by-size",
      paper: "small models lose much where labels are semantically unrelated, large ones little",
      wanted: `what natural labels are ahead of arbitrary ones by after ${MANY} exemplars: at most .2 for ${largest}, and at least .2 more for ${smallest}`,
      bound: "after a pilot",
      expected: "holds",
      of: sizes,
      values: (runs, seed) => SIZES.map((size) => gap(runs, size, seed)),
      limits: SIZES.map((size) => (size === LARGEST ? { max: 0.2 } : {})),
      has: (gaps) => (gaps[0] as number) - (gaps.at(-1) as number) >= 0.2,
    }),
    seedClaim({
      id: "slope-by-size",
      paper: "more exemplars help large models more",
      wanted: `what arbitrary labels gain from ${FEW} exemplars to ${MANY}: at least .1 for ${largest}, and at least .05 more than for ${smallest}; then ${largest} at least .7`,
      bound: "after a pilot",
      expected: "holds",
      of: `${sizes}, accuracy of ${largest} then`,
      values: (runs, seed) => [
        ...SIZES.map(
          (size) => accuracy(runs, size, seed, "gaussian", MANY) - accuracy(runs, size, seed, "gaussian", FEW),
        ),
        accuracy(runs, LARGEST, seed, "gaussian", MANY), // with shuffled labels a gain up to .16 only leads back to chance
      ],
      limits: [...SIZES.map((size) => (size === LARGEST ? { min: 0.1 } : {})), { min: 0.7 }],
      has: (values) => (values[SIZES.length - 1] as number) - (values[0] as number) >= 0.05,
    }),
    seedClaim({
      id: "easier-than-flipped",
      paper: "semantically unrelated labels are easier than flipped ones for nearly all models",
      wanted: `after ${MANY} exemplars, for each size but ${smallest}, accuracy on arbitrary labels at least .6, and above the following of flipped ones`,
      bound: "after a pilot",
      expected: "does not hold",
      of: LARGER.flatMap((size) => [`${sizeName(size)} arbitrary`, `${sizeName(size)} flipped`]).join(", "),
      values: (runs, seed) =>
        LARGER.flatMap((size) =>
          (["gaussian", "flipped"] as const).map((labels) => accuracy(runs, size, seed, labels, MANY)),
        ),
      limits: LARGER.flatMap(() => [{ min: 0.6 }, {}]),
      has: (values) => LARGER.every((_, k) => (values[2 * k] as number) > (values[2 * k + 1] as number)),
    }),
    seedClaim({
      id: "not-time-alone",
      paper: "longer training alone does not do what size does (ours; the paper’s models differ in both)",
      wanted: `what natural labels are ahead by: with ${LONGER} times the steps still at least .1 more for ${smallest} than for ${largest}`,
      bound: "after a pilot",
      expected: "holds",
      of: `${smallest} with ${LONGER} × steps, ${largest}`,
      values: (runs, seed) => [gap(runs, SMALLEST, seed, LONGER * STEPS), gap(runs, LARGEST, seed)],
      has: ([longer = 0, large = 0]) => longer - large >= 0.1,
    }),
  ],
};

/** The answers of Bayes depend only on the prompts: they are stored with this run. */
const isFirst = ({ seed, model, training }: Config): boolean =>
  seed === SEEDS[0] && model.hiddenSize === SMALLEST.hiddenSize && training.steps === STEPS;

/** How far natural labels are ahead of arbitrary ones. */
const gap = (runs: readonly MeasuredRun[], size: ModelSize, seed: number, steps = STEPS): number =>
  accuracy(runs, size, seed, "natural", MANY, steps) - accuracy(runs, size, seed, "gaussian", MANY, steps);

function accuracy(
  runs: readonly MeasuredRun[],
  { layers, hiddenSize }: ModelSize,
  seed: number,
  labels: LabelKind,
  exemplars: number,
  steps = STEPS,
): number {
  const run = runWith(runs, { layers, hiddenSize, seed, steps });
  return rowAt(run, { metric: "accuracy", at: { labels, exemplars } }).value;
}
