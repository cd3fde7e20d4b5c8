import { modelOf } from "../checkpoints/checkpoint.ts";
import { initialState } from "../training/optimizer.ts";
import { controlIds } from "./claimWords.ts";
import type { ControlId, ControlResults, Experiment, MeasuredRun, TrainedRun } from "./experiment.ts";

/** A trained run as a control has it: its parameters before the first step, or the trained ones, which see shuffled labels. */
function asControl(run: TrainedRun, control: ControlId): TrainedRun {
  if (control === "shuffled") return { ...run, shuffledLabels: true };
  const { checkpoint } = run;
  const { config } = checkpoint;
  const state = initialState(modelOf(config).init(config.seed));
  return { ...run, checkpoint: { ...checkpoint, state }, history: [] };
}

/** Judges an experiment's claims on every control that one of them has, by claim. Measures all runs again for each. */
export async function judgeOnControls(
  experiment: Pick<Experiment, "claims" | "measure">,
  trained: readonly TrainedRun[],
): Promise<ReadonlyMap<string, ControlResults>> {
  const results = new Map<string, ControlResults>(experiment.claims.map(({ id }) => [id, {}]));
  for (const control of controlIds) {
    const claims = experiment.claims.filter(({ exempt }) => exempt?.[control] === undefined);
    if (claims.length === 0) continue;
    const measured: MeasuredRun[] = [];
    for (const run of trained) {
      const rows = await experiment.measure(asControl(run, control));
      measured.push({ config: run.checkpoint.config, rows });
    }
    for (const { id, judge } of claims) {
      const { holds, values } = judge(measured);
      results.set(id, { ...results.get(id), [control]: { holds, values } });
    }
  }
  return results;
}
