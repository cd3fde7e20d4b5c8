import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import { mean } from "../../numerics/statistics.ts";
import { tuningOf } from "../../tasks/families.ts";
import type { Boundary } from "../../tasks/symbols.engine.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";
import { type LabelKind, type SymbolSetting, symbolAccuracy } from "./symbolAccuracy.ts";

const SEEDS = [1, 2, 3];
const TUNINGS = [0, 125, 500]; // steps
const LAST = 500;

const base = presetConfig("symbols");
const { exemplars } = base.prompts;
const STEPS = base.training.steps;

const setting = (labels: LabelKind, instructed = false, boundary: Boundary = "line"): SymbolSetting => ({
  ...{ labels, instructed, boundary },
});
const RELEVANT = [setting("natural", true), setting("natural")];
const ARBITRARY = [setting("gaussian", true), setting("gaussian")];
const FLIPPED = setting("flipped");
const NEVER_DRAWN = [setting("cube"), setting("pairs")];
const [BEND, CROSS] = [setting("gaussian", false, "bend"), setting("gaussian", false, "cross")];

/** The runs of `symbol-tuning`, what is measured on them, and what is claimed. */
export const symbolTuningEngine: ExperimentEngine = {
  runs: TUNINGS.flatMap((tuning) =>
    SEEDS.map((seed) => withSettings(base, { tuning, "training.steps": STEPS + tuning, seed })),
  ),
  publishes: ({ seed, prompts }) => seed === 1 && [0, LAST].includes(tuningOf(prompts)),
  measure: (trained) =>
    symbolAccuracy(trained, {
      experiment: "symbol-tuning",
      settings: [...RELEVANT, ...ARBITRARY, FLIPPED, ...NEVER_DRAWN, BEND, CROSS],
      exemplars: [exemplars],
      bayes: false,
    }),
  claims: [
    {
      id: "before",
      paper:
        "before tuning, without relevant labels the smaller models are at or near chance, and below it on flipped labels",
      wanted: `before tuning accuracy after ${exemplars} exemplars within .1 of chance on arbitrary symbols, with an instruction and without, and below .1 on flipped labels, in every seed`,
      expected: "holds",
      judge(runs) {
        const settings = [...ARBITRARY, FLIPPED];
        const bySeed = SEEDS.map((seed) => settings.map((setting) => accuracy(runs, seed, 0, setting)));
        const holds = bySeed.every(
          ([one = 1, other = 1, flipped = 1]) =>
            [one, other].every((value) => Math.abs(value - 0.5) <= 0.1) && flipped < 0.1,
        );
        return { values: bySeed.flat(), of: "seeds × (arbitrary instructed, arbitrary, flipped)", holds };
      },
    },
    {
      id: "gain",
      paper:
        "symbol tuning gains most where labels are not relevant: 5.5 to 15.8 points, against −7.3 to 4.2 where they are",
      wanted: `${LAST.toLocaleString("en")} steps of tuning: the mean gain without relevant labels at least 3 times the larger of the mean gain with them and .01, in every seed`,
      expected: "holds",
      judge(runs) {
        const bySeed = SEEDS.map((seed) => [gain(runs, seed, ARBITRARY), gain(runs, seed, RELEVANT)] as const);
        const holds = bySeed.every(([without, relevant]) => without >= 3 * Math.max(relevant, 0.01));
        return { values: bySeed.flat(), of: "seeds × (gain without relevant labels, with them)", holds };
      },
    },
    {
      id: "flipped",
      paper: "tuned models follow flipped labels, by 26.5 to 34.0 points more than before, though none were tuned on",
      wanted: "following of flipped labels rises by at least .2, in every seed",
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map((seed) => gain(runs, seed, [FLIPPED]));
        const after = mean(SEEDS.map((seed) => accuracy(runs, seed, LAST, FLIPPED)));
        return {
          values,
          of: "seeds, gain",
          holds: values.every((value) => value >= 0.2),
          remark: `mean after: ${after.toFixed(2)}`,
        };
      },
    },
    {
      id: "held-out-symbols",
      paper: "symbols at evaluation are not those of tuning",
      wanted:
        "on symbols of two kinds that were never drawn in training the gain within .05 of that on the kind that was, in every seed",
      expected: "holds",
      judge(runs) {
        const bySeed = SEEDS.map((seed) =>
          [ARBITRARY.slice(1), ...NEVER_DRAWN.map((each) => [each])].map((each) => gain(runs, seed, each)),
        );
        const holds = bySeed.every(([own = 0, ...others]) => others.every((other) => Math.abs(other - own) <= 0.05));
        return { values: bySeed.flat(), of: "seeds × (gaussian, cube, pairs), gain", holds };
      },
    },
    {
      id: "unseen-tasks",
      paper: "tasks of a kind never tuned on gain too: algorithmic reasoning by 3.6 to 18.2 points",
      wanted: "where a bend parts the classes, never trained or tuned on, the gain at least .05, in every seed",
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map((seed) => gain(runs, seed, [BEND]));
        const cross = SEEDS.map((seed) => gain(runs, seed, [CROSS]).toFixed(2));
        return {
          values,
          of: "seeds, gain",
          holds: values.every((value) => value >= 0.05),
          remark: `where a cross parts them: ${cross.join(", ")}; the larger class is 57 % of a bend, half of a cross`,
        };
      },
    },
    {
      id: "relevant-labels",
      paper: "with relevant labels the smallest model loses 6.3 and 7.3 points, larger ones gain a little",
      wanted: "with relevant labels the mean accuracy changes by at most .1, in every seed",
      expected: "holds",
      judge(runs) {
        const values = SEEDS.map((seed) => gain(runs, seed, RELEVANT));
        return { values, of: "seeds, gain", holds: values.every((value) => Math.abs(value) <= 0.1) };
      },
    },
  ],
};

/** Mean of what settings gain in accuracy by all the tuning. */
const gain = (runs: readonly MeasuredRun[], seed: number, settings: readonly SymbolSetting[]): number =>
  mean(settings.map((setting) => accuracy(runs, seed, LAST, setting) - accuracy(runs, seed, 0, setting)));

/** Of a run, after all exemplars. */
function accuracy(runs: readonly MeasuredRun[], seed: number, tuning: number, setting: SymbolSetting): number {
  const run = runs.find(({ config }) => config.seed === seed && tuningOf(config.prompts) === tuning);
  if (!run) throw new Error(`invalid runs: expected one with seed ${seed} and ${tuning} steps of tuning`);
  return rowAt(run, { metric: "accuracy", at: { exemplars, ...setting } }).value;
}
