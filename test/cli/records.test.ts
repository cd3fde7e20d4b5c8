import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { encodeCheckpoint, modelOf, parametersSha256 } from "../../src/checkpoints/checkpoint.ts";
import { trainedIn } from "../../src/cli/io/experimentFolder.ts";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import {
  judgeRecord,
  readParameters,
  readRecord,
  remeasure,
  rowsOfRecord,
  writeRecord,
} from "../../src/cli/records.ts";
import { fromJson, type Row, toJson } from "../../src/comparison/row.ts";
import { withSettings } from "../../src/config/config.ts";
import { runLabel } from "../../src/config/runLabel.ts";
import { defaults } from "../../src/config/schema.ts";
import { type Experiment, loadExperiment, type TrainedRun } from "../../src/experiments/experiment.ts";
import type { ExperimentRecord } from "../../src/experiments/record.ts";
import { experiments } from "../../src/experiments/registry.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { newFolder } from "./icl.ts";

const base = withSettings(defaults, { dim: 1, exemplars: 2, layers: 1, hiddenSize: 4, heads: 1 });

/** An experiment that measures the sum of the parameters, and publishes those of its first seed. */
const sums: Experiment = {
  ...{ name: "sums", title: "Sums", figure: "none", question: "How much is it?", scale: { here: "", paper: "" } },
  paper: { text: "Sums (2026).", note: "sums" },
  notebook: { file: "00-sums", title: "Sums" },
  figures: async () => [],
  runs: [1, 2].map((seed) => withSettings(base, { seed })),
  publishes: ({ seed }) => seed === 1,
  async measure({ checkpoint, history }) {
    const value = checkpoint.state.parameters.reduce((sum, each) => sum + each, 0);
    return [...history, { ...row, value, low: value, high: value }];
  },
  claims: [
    {
      ...{ id: "positive", paper: "it is", wanted: "a sum above 0", expected: "holds" },
      judge: (runs) => ({ values: runs.map(({ rows }) => rows.length), of: "seeds", holds: runs.length === 2 }),
    },
  ],
};

const row: Row = {
  ...{ experiment: "sums", metric: "loss", learner: "transformer", reference: "truth", at: { step: 3 } },
  ...{ statistic: "mean", value: 0, low: 0, high: 0, n: 1, of: "prompts" },
};

const trained: readonly TrainedRun[] = sums.runs.map((config) => ({
  checkpoint: { config, state: { ...initialState(modelOf(config).init(config.seed)), step: 3 }, secondsTraining: 1 },
  history: [{ ...row, at: { step: 1 }, value: Number.POSITIVE_INFINITY }],
}));

const labels = sums.runs.map(runLabel);

let root: string;
beforeAll(async () => {
  root = newFolder();
  await writeRecord(sums, trained, root);
});

test("a record comes back with its rows, its claims, and the hashes of what was trained and of what is published", () => {
  const record = readRecord(sums, root);
  expect(record?.runs.map(({ label, published }) => [label, published])).toEqual([
    [labels[0], true],
    [labels[1], false],
  ]);
  const [first, second] = record?.runs ?? [];
  const whole = (trained[0] as TrainedRun).checkpoint.state.parameters;
  expect(first?.trainedSha256).toBe(parametersSha256(whole));
  expect(first?.parametersSha256).not.toBe(first?.trainedSha256); // rounded to half precision
  expect(second?.rows[0]?.value).toBe(Number.POSITIVE_INFINITY);
  expect(record?.claims).toMatchObject([{ id: "positive", state: "holds", values: [2, 2], of: "seeds" }]);
  expect(rowsOfRecord(sums, record as NonNullable<typeof record>)[1]?.rows).toEqual(second?.rows);
  const [mean] = record?.rows.filter(({ at }) => at.step === 3) ?? [];
  const values = [first, second].map((run) => run?.rows[1]?.value as number);
  expect(mean).toMatchObject({ of: "seeds", n: 2, low: Math.min(...values), high: Math.max(...values) });
});

test("measured again, the published parameters give the recorded row", async () => {
  const record = readRecord(sums, root);
  const run = record?.runs[0] as NonNullable<typeof record>["runs"][0];
  const checkpoint = readParameters(sums, sums.runs[0] as (typeof sums.runs)[0], run, root);
  const [, again] = await sums.measure({ checkpoint, history: run.rows.slice(0, 1) });
  expect(again?.value).toBeCloseTo(run.rows[1]?.value as number, 3);
});

test("there is no record if nothing was recorded", () => {
  expect(readRecord({ ...sums, name: "others" }, root)).toBeUndefined();
});

const damage: readonly [what: string, harm: (record: string) => string, sentence: RegExp][] = [
  [
    "the hash of other parameters",
    (text) => text.replace(/("parametersSha256":")./, "$1x"),
    /its rows were measured on parameters/,
  ],
  ["the hash of another training", (text) => text.replace(/("trainedSha256":")./, "$1x"), /its training ended with x/],
  ["another run", (text) => text.replace("seed2", "seed7"), /expected runs .*seed1, .*seed2, got another set/],
  ["parameters that are not there", (text) => text.replace('"published":false', '"published":true'), /are missing/],
];

test.each(damage)("a record with %s is an error of one sentence", async (_, harm, sentence) => {
  const folder = newFolder();
  await writeRecord(sums, trained, folder);
  const path = join(folder, "sums.json");
  writeFileSync(path, harm(readFileSync(path, "utf8")));
  expect(() => readRecord(sums, folder)).toThrow(sentence);
});

test.each(experiments)("the record of $name holds the claims that its rows give", async (definition) => {
  const experiment = await loadExperiment(definition);
  const record = readRecord(experiment) as ExperimentRecord;
  const judged = judgeRecord(experiment, record).map(({ expected: _, ...claim }) => claim);
  expect(record.claims).toEqual(fromJson(toJson(judged)));
});

test("published parameters are measured again without training, to the same record, if those of every run are", async () => {
  const root = newFolder();
  const all: Experiment = {
    ...sums,
    publishes: () => true,
    measure: (run) => sums.measure({ ...run, history: [] }),
  };
  const record = await writeRecord(all, trained, root);
  const host = nodeHost("cpu", "1");
  expect(record.runs[0]?.trainedSha256).not.toBe(record.runs[0]?.parametersSha256); // half precision
  const again = await remeasure(all, { host, publish: true, root });
  expect(again.claims).toEqual(record.claims);
  expect(again.runs.map(({ rows: _, ...run }) => run)).toEqual(record.runs.map(({ rows: _, ...run }) => run));
  expect(readRecord(all, root)).toEqual(fromJson(toJson(again)));
  const some = newFolder();
  await writeRecord(sums, trained, some);
  await expect(remeasure(sums, { host, publish: false, root: some })).rejects.toThrow(
    "expected published parameters of all 2 runs of sums, 1 are missing; --live trains them",
  );
});

test("a run is measured only if its checkpoint has the hash of its result", () => {
  const folder = newFolder();
  const [first, second] = trained.map(({ checkpoint }) => checkpoint);
  if (!first || !second) throw new Error("two runs were trained");
  writeFileSync(join(folder, "rows.json"), "[]\n");
  writeFileSync(
    join(folder, "result.json"),
    JSON.stringify({ parametersSha256: parametersSha256(first.state.parameters) }),
  );
  writeFileSync(join(folder, "checkpoint.safetensors"), encodeCheckpoint(second));
  expect(() => trainedIn([folder])).toThrow(
    /checkpoint\.safetensors has changed since the run ended: expected parameters/,
  );
  writeFileSync(join(folder, "checkpoint.safetensors"), encodeCheckpoint(first));
  expect(trainedIn([folder])).toHaveLength(1);
});
