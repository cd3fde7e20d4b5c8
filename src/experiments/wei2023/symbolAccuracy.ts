import type { Learner } from "../../algorithms/learner.ts";
import type { Row, RowPlace } from "../../comparison/row.ts";
import { sameSign } from "../../metrics/accuracy.ts";
import { atPosition } from "../../metrics/squaredDifference.ts";
import { bootstrap } from "../../numerics/statistics.ts";
import type { PromptBatch } from "../../prompts/prompt.ts";
import { promptsOf } from "../../tasks/families.ts";
import { halfplaneBayes } from "../../tasks/symbols.bayes.ts";
import { type Boundary, exchangeSymbols, sampleSymbols } from "../../tasks/symbols.engine.ts";
import type { TrainedRun } from "../experiment.ts";
import { transformerOf } from "../transformerOf.ts";

/** How the labels of a prompt are written: naturally, naturally but exchanged, or as arbitrary symbols of some kind. */
export type LabelKind = NonNullable<RowPlace["labels"]>;

/** Prompts of one kind to ask a learner. */
export interface SymbolSetting {
  readonly labels: LabelKind;
  readonly instructed: boolean; // whether the prompt begins with an instruction
  readonly boundary: Boundary;
}

/** What is measured on a run. */
export interface SymbolQuestions {
  readonly experiment: string;
  readonly settings: readonly SymbolSetting[];
  readonly exemplars: readonly number[]; // after how many each is evaluated
  /** Of the prompts and their resamples; default the run's own seed, and fewer resamples. */
  readonly sampling?: { readonly seed: number; readonly resamples: number };
  readonly bayes: boolean; // whether to evaluate the Bayes predictor of a line too, which knows no label's meaning
}

const PROMPTS = 2048;

/** Accuracy of a run's transformer on prompts of each kind: the share whose answer is the symbol of its class. */
export async function symbolAccuracy(
  run: TrainedRun,
  { experiment, settings, exemplars, bayes, sampling }: SymbolQuestions,
): Promise<readonly Row[]> {
  const { config } = run.checkpoint;
  const { model, training } = config;
  const seed = sampling?.seed ?? config.seed;
  const prompts = promptsOf(config, "symbols");
  const resamples = bootstrap(PROMPTS, seed, sampling?.resamples);
  const trained = transformerOf(run);
  const own: RowPlace = {
    ...{ layers: model.layers, hiddenSize: model.hiddenSize, step: training.steps, tuning: prompts.tuning },
  };
  const rows: Row[] = [];
  const ask = async (learner: Learner, batch: PromptBatch, at: RowPlace) => {
    const right = sameSign(await learner.predict(batch), batch.y);
    for (const position of exemplars) {
      rows.push({
        ...{ experiment, metric: "accuracy", learner: learner.id, reference: "truth" },
        at: { exemplars: position, ...at },
        ...{ statistic: "mean", of: "prompts" },
        ...resamples.mean(atPosition(right, batch.exemplars + 1, position)),
      });
    }
  };
  const stream = { seed, label: "compare", first: 0 };
  try {
    for (const setting of settings) {
      const { labels, instructed, boundary } = setting;
      const meant = labels === "natural" || labels === "flipped";
      const drawn = sampleSymbols(
        {
          ...{ ...prompts, boundary, natural: meant ? 1 : 0, instructed: instructed ? 1 : 0 },
          ...(!meant && { symbols: labels }),
        },
        stream,
        PROMPTS,
      );
      await ask(trained, labels === "flipped" ? exchangeSymbols(drawn) : drawn, { ...setting, ...own });
    }
    if (bayes) await ask(halfplaneBayes(), sampleSymbols(prompts, stream, PROMPTS), {});
    return rows;
  } finally {
    trained.dispose?.();
  }
}
