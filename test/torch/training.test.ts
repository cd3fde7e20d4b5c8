import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { decodeCheckpoint, modelOf, parametersSha256 } from "../../src/checkpoints/checkpoint.ts";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import { TORCHRUN } from "../../src/cli/sweep/torchEngine.ts";
import { parseRows, type Row } from "../../src/comparison/row.ts";
import type { Config, Setting } from "../../src/config/schema.ts";
import { run } from "../../src/runs/trainRun.ts";
import { endOf } from "../cli/icl.ts";
import { apart, lossesOf, PYTHON, programFolder, runProgram, smallConfig, startProgram } from "./program.ts";

/** The losses, rows and parameters of a run of the lab. */
async function trainHere(config: Config) {
  const losses: number[] = [];
  const rows: Row[] = [];
  let result = { parametersSha256: "", loss: Number.NaN };
  for await (const event of run(config, nodeHost("auto", "1"))) {
    if (event.type === "step") losses.push(event.loss);
    if (event.type === "rows") rows.push(...event.rows);
    if (event.type === "done") result = event.result;
  }
  return { losses, rows, result };
}

const checkpointIn = (folder: string) =>
  decodeCheckpoint(new Uint8Array(readFileSync(join(folder, "checkpoint.safetensors"))));
const resultIn = (folder: string) => JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));

const paperSized = { dim: 4, exemplars: 6, layers: 3, hiddenSize: 32, heads: 2, headSize: 8, learningRate: 2e-3 };
const gpt2 = { attentionBias: "on", activation: "gelu-tanh", init: "gpt2", optimizer: "adam", beta2: 0.999 };

it.each<[string, string, Record<string, Setting>]>([
  ["of the default recipe", "quick", {}],
  ["with Adam, cosine decay and a loss at the query", "quick", { optimizer: "adam", decay: "cosine", loss: "query" }],
  [
    "with noise and changes",
    "quick",
    { sigma: 0.5, "training.changes": "learningRate=0.002@20_clip=0.5@30_momentum=0.9@40" },
  ],
  ["of paired tokens and linear attention", "linear-attention", {}],
  ["of a concept, tuned at the end", "flipped-labels", { tuning: 25, natural: 0.5 }],
  ["of symbols, tuned at the end", "symbols", { tuning: 25, symbolSize: 4 }],
  ["of two classes", "quick", { family: "halfspace", exemplars: 6 }],
  [
    "of sparse weights, without LayerNorm and MLP",
    "quick",
    { family: "sparse", nonzero: 2, norm: "none", mlp: "off", positions: "none" },
  ],
  ["of a document first", "quick", { family: "document", document: 2, sigma: 0.5 }],
  ["of the paper's block, initialisation and recipe", "paper", paperSized],
  ["of GPT-2's block and initialisation", "quick", gpt2],
])("a run %s has the losses of the lab, step by step", async (_, preset, settings) => {
  const config = smallConfig(preset, settings);
  const folder = await programFolder(config);
  const ended = await runProgram(folder, "--json");
  expect(ended).toMatchObject({ code: 0, err: "" });
  const theirs = lossesOf(ended);
  const ours = await trainHere(config);
  expect(theirs).toHaveLength(60);
  expect(apart(ours.losses.slice(0, 20), theirs.slice(0, 20))).toBeLessThan(1e-5);
  expect(apart(ours.losses, theirs)).toBeLessThan(1e-2); // rounding grows with every step, as between two orders of sums here
  const errors = (rows: readonly Row[]) =>
    rows.filter((row) => row.metric === "squaredError" && row.learner === "transformer" && row.statistic === "mean");
  const [measured, expected] = [errors(parseRows(readFileSync(join(folder, "rows.json"), "utf8"))), errors(ours.rows)];
  expect(measured.map(({ at }) => at)).toEqual(expected.map(({ at }) => at));
  measured.slice(0, config.prompts.exemplars + 1).forEach((row, k) => {
    const before = expected[k] as Row; // the first step: the same but for rounding
    for (const name of ["value", "low", "high"] as const) expect(row[name] / before[name]).toBeCloseTo(1, 4);
    expect({ ...row, value: 0, low: 0, high: 0 }).toEqual({ ...before, value: 0, low: 0, high: 0 });
  });
  measured.forEach(({ value, low, high }, k) => {
    const row = expected[k] as Row;
    expect(value / row.value).toBeCloseTo(1, 1);
    expect([low <= value, value <= high]).toEqual([true, true]);
  });
  const { config: stored, state } = checkpointIn(folder);
  expect([stored, state.step]).toEqual([config, 60]);
  expect(resultIn(folder)).toMatchObject({ step: 60, parametersSha256: parametersSha256(state.parameters), config });
  expect(resultIn(folder).loss / ours.result.loss).toBeCloseTo(1, 1);
});

it.each<[string, Record<string, Setting>]>([
  ["quick", { seed: 2 ** 40 + 3 }],
  ["quick", { hiddenSize: 130, layers: 1 }],
  ["linear-attention", {}],
  ["symbols", {}],
  ["paper", paperSized],
  ["quick", gpt2],
  ["quick", { norm: "carried" }],
])("the parameters of %s before the first step are those of the lab, to the bit: %j", async (preset, settings) => {
  const config = smallConfig(preset, settings);
  const folder = await programFolder(config);
  expect(await runProgram(folder, "--until", "0", "--workers", "0")).toMatchObject({ code: 0, err: "" });
  expect(resultIn(folder)).toMatchObject({
    step: 0,
    parametersSha256: parametersSha256(modelOf(config).init(config.seed)),
  });
});

it("the number of processes that draw prompts changes nothing", async () => {
  const config = smallConfig("quick", { "training.batch": 256, "training.steps": 30 });
  const hashes = [];
  for (const workers of ["0", "1", "3"]) {
    const folder = await programFolder(config);
    expect((await runProgram(folder, "--workers", workers)).code).toBe(0);
    hashes.push(resultIn(folder).parametersSha256);
  }
  expect(new Set(hashes).size).toBe(1);
});

it("two processes of torchrun have the losses of one", async () => {
  const config = smallConfig("quick", { "training.batch": 9, "training.steps": 50 });
  const [alone, together] = [await programFolder(config), await programFolder(config)];
  expect((await runProgram(alone)).code).toBe(0);
  const args = [...TORCHRUN, "--nproc_per_node=2", join(together, "train.py")];
  await promisify(execFile)(PYTHON, [...args, "--device", "cpu"]);
  const [ours, theirs] = [alone, together].map((folder) =>
    lossesOf({ out: readFileSync(join(folder, "log.jsonl"), "utf8") }),
  );
  expect(theirs).toHaveLength(5);
  expect(apart(ours?.slice(0, 2) ?? [], theirs ?? [])).toBeLessThan(1e-5);
  expect(apart(ours ?? [], theirs ?? [])).toBeLessThan(1e-3);
  expect(resultIn(together)).toMatchObject({ step: 50, workers: 2 });
  const rowsIn = (folder: string) => parseRows(readFileSync(join(folder, "rows.json"), "utf8"));
  rowsIn(together).forEach((row, k) => {
    expect({ ...row, value: 0, low: 0, high: 0 }).toEqual({ ...rowsIn(alone)[k], value: 0, low: 0, high: 0 });
    expect(row.value / (rowsIn(alone)[k] as Row).value).toBeCloseTo(1, 2);
  });
});

it("bfloat16 trains with the same prompts, not the same rounding", async () => {
  const config = smallConfig("quick", { "training.steps": 3 });
  const [exact, rounded] = [await programFolder(config), await programFolder(config)];
  const losses = lossesOf(await runProgram(exact, "--json"));
  const ended = await endOf(startProgram(rounded, "--json", "--precision", "bfloat16"));
  expect(ended.code).toBe(0);
  const difference = apart(losses, lossesOf(ended));
  expect([difference > 1e-6, difference < 0.02]).toEqual([true, true]);
});
