import { runLabel } from "../config/runLabel.ts";
import { type Config, invalidSetting } from "../config/schema.ts";
import { version } from "../config/version.ts";
import { familyOf, scaleOf } from "../tasks/families.ts";
import { drawnInits, isDrawn } from "../transformer/modelConfig.ts";
import { joinPython, samplerOf } from "./joinPython.ts";

/** The name of the program in a run folder. */
export const PROGRAM = "train.py";

const train = new URL("./train.py", import.meta.url);

/** A definition file that a run uses, as its checkpoints name it. */
interface Definition {
  readonly kind: string;
  readonly id: string;
  readonly sha256: string;
}

/**
 * A Python program that trains a config with PyTorch and NumPy alone, on the prompts, from the initial parameters and by the
 * recipe of the lab, and writes a run folder. `read` gives the text of a Python file of the lab; `definitions` are those of
 * the run's task family and algorithms. Throws ConfigError if PyTorch cannot train the config.
 */
export async function trainingProgram(
  config: Config,
  read: (file: URL) => Promise<string>,
  definitions: readonly Definition[] = [],
): Promise<string> {
  assertTrainable(config);
  const { imports, bodies } = await joinPython([samplerOf(config), train], read);
  const { tuned = {} } = familyOf(config.prompts);
  const run = { version, config, scale: scaleOf(config.prompts), tuned, definitions };
  return `#!/usr/bin/env python3
"""${runLabel(config)}: trains its transformer in PyTorch. Written by ICL Lab ${version}.

    python3 train.py                               on the CPU or one GPU
    torchrun --nproc_per_node=4 train.py           on several GPUs
    python3 train.py --resume                      continues from the last checkpoint
    python3 train.py --resume RUN --out OTHER      continues the run in another folder

writes a run folder of the lab, beside itself: config.json, rows.json, log.jsonl, checkpoint.safetensors and result.json.
\`icl train --resume --out FOLDER\` goes on with it, or measures it if it is finished. --help lists the other arguments.
"""
${["import json", ...imports.filter((line) => line !== "import json")].join("\n")}

# config: of the run. scale: squared errors are divided by it. tuned: settings of the prompts of the last \`tuning\` steps.
RUN = json.loads(
    r"""
${JSON.stringify(run)}
"""
)


${bodies.join("\n\n\n")}


if __name__ == "__main__":
    sys.exit(main(RUN, draw))
`;
}

/** Throws ConfigError for a setting that the program does not carry out. */
function assertTrainable({ model, evaluation }: Config): void {
  if (!isDrawn(model.init))
    throw invalidSetting("model.init", `must be one of ${drawnInits.join(", ")} for PyTorch, got "${model.init}"`);
  if (evaluation.reach !== 0)
    throw invalidSetting(
      "evaluation.reach",
      `must be 0 for PyTorch, which does not compute least squares during training, got ${evaluation.reach}`,
    );
}
