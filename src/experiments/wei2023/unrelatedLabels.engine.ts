import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";
import { type LabelKind, symbolAccuracy } from "./symbolAccuracy.ts";

const SEEDS = [1, 2, 3];
const EXEMPLARS = [1, 2, 4, 8, 16];
const [FEW, MANY] = [2, 16];

const base = withSettings(presetConfig("symbols"), { natural: 0.9 });
const STEPS = base.training.steps;
const LONGER = 4; // times the steps, for the smallest

/** From the smallest to the largest. */
const SIZES = [
  { layers: 1, hiddenSize: 16 },
  { layers: 2, hiddenSize: 16 },
  { layers: 2, hiddenSize: 32 },
  { layers: 4, hiddenSize: 32 },
] as const;
type Size = (typeof SIZES)[number];
const SMALLEST = SIZES[0];

const runsOf = (sizes: readonly Size[], steps: number): Config[] =>
  sizes.flatMap((size) => SEEDS.map((seed) => withSettings(base, { ...size, "training.steps": steps, seed })));

/** The runs of `unrelated-labels`, what is measured on them, and what is claimed. */
export const unrelatedLabelsEngine: ExperimentEngine = {
  runs: [...runsOf(SIZES, STEPS), ...runsOf([SMALLEST], LONGER * STEPS)],
  publishes: ({ seed, training, model }) =>
    seed === 1 && training.steps === STEPS && (model.layers === 1 || model.layers === 4),
  measure: (trained) => {
    const { model, training } = trained.checkpoint.config;
    return symbolAccuracy(trained, {
      experiment: "unrelated-labels",
      settings: (["natural", "gaussian", "flipped"] as const).map((labels) => ({
        ...{ labels, instructed: false, boundary: "line" as const },
      })),
      exemplars: EXEMPLARS,
      // The answers of Bayes depend only on the seed: they are stored with the first run of each seed.
      bayes: model.layers === SMALLEST.layers && training.steps === STEPS,
    });
  },
  claims: [
    {
      id: "gap-by-size",
      paper: "small models lose much where labels are semantically unrelated, large ones little",
      wanted: `what natural labels are ahead of arbitrary ones by after ${MANY} exemplars falls from each size to the next, by .2 or more in all, in every seed`,
      expected: "holds",
      judge(runs) {
        const bySeed = SEEDS.map((seed) => SIZES.map((size) => gap(runs, size, seed)));
        const holds = bySeed.every((values) => {
          const falls = values.every((value, k) => k === 0 || value < (values[k - 1] as number));
          return falls && (values[0] as number) - (values.at(-1) as number) >= 0.2;
        });
        return { values: bySeed.flat(), of: `seeds × (${SIZES.map(nameOf).join(", ")})`, holds };
      },
    },
    {
      id: "slope-by-size",
      paper: "more exemplars help large models more",
      wanted: `what arbitrary labels gain from ${FEW} exemplars to ${MANY} grows from each size to the next, in every seed`,
      expected: "holds",
      judge(runs) {
        const bySeed = SEEDS.map((seed) =>
          SIZES.map(
            (size) => accuracy(runs, size, seed, "gaussian", MANY) - accuracy(runs, size, seed, "gaussian", FEW),
          ),
        );
        const holds = bySeed.every((values) => values.every((v, k) => k === 0 || v > (values[k - 1] as number)));
        return { values: bySeed.flat(), of: `seeds × (${SIZES.map(nameOf).join(", ")})`, holds };
      },
    },
    {
      id: "easier-than-flipped",
      paper: "semantically unrelated labels are easier than flipped ones for nearly all models",
      wanted: "accuracy on arbitrary labels above the following of flipped ones, for every size, in every seed",
      expected: "holds",
      judge(runs) {
        const values = SEEDS.flatMap((seed) =>
          SIZES.map(
            (size) => accuracy(runs, size, seed, "gaussian", MANY) - accuracy(runs, size, seed, "flipped", MANY),
          ),
        );
        return {
          values,
          of: `seeds × (${SIZES.map(nameOf).join(", ")}), ahead by`,
          holds: values.every((value) => value > 0),
        };
      },
    },
    {
      id: "not-time-alone",
      paper: "longer training alone does not do what size does (ours; the paper’s models differ in both)",
      wanted: `with ${LONGER} times the steps the smallest still loses .3 or more, in every seed`,
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map((seed) => gap(runs, SMALLEST, seed, LONGER * STEPS));
        return { values, of: `seeds, ${nameOf(SMALLEST)}`, holds: values.every((value) => value >= 0.3) };
      },
    },
  ],
};

function nameOf({ layers, hiddenSize }: Size): string {
  return `L${layers} H${hiddenSize}`;
}

/** How far natural labels are ahead of arbitrary ones. */
const gap = (runs: readonly MeasuredRun[], size: Size, seed: number, steps = STEPS): number =>
  accuracy(runs, size, seed, "natural", MANY, steps) - accuracy(runs, size, seed, "gaussian", MANY, steps);

function accuracy(
  runs: readonly MeasuredRun[],
  size: Size,
  seed: number,
  labels: LabelKind,
  exemplars: number,
  steps = STEPS,
): number {
  const run = runs.find(
    ({ config: { seed: own, training, model } }) =>
      own === seed && training.steps === steps && model.layers === size.layers && model.hiddenSize === size.hiddenSize,
  );
  if (!run) throw new Error(`invalid runs: expected one of ${nameOf(size)} with seed ${seed} and ${steps} steps`);
  return rowAt(run, { metric: "accuracy", at: { labels, exemplars } }).value;
}
