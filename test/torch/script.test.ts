import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { openLearner } from "../../src/checkpoints/openLearner.ts";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import { encodeNpz } from "../../src/comparison/npz.ts";
import type { Row } from "../../src/comparison/row.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import type { Config, Setting } from "../../src/config/schema.ts";
import { openSession } from "../../src/inspect/askPrompt.ts";
import { run } from "../../src/runs/trainRun.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { type TorchRun, torchScript } from "../../src/torch/torchScript.ts";
import { newFolder } from "../cli/icl.ts";

const host = nodeHost("auto", "1");
const small = { heads: 1, hiddenSize: 16, "training.batch": 16, "training.warmup": 5, "evaluation.prompts": 24 };

const scriptOf = (run: TorchRun) => torchScript(run, (file) => readFile(file, "utf8"));

/** What a command printed, and how it ended. */
async function ended(command: string, ...args: string[]): Promise<{ code: number; out: string }> {
  try {
    return { code: 0, out: (await promisify(execFile)(command, args)).stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

/** Prompts of the evaluation stream and our answers to them, and PyTorch's by the script: how far they are apart. */
async function apart(config: Config, bytes: Uint8Array, folder: string): Promise<Record<string, number>> {
  const { exemplars, dim } = config.prompts;
  const prompts = config.evaluation.prompts;
  const batch = await samplePrompts(config.prompts, { seed: config.seed, label: "evaluation", first: 0 }, prompts);
  const learner = await openLearner(decodeCheckpoint(bytes), host);
  const shape = [prompts, exemplars + 1];
  const ours = {
    x: { shape: [...shape, dim], data: batch.x },
    y: { shape, data: batch.y },
    transformer: { shape, data: await learner.predict(batch) },
  };
  learner.dispose?.();
  writeFileSync(join(folder, "ours.npz"), encodeNpz(ours));
  const difference = `
import json, sys, numpy as np
a, b = (np.load(sys.argv[1] + "/" + name) for name in ("ours.npz", "theirs.npz"))
print(json.dumps({name: float(np.abs(a[name] - b[name]).max()) for name in a} | {"size": float(np.abs(a["transformer"]).mean())}))`;
  return JSON.parse((await ended("/usr/bin/python3", "-c", difference, folder)).out);
}

it.each<[string, string, Record<string, Setting>]>([
  ["of the paper's kind, with noise", "quick", { layers: 2, "prompts.sigma": 0.5, seed: 2 ** 40 + 3 }],
  ["of paired tokens and linear attention", "linear-attention", {}],
  ["of linear attention, w the same for all", "quick", { attention: "linear", norm: "none", taskWeights: "ones" }],
  ["of a concept", "flipped-labels", { layers: 1 }],
  ["of a document first", "quick", { family: "document", document: 4, sigma: 0.5 }],
  ["of two classes", "quick", { family: "halfspace", coefficients: "signed", positions: "none", mlp: "off" }],
  ["of two classes by coins", "quick", { family: "halfspace", exemplars: 5, classes: "independent" }],
  ["of symbols that mean something, or nothing", "symbols", { natural: 0.5 }],
  ["of symbols in pairs", "symbols", { natural: 0.2, symbols: "pairs", sigma: 0.5 }],
  ["of symbols at a cube's corners", "symbols", { symbolSize: 2, symbols: "cube", natural: 0 }],
])("a run %s answers in PyTorch, by its script, as it does here", async (_, preset, settings) => {
  const config = withSettings(presetConfig(preset), { ...small, ...settings, "training.steps": 60, times: 4 });
  const folder = newFolder();
  const rows: Row[] = [];
  let bytes = new Uint8Array();
  let step = 0;
  for await (const event of run(config, host)) {
    if (event.type === "rows") rows.push(...event.rows);
    if (event.type === "checkpoint") [bytes, step] = [event.bytes as Uint8Array<ArrayBuffer>, event.step];
  }
  expect(step).toBe(60);
  const script = join(folder, "run.py");
  const parameters = join(folder, "run.safetensors");
  writeFileSync(parameters, bytes);
  writeFileSync(script, await scriptOf({ config, step, file: parameters, rows }));
  const said = await ended("/usr/bin/python3", script, parameters, join(folder, "theirs.npz"));
  expect(said).toMatchObject({ code: 0, out: expect.stringMatching(/^largest difference \d\.\de-\d+$/m) });
  expect(said.out.match(/in the lab/g)).toHaveLength(config.prompts.exemplars + 1);
  const { x, y, transformer, size } = await apart(config, bytes, folder);
  expect(x).toBeLessThan(1e-6);
  expect(y).toBeLessThan(1e-5);
  expect(transformer).toBeLessThan(1e-4);
  expect(size).toBeGreaterThan(0.01);

  const others = rows.map((row) => (row.metric === "squaredError" ? { ...row, value: row.value + 0.01 } : row));
  writeFileSync(script, await scriptOf({ config, step, file: parameters, rows: others }));
  expect((await ended("/usr/bin/python3", script)).code).toBe(1); // it finds the parameters by itself, and other errors
});

it("published parameters, in half precision, answer in PyTorch as they do here", async () => {
  const bytes = new Uint8Array(readFileSync("public/runs/play-d1/moments/10000.safetensors"));
  const config = presetConfig("play-d1");
  const folder = newFolder();
  const script = join(folder, "play.py");
  writeFileSync(script, await scriptOf({ config, step: 10_000, file: "10000.safetensors", rows: [] }));
  writeFileSync(join(folder, "10000.safetensors"), bytes);
  const said = await ended("/usr/bin/python3", script, join(folder, "10000.safetensors"), join(folder, "theirs.npz"));
  expect(said.code).toBe(0);
  expect(said.out).not.toContain("in the lab");
  const { transformer, size } = await apart(config, bytes, folder);
  expect(transformer).toBeLessThan(1e-4);
  expect(size).toBeGreaterThan(0.1);
});

it.each([
  ["play-d1", 10_000, { x: [-1.2, 0.4, 1.5], y: [-1.1, 0.9, 2.2], query: [2] }],
  ["play-d1", 10_000, { x: [], y: [], query: [-3] }],
  ["play-d2", 20_000, { x: [-1.5, 0.5, 0.5, -1.5], y: [-1.9, 1.4], query: [1, 1] }],
])(
  "PyTorch answers a given prompt of %s as the lab does, and the script rejects another answer",
  async (preset, step, prompt) => {
    const bytes = readFileSync(`public/runs/${preset}/moments/${step}.safetensors`);
    const { answer: ask } = await openSession(decodeCheckpoint(new Uint8Array(bytes)), host);
    const { looked } = await ask({
      x: Float32Array.from(prompt.x),
      y: Float32Array.from(prompt.y),
      queries: Float32Array.from(prompt.query),
      algorithms: [],
      tracedQuery: Float32Array.from(prompt.query),
    });
    const folder = newFolder();
    writeFileSync(join(folder, "then.safetensors"), bytes);
    const answeredAs = async (answer: number) => {
      const file = join(folder, "prompt.py");
      const run = { config: presetConfig(preset), step, file: "then.safetensors", rows: [] };
      writeFileSync(file, await scriptOf({ ...run, prompt: { ...prompt, answer } }));
      return ended("/usr/bin/python3", file);
    };
    const answer = looked.transformer as number;
    const said = await answeredAs(answer);
    expect([said.code, said.out]).toEqual([0, expect.stringMatching(/^the given prompt: .*in the lab/)]);
    expect((await answeredAs(answer + 0.01)).code).toBe(1);
  },
);
