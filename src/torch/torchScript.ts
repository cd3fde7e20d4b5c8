import type { Row } from "../comparison/row.ts";
import { runLabel } from "../config/runLabel.ts";
import type { Config } from "../config/schema.ts";
import { version } from "../config/version.ts";
import { scaleOf } from "../tasks/families.ts";
import { joinPython, samplerOf } from "./joinPython.ts";

/** A run as a PyTorch script needs it. */
export interface TorchRun {
  readonly config: Config;
  readonly step?: number; // of the parameters; default: the end of the run
  readonly file: string; // the name of a .safetensors file next to the script
  readonly rows: readonly Row[]; // of the run: the script compares its errors with those measured at that step
  readonly prompt?: TorchPrompt; // of a linear task with interleaved tokens: answered too
}

/** One prompt of n exemplars, n at most N, and the answer of the transformer here. */
export interface TorchPrompt {
  readonly x: readonly number[]; // [n, D]
  readonly y: readonly number[]; // [n]
  readonly query: readonly number[]; // [D]
  readonly answer: number;
}

const TOLERANCE = 1e-3;

const answer = new URL("./answer.py", import.meta.url);

/**
 * A Python script that opens the run's parameters, draws its evaluation prompts as they were drawn here and answers them,
 * with only PyTorch and NumPy; it first answers `prompt` if there is one. Its exit code is 0 if its mean squared errors
 * equal those of the rows, and its answer to that prompt equals the given one. `read` gives the text of a Python file of the lab. Throws one sentence
 * if the task family has no Python.
 */
export async function torchScript(run: TorchRun, read: (file: URL) => Promise<string>): Promise<string> {
  const { config, step } = run;
  const { imports, bodies } = await joinPython([samplerOf(config), answer], read);
  return `#!/usr/bin/env python3
"""${runLabel(config)}${step === undefined ? "" : ` at step ${step}`}: the transformer and its prompts, in PyTorch. Written by ICL Lab ${version}.

    python3 THIS.py [PARAMETERS.safetensors] [ANSWERS.npz]

opens the parameters saved next to it, draws the run's evaluation prompts as the lab drew them, and answers them.
With ANSWERS.npz it saves the prompts and the answers there: x [B, N + 1, D], y and transformer [B, N + 1].
"""
import sys
${imports.filter((each) => each !== "import sys").join("\n")}

# config: of the run. scale: squared errors are divided by it. measured: mean squared error after 0...N exemplars, as the
# lab measured it at this step. prompt: a given prompt and the answer of the lab.
RUN = json.loads(
    r"""
${settingsOf(run, scaleOf(config.prompts))}
"""
)


${bodies.join("\n\n\n")}


if __name__ == "__main__":
    sys.exit(main(RUN, draw, *sys.argv[1:]))
`;
}

/** The settings of the run for the script, one entry per line. */
function settingsOf(run: TorchRun, scale: number): string {
  const entries = {
    parameters: run.file,
    config: run.config,
    scale,
    measured: measuredErrors(run),
    prompt: run.prompt ?? null,
    tolerance: TOLERANCE,
  };
  const lines = Object.entries(entries).map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

/** Mean squared errors of the transformer after 0…N exemplars at the run's step; empty if there are none. */
const measuredErrors = ({ rows, step }: TorchRun): number[] =>
  rows
    .filter(
      ({ metric, learner, statistic, at }) =>
        metric === "squaredError" &&
        learner === "transformer" &&
        statistic === "mean" &&
        step !== undefined &&
        at.step === step,
    )
    .map(({ value }) => value);
