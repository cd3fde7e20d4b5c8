import { readFile } from "node:fs/promises";
import { toJson } from "../comparison/row.ts";
import type { Config } from "../config/schema.ts";
import { usedFiles } from "../extensions/loadedFiles.ts";
import { PROGRAM, trainingProgram } from "../torch/trainingProgram.ts";
import type { Command } from "./command.ts";
import { definitionFlags } from "./definitionFiles.ts";
import { prepareFolder, remove, writeAtomic } from "./io/files.ts";
import { withLock } from "./io/lock.ts";
import { RUN_MARKERS } from "./io/runFolder.ts";
import { configFlags, configOf } from "./settingFlags.ts";
import { UsageError } from "./usageError.ts";

/** The program that trains a config in PyTorch. Throws ConfigError if PyTorch cannot train it. */
export const programOf = (config: Config): Promise<string> =>
  trainingProgram(config, (file) => readFile(file, "utf8"), usedFiles(config.prompts.family));

/** `icl export`: writes the program that trains a config in PyTorch. */
export const exportProgram: Command = {
  name: "export",
  summary: "writes a program that trains a config in PyTorch",
  usage: "--preset P [--set path=value]… [--seed N] [--steps N] --torch DIR",
  flags: {
    ...configFlags,
    ...definitionFlags,
    torch: { value: "DIR", help: `the folder for ${PROGRAM}, which makes it a run folder` },
    force: { help: "replaces the program and the run in the folder" },
  },
  async run(args) {
    const { config } = configOf(args);
    const folder = args.text("torch");
    if (folder === undefined) throw new UsageError(`missing --torch: expected a folder for ${PROGRAM}`);
    const program = await programOf(config);
    const prepare = () => prepareFolder(folder, [PROGRAM, ...RUN_MARKERS], args.has("force"), "torch");
    prepare();
    await withLock(folder, {}, () => {
      prepare();
      for (const name of RUN_MARKERS) remove(`${folder}/${name}`);
      writeAtomic(`${folder}/${PROGRAM}`, program);
    });
    process.stdout.write(
      args.has("json") ? `${toJson({ out: folder, files: [PROGRAM], config })}\n` : `python3 ${folder}/${PROGRAM}\n`,
    );
  },
};
