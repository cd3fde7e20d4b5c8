import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import { mean } from "../../numerics/statistics.ts";
import { tuningOf } from "../../tasks/families.ts";
import type { Boundary } from "../../tasks/symbols.engine.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt, runWith } from "../findRows.ts";
import { EVALUATION_SEED, RESAMPLES, SEEDS, seedClaim } from "../seedClaim.ts";
import { type LabelKind, type SymbolSetting, symbolAccuracy } from "./symbolAccuracy.ts";

const TUNINGS = [0, 125, 500]; // steps
const LAST = 500;

const base = presetConfig("symbols");
const { exemplars } = base.prompts;
const STEPS = base.training.steps;

const setting = (labels: LabelKind, instructed = false, boundary: Boundary = "line"): SymbolSetting => ({
  ...{ labels, instructed, boundary },
});
const RELEVANT = [setting("natural", true), setting("natural")];
const DRAWN = setting("gaussian");
const ARBITRARY = [setting("gaussian", true), DRAWN];
const FLIPPED = setting("flipped");
const NEVER_DRAWN = [setting("cube"), setting("pairs")];
const [BEND, CROSS] = [setting("gaussian", false, "bend"), setting("gaussian", false, "cross")];

/** The runs of `symbol-tuning`, what is measured on them, and what is claimed. */
export const symbolTuningEngine: ExperimentEngine = {
  runs: TUNINGS.flatMap((tuning) =>
    SEEDS.map((seed) => withSettings(base, { tuning, "training.steps": STEPS + tuning, seed })),
  ),
  publishes: ({ prompts }) => [0, LAST].includes(tuningOf(prompts)),
  measure: (trained) =>
    symbolAccuracy(trained, {
      experiment: "symbol-tuning",
      settings: [...RELEVANT, ...ARBITRARY, FLIPPED, ...NEVER_DRAWN, BEND, CROSS],
      exemplars: [exemplars],
      bayes: false,
      sampling: { seed: EVALUATION_SEED, resamples: RESAMPLES },
    }),
  claims: [
    seedClaim({
      id: "before",
      paper:
        "before tuning, without relevant labels the smaller models are at or near chance, and below it on flipped labels",
      wanted: `before tuning accuracy after ${exemplars} exemplars within .1 of chance on arbitrary symbols, with an instruction and without, and at most .1 on flipped labels`,
      bound: "after a pilot",
      expected: "holds",
      exempt: { shuffled: "the claim is that labels are not read, so their order cannot matter" },
      of: "arbitrary instructed, arbitrary, flipped",
      values: (runs, seed) => [...ARBITRARY, FLIPPED].map((each) => accuracy(runs, seed, 0, each)),
      limits: [{ min: 0.4, max: 0.6 }, { min: 0.4, max: 0.6 }, { max: 0.1 }],
    }),
    seedClaim({
      id: "gain",
      paper:
        "symbol tuning gains most where labels are not relevant: 5.5 to 15.8 points, against −7.3 to 4.2 where they are",
      wanted: `${LAST} steps of tuning: the mean gain without relevant labels at least .2, and at least 3 times the larger of the mean gain with them and .01`,
      bound: "after a pilot",
      expected: "holds",
      of: "without relevant labels, with them",
      values: (runs, seed) => [gain(runs, seed, ARBITRARY), gain(runs, seed, RELEVANT)],
      limits: [{ min: 0.2 }, {}], // with shuffled labels up to .14: a tuned transformer expects meaning less
      has: ([without = 0, relevant = 1]) => without >= 3 * Math.max(relevant, 0.01),
    }),
    seedClaim({
      id: "flipped",
      paper: "tuned models follow flipped labels, by 26.5 to 34.0 points more than before, though none were tuned on",
      wanted: "following of flipped labels at least .8 after tuning, and at least .265 more than before",
      bound: "after a pilot",
      expected: "holds",
      of: "before, after",
      values: (runs, seed) => [0, LAST].map((tuning) => accuracy(runs, seed, tuning, FLIPPED)),
      limits: [{}, { min: 0.8 }], // with shuffled labels some .6: it guesses, and no longer trusts the meaning
      has: ([before = 1, after = 0]) => after - before >= 0.265,
    }),
    seedClaim({
      id: "held-out-symbols",
      paper: "symbols at evaluation are not those of tuning",
      wanted:
        "on symbols of two kinds that were never drawn in training the gain at least .055, and within .05 of that on the kind that was",
      bound: "after a pilot",
      expected: "holds",
      of: "gaussian, cube, pairs",
      values: (runs, seed) => [DRAWN, ...NEVER_DRAWN].map((each) => gain(runs, seed, [each])),
      limits: [{}, ...NEVER_DRAWN.map(() => ({ min: 0.055 }))],
      has: ([own = 0, ...others]) => others.every((other) => Math.abs(other - own) <= 0.05),
      remark: () =>
        "new symbols, but in four numbers they lie among those that were drawn: no region of symbols was held out",
    }),
    seedClaim({
      id: "unseen-tasks",
      paper: "tasks of a kind never tuned on gain too: algorithmic reasoning by 3.6 to 18.2 points",
      wanted: "where a cross parts the classes, never trained or tuned on, the gain at least .036",
      bound: "after a pilot",
      expected: "holds",
      of: "gain",
      values: (runs, seed) => [gain(runs, seed, [CROSS])],
      limits: [{ min: 0.036 }],
      remark: (runs) => {
        const [cross, bend] = [CROSS, BEND].map((each) =>
          mean(SEEDS.map((seed) => accuracy(runs, seed, LAST, each))).toFixed(2),
        );
        return `mean accuracy after: ${cross}, and ${bend} where a bend parts them; a line is right in most cases of a bend, in half of a cross`;
      },
    }),
    seedClaim({
      id: "relevant-labels",
      paper: "with relevant labels the smallest model loses 6.3 and 7.3 points, larger ones gain a little",
      wanted: "with relevant labels the mean accuracy after tuning at least .8, and at most .1 from that before it",
      bound: "after a pilot",
      expected: "holds",
      exempt: { shuffled: "relevant labels mean the task by themselves, so they need no pairing" },
      of: "before, after",
      values: (runs, seed) =>
        [0, LAST].map((tuning) => mean(RELEVANT.map((each) => accuracy(runs, seed, tuning, each)))),
      limits: [{}, { min: 0.8 }],
      has: ([before = 0, after = 1]) => Math.abs(after - before) <= 0.1,
    }),
  ],
};

/** Mean of what settings gain in accuracy by all the tuning. */
const gain = (runs: readonly MeasuredRun[], seed: number, settings: readonly SymbolSetting[]): number =>
  mean(settings.map((each) => accuracy(runs, seed, LAST, each) - accuracy(runs, seed, 0, each)));

/** Of a run, after all exemplars. */
const accuracy = (runs: readonly MeasuredRun[], seed: number, tuning: number, setting: SymbolSetting): number =>
  rowAt(runWith(runs, { seed, tuning }), { metric: "accuracy", at: { exemplars, ...setting } }).value;
