import { expect, test } from "vitest";
import { modelOf, parametersSha256 } from "../../src/checkpoints/checkpoint.ts";
import { readRecord } from "../../src/cli/records.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import type { Claim, TrainedRun } from "../../src/experiments/experiment.ts";
import { loadExperiment } from "../../src/experiments/experiment.ts";
import { judgeOnControls } from "../../src/experiments/judgeOnControls.ts";
import { experiments } from "../../src/experiments/registry.ts";
import { transformerOf } from "../../src/experiments/transformerOf.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { shuffleLabels } from "../../src/prompts/shuffleLabels.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { startHere } from "../kernels/startHere.ts";

const config = withSettings(presetConfig("quick"), {
  ...{ dim: 2, exemplars: 4, layers: 1, hiddenSize: 8, heads: 1, seed: 5 },
});
const model = modelOf(config);
const random = randomAt(6, "test", 0);
const trained = model.init(6).map((value) => value + 0.1 * random.normal());
const trainedState = { ...initialState(trained), step: 9 };
const run: TrainedRun = { checkpoint: { config, state: trainedState, secondsTraining: 1 }, history: [] };

const claim = (id: string, more: Partial<Claim> = {}): Claim => ({
  ...{ id, paper: "", wanted: "", expected: "holds", ...more },
  judge: (runs) => ({ values: runs.map(({ rows }) => rows.length), of: "runs", holds: runs.length === 1 }),
});

test("a claim is judged on the parameters before training, and on shuffled labels, unless it is exempt", async () => {
  const seen: string[] = [];
  const results = await judgeOnControls(
    {
      claims: [claim("both"), claim("one", { exempt: { shuffled: "because" } })],
      async measure({ checkpoint: { state }, shuffledLabels }) {
        seen.push(`${parametersSha256(state.parameters)} ${state.step} ${shuffledLabels === true}`);
        return [];
      },
    },
    [run],
  );
  const [before, after] = [model.init(5), trained].map((each) => parametersSha256(each));
  expect(seen).toEqual([`${before} 0 false`, `${after} 9 true`]);
  expect(results.get("both")).toEqual({
    ...{ untrained: { holds: true, values: [0] }, shuffled: { holds: true, values: [0] } },
  });
  expect(results.get("one")).toEqual({ untrained: { holds: true, values: [0] } });
});

test("on shuffled labels a transformer answers as on prompts whose labels have moved", async () => {
  await startHere("cpu");
  const batch = await samplePrompts(config.prompts, { seed: 1, label: "test", first: 0 }, 3);
  const [plain, moved] = [transformerOf(run), transformerOf({ ...run, shuffledLabels: true })];
  try {
    expect(await moved.predict(batch)).toEqual(await plain.predict(shuffleLabels(batch)));
    expect(await moved.predict(batch)).not.toEqual(await plain.predict(batch));
    const queries = batch.x.slice(0, 3 * 2);
    expect(await moved.predictQueries(batch, queries, 3)).toEqual(
      await plain.predictQueries(shuffleLabels(batch, 3), queries, 3),
    );
  } finally {
    plain.dispose?.();
    moved.dispose?.();
  }
});

test("no recorded claim holds on a control, and every one that was judged says what came of it", async () => {
  const records = (await Promise.all(experiments.map(loadExperiment))).map((each) => readRecord(each));
  const claims = records.flatMap((record) => record?.claims ?? []);
  const judged = claims.filter(({ controls }) => controls !== undefined);
  expect(judged.length).toBeGreaterThan(0);
  for (const { experiment, id, state, controls = {}, exempt = {} } of judged) {
    const name = `${experiment}/${id}`;
    for (const control of ["untrained", "shuffled"] as const) {
      expect(controls[control] !== undefined || exempt[control] !== undefined, `${name} ${control}`).toBe(true);
      if (state === "holds") expect(controls[control]?.holds ?? false, `${name} ${control}`).toBe(false);
    }
  }
});
