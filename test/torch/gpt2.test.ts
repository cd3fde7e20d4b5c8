import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { icl, lastLine, newFolder } from "../cli/icl.ts";

const PROMPTS = 64;

/** Runs gpt2.py of this folder with Debian's Python. */
async function python(...args: string[]): Promise<string> {
  const script = new URL("gpt2.py", import.meta.url).pathname;
  return (await promisify(execFile)("/usr/bin/python3", [script, ...args])).stdout;
}

it("a GPT-2 with a read-in and a read-out, as Garg et al. save it, answers here as it does in PyTorch", async () => {
  const folder = newFolder();
  const model = join(folder, "model.safetensors");
  await python("make", model, "5");
  const flags = [
    "--layout",
    "gpt2",
    "--preset",
    "fit-d8",
    "--set",
    "exemplars=12",
    "--set",
    "hiddenSize=24",
    "--set",
    "heads=3",
  ];
  const out = join(folder, "compare");
  const ended = await icl(
    "compare",
    "--checkpoint",
    model,
    ...flags,
    "--prompts",
    String(PROMPTS),
    "--out",
    out,
    "--json",
  );
  expect(ended.code).toBe(0);
  expect(ended.err).toContain("read the layout of GPT-2: D 5, 3 layers, H 24");
  expect(ended.err).toContain("kept 25 of 64 positions");
  expect(lastLine(ended)).toMatchObject({ dim: 5 });
  const torch = JSON.parse(await python("answer", `${model}.pt`, join(out, "predictions.npz"), "3"));
  expect(torch.shape).toEqual([PROMPTS, 13]);
  expect(torch.rootMeanSquare).toBeGreaterThan(0.1);
  expect(torch.largestDifference).toBeLessThan(1e-4);
});

it("a setting that the file determines, and a layout that does not exist, are refused", async () => {
  const model = join(newFolder(), "model.safetensors");
  await python("make", model, "5");
  const compared = (...flags: string[]) => icl("compare", "--checkpoint", model, "--preset", "fit-d5", ...flags);
  const size = await compared("--layout", "gpt2", "--set", "layers=4");
  expect([size.code, size.err]).toEqual([2, "icl: invalid --set model.layers: the file has 3, got 4\n"]);
  const layout = await compared("--layout", "gpt3");
  expect([layout.code, layout.err]).toEqual([2, "icl: invalid --layout: must be gpt2, got gpt3\n"]);
});
