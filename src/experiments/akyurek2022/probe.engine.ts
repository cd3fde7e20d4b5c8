import { modelOf } from "../../checkpoints/checkpoint.ts";
import type { Row } from "../../comparison/row.ts";
import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { currentEngine } from "../../kernels/engine.ts";
import { bootstrap } from "../../numerics/statistics.ts";
import { type ProbeTarget, targetsOf } from "../../probes/targets.ts";
import { shuffleLabels } from "../../prompts/shuffleLabels.ts";
import { trainProbes } from "../../runs/trainProbes.ts";
import { promptsOf } from "../../tasks/families.ts";
import { sampleLinear } from "../../tasks/linear.engine.ts";
import type { ProbeData, ProbeKind } from "../../training/probeTask.ts";
import { hiddenStates } from "../../transformer/hiddenStates.ts";
import type { ExperimentEngine, MeasuredRun, TrainedRun } from "../experiment.ts";
import { rowAt, rowsAt } from "../findRows.ts";

const SEEDS = [1, 2, 3];
const EXEMPLARS = 8; // n = 2 D
const PROMPTS = 8192; // on which probes are trained
const TEST_PROMPTS = 1024;
const TARGETS: readonly ProbeTarget[] = ["moment", "ols"];
const KINDS: readonly ProbeKind[] = ["linear", "mlp"];

const base = presetConfig("probe");
const control = { "prompts.taskWeights": "ones", "training.steps": 1000 };

/** The runs of `probe`, what is measured on them, and what is claimed. */
export const probeEngine: ExperimentEngine = {
  runs: [
    ...SEEDS.map((seed) => withSettings(base, { seed })),
    ...SEEDS.map((seed) => withSettings(base, { ...control, seed })),
  ],
  publishes: (config) => config.seed === 1 && !isControl(config),
  measure,
  claims: [
    {
      id: "order",
      paper: "XᵀY can be read from earlier layers than the weights of least squares",
      wanted:
        "first layer whose MLP probe has less than half the error of layer 0's: for XᵀY no later than for w, in every seed",
      expected: "holds",
      judge(runs) {
        const firsts = trained(runs).map((run) => TARGETS.map((target) => firstBelowHalf(run, target)));
        return {
          values: firsts.flat(),
          of: "seeds × (XᵀY, w)",
          holds: firsts.every(([moment = Infinity, ols = Infinity]) => Number.isFinite(moment) && moment <= ols),
        };
      },
    },
    {
      id: "mlp-below-linear",
      paper: "an MLP probe reads both better than a linear probe",
      wanted:
        "error of the MLP probe below that of the linear one, at the best layer of each, for both targets, in every seed",
      expected: "holds",
      judge(runs) {
        const values = trained(runs).flatMap((run) =>
          TARGETS.map((target) => best(run, target, "mlp").value / best(run, target, "linear").value),
        );
        return { values, of: "seeds × (XᵀY, w), MLP / linear", holds: values.every((ratio) => ratio < 1) };
      },
    },
    {
      id: "control",
      paper: "a model trained with one w for all prompts holds neither",
      wanted:
        "error of the MLP probe on the control at least 2 times that on the model, at the best layer of each, for both targets, in every seed",
      expected: "holds",
      judge(runs) {
        const values = trained(runs).flatMap((run) => {
          const other = controls(runs).find(({ config }) => config.seed === run.config.seed) as MeasuredRun;
          return TARGETS.map((target) => best(other, target, "mlp").value / best(run, target, "mlp").value);
        });
        return { values, of: "seeds × (XᵀY, w), control / model", holds: values.every((ratio) => ratio >= 2) };
      },
    },
    {
      id: "attention",
      paper: "the probes attend to the y tokens",
      wanted:
        "more than half of the MLP probe's attention on the y tokens, at its best layer, for both targets, in every seed",
      expected: "holds",
      judge(runs) {
        const values = trained(runs).flatMap((run) => TARGETS.map((target) => attentionOnYs(run, target)));
        return { values, of: "seeds × (XᵀY, w)", holds: values.every((share) => share > 0.5) };
      },
    },
  ],
};

const isControl = (config: Config) => promptsOf(config, "linear").taskWeights === "ones";
const trained = (runs: readonly MeasuredRun[]) => runs.filter(({ config }) => !isControl(config));
const controls = (runs: readonly MeasuredRun[]) => runs.filter(({ config }) => isControl(config));

/** A learner's id in the rows. The control has its own id. */
const learnerOf = (config: Config) => (isControl(config) ? "control" : "transformer");

const errorsOf = (run: MeasuredRun, target: ProbeTarget, probe: ProbeKind): readonly Row[] =>
  rowsAt(run, { metric: "probeError", learner: learnerOf(run.config), reference: target, at: { probe } });

/** The layer that the probe reads best. */
const best = (run: MeasuredRun, target: ProbeTarget, probe: ProbeKind): Row =>
  errorsOf(run, target, probe).reduce((a, b) => (b.value < a.value ? b : a));

function firstBelowHalf(run: MeasuredRun, target: ProbeTarget): number {
  const errors = errorsOf(run, target, "mlp");
  const [first] = errors;
  return errors.find(({ value }) => value < 0.5 * (first?.value ?? 0))?.at.layer ?? Number.POSITIVE_INFINITY;
}

function attentionOnYs(run: MeasuredRun, target: ProbeTarget): number {
  const { layer } = best(run, target, "mlp").at;
  return Array.from({ length: EXEMPLARS }, (_, i) => {
    const at = { layer, probe: "mlp", token: 2 * i + 1 } as const;
    return rowAt(run, { metric: "probeAttention", learner: learnerOf(run.config), reference: target, at }).value;
  }).reduce((sum, weight) => sum + weight, 0);
}

/** A probe for each layer, target and kind, trained on prompts of w ~ N(0, τ² I) whatever the model was trained on. */
async function measure(run: TrainedRun): Promise<readonly Row[]> {
  const { config, state } = run.checkpoint;
  const engine = currentEngine();
  const model = modelOf(config);
  const data = async (label: string, prompts: number) => {
    const batch = sampleLinear(
      { ...promptsOf(config, "linear"), taskWeights: "drawn" },
      { seed: config.seed, label, first: 0 },
      prompts,
    );
    const shown = run.shuffledLabels ? shuffleLabels(batch, EXEMPLARS) : batch;
    const layers = await hiddenStates(model, state.parameters, shown, EXEMPLARS, engine);
    const targets = new Map(TARGETS.map((target) => [target, targetsOf(batch, EXEMPLARS, target)]));
    return layers.map((hidden) => (target: ProbeTarget): ProbeData => {
      return { hidden, targets: targets.get(target) as Float64Array };
    });
  };
  const [training, test] = [await data("probe", PROMPTS), await data("probe/held", TEST_PROMPTS)];
  const places = TARGETS.flatMap((target) =>
    KINDS.flatMap((kind) => training.map((_, layer) => ({ target, kind, layer }))),
  );
  const tasks = places.map(({ target, kind, layer }) => {
    const [at, heldOutAt] = [training[layer], test[layer]] as [DataOf, DataOf];
    return { kind, training: at(target), heldOut: heldOutAt(target), seed: config.seed };
  });
  const probes = await trainProbes(run, tasks, engine);
  const resamples = bootstrap(TEST_PROMPTS, config.seed);
  return probes.flatMap(({ errors, attention }, k) => {
    const { target: reference, kind, layer } = places[k] as (typeof places)[number];
    const place = { exemplars: EXEMPLARS, layer, probe: kind };
    const about = {
      experiment: "probe",
      learner: learnerOf(config),
      reference,
      statistic: "mean",
      of: "prompts",
    } as const;
    const rows: Row[] = [{ ...about, metric: "probeError", at: place, ...resamples.mean(errors) }];
    if (kind === "linear" || isControl(config)) return rows; // where they look is shown for the MLP on the model
    attention.forEach((value, token) => {
      const at = { ...place, token };
      rows.push({ ...about, metric: "probeAttention", at, value, low: value, high: value, n: PROMPTS });
    });
    return rows;
  });
}

type DataOf = (target: ProbeTarget) => ProbeData;
