import type { Row } from "../comparison/row.ts";
import { runLabel } from "../config/runLabel.ts";
import type { Config } from "../config/schema.ts";
import { version } from "../config/version.ts";
import { familyOf, scaleOf } from "../tasks/families.ts";

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

/** The modules that others import, by name. */
const modules: Readonly<Record<string, URL>> = {
  random_numbers: new URL("./random_numbers.py", import.meta.url),
  linear_prompts: new URL("./linear_prompts.py", import.meta.url),
  transformer: new URL("./transformer.py", import.meta.url),
};
const answer = new URL("./answer.py", import.meta.url);

/**
 * A Python script that opens the run's parameters, draws its evaluation prompts as they were drawn here and answers them,
 * with only PyTorch and NumPy; it first answers `prompt` if there is one. Its exit code is 0 if its mean squared errors
 * equal those of the rows, and its answer to that prompt equals the given one. `read` gives the text of a Python file of the lab. Throws one sentence
 * if the task family has no Python.
 */
export async function torchScript(run: TorchRun, read: (file: URL) => Promise<string>): Promise<string> {
  const { config, step } = run;
  const family = familyOf(config.prompts);
  if (!family.python)
    throw new Error(`invalid prompts.family: "${family.id}" has no Python file that draws its prompts`);
  const { imports, bodies } = await joined([family.python, answer], read);
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

/** Joins Python files: first their external imports, each once, then their bodies, each after the modules that it imports. */
async function joined(files: readonly URL[], read: (file: URL) => Promise<string>) {
  const imports = new Set<string>();
  const bodies = new Map<string, string>();
  const add = async (file: URL): Promise<void> => {
    if (bodies.has(file.href)) return;
    bodies.set(file.href, ""); // prevents a second reading if modules import each other
    const lines = (await read(file)).replace(/^""".*"""\n/, "").split("\n");
    for (const line of lines.filter(isImport)) {
      const module = modules[/^from (\w+) import/.exec(line)?.[1] ?? ""];
      if (module) await add(module);
      else imports.add(line);
    }
    bodies.delete(file.href);
    bodies.set(
      file.href,
      lines
        .filter((line) => !isImport(line))
        .join("\n")
        .trim(),
    );
  };
  for (const file of files) await add(file);
  return { imports: [...imports], bodies: [...bodies.values()] };
}

const isImport = (line: string) => /^(import|from) /.test(line);
