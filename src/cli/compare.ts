import { existsSync } from "node:fs";
import { type FileLayout, fileLayouts } from "../checkpoints/checkpoint.ts";
import { readingNotes } from "../checkpoints/squareMatrices.ts";
import { encodeNpz } from "../comparison/npz.ts";
import { stringifyRows, toJson } from "../comparison/row.ts";
import { fullPath, getSetting } from "../config/config.ts";
import { presetConfig } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import { formatLambda } from "../plots/parts/format.ts";
import {
  assertPromptsFit,
  type Comparison,
  comparedPrompts,
  compareOnPrompts,
  compareOnTable,
  tablePrompts,
} from "../runs/compareCheckpoint.ts";
import { comparedWith } from "../tasks/families.ts";
import { learnerById } from "../tasks/learnerById.ts";
import { errorMessage } from "../text/errorMessage.ts";
import type { Arguments, Command } from "./command.ts";
import { assertTargetsFit, definitionFlags } from "./definitionFiles.ts";
import { drawFigures } from "./figures.ts";
import { openParameters, prepareFolder, remove, writeAtomic } from "./io/files.ts";
import { withLock } from "./io/lock.ts";
import { backendValue, nodeHost, workersFlag } from "./nodeHost.ts";
import { olsShare } from "./olsSummary.ts";
import { applyFlags, setFlag, settingsFromFlags } from "./settingFlags.ts";
import { sentencesOf, tableFlags, tableOf } from "./tableFlags.ts";
import { quoteInput, UsageError, usageChecked } from "./usageError.ts";

const DEFAULT_PROMPTS = 1024;
/** The max number of prompts of a comparison, as of an evaluation. */
export const MAX_PROMPTS = 65_536;
const FILES: readonly string[] = ["rows.json", "predictions.npz", "error.svg", "spd.svg", "ilwd.svg"];

/** The ids of additional algorithms to compare with. Throws UsageError if there is no such algorithm. */
async function algorithmsOf(ids: readonly string[], { prompts }: Config): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of ids) {
    try {
      const learner = await learnerById(id.replaceAll(" ", ""), prompts);
      found.push(learner.id);
      learner.dispose?.();
    } catch (error) {
      throw new UsageError(`invalid --with: ${errorMessage(error)}`);
    }
  }
  return found;
}

/** Throws UsageError for the folder of a run, because it has its own rows.json. */
function assertNotRunFolder(folder: string): void {
  const found = ["config.json", "checkpoint.safetensors"].find((name) => existsSync(`${folder}/${name}`));
  if (found)
    throw new UsageError(
      `invalid --out: expected a separate folder, got ${quoteInput(folder)}, which contains the ${found} of a run`,
    );
}

/** `icl compare`: compares every learner on the same prompts. */
export const compare: Command = {
  name: "compare",
  summary: "compares every learner on the same prompts: writes rows, predictions and figures",
  usage:
    "--checkpoint F [--preset P [--set path=value]…] [--with ID]… [--prompts N] [--out DIR] [--data FILE.csv --target COLUMN [--features a,b]]",
  flags: {
    checkpoint: {
      value: "F",
      help: "a checkpoint.safetensors of train or of another program, or a run's .zip",
    },
    preset: { value: "P", help: "the config of parameters that another program wrote without one" },
    set: setFlag,
    layout: {
      value: fileLayouts.join("|"),
      help: "how another program named and shaped its parameters: gpt2 as in Garg et al. 2022, with sizes from the file",
    },
    with: {
      value: "ID",
      multiple: true,
      help: "one more algorithm, such as ridge(2) or gd(0.01,3); can be repeated",
    },
    ...definitionFlags,
    prompts: { value: "N", help: `number of prompts (default ${DEFAULT_PROMPTS})` },
    seed: { value: "N", help: "seed of the prompts (default: the checkpoint's)" },
    out: { value: "DIR", help: "the folder for rows.json, predictions.npz and figures (default compare)" },
    ...tableFlags,
    backend: { value: backendValue, help: "the tensor engine (default auto)" },
    workers: workersFlag("the prompts"),
    force: { help: "replaces the files in the folder" },
  },
  async run(args) {
    const host = nodeHost(args.text("backend"), args.text("workers"));
    const path = args.text("checkpoint");
    if (path === undefined) throw new UsageError("missing --checkpoint: expected a checkpoint.safetensors");
    const checkpoint = openParameters("checkpoint", path, configFromFlags(args), layoutOf(args));
    assertSetAsRead(args, checkpoint.config);
    const prompts = args.integer("prompts", 2, MAX_PROMPTS) ?? DEFAULT_PROMPTS;
    const seed = args.integer("seed", 0) ?? checkpoint.config.seed;
    const table = tableOf(args);
    const folder = args.text("out") ?? "compare";
    usageChecked(() => assertPromptsFit(checkpoint.config, prompts));
    const tableInput =
      table && usageChecked(() => ({ table, ofTable: tablePrompts(checkpoint.config, table.numbers, prompts, seed) }));
    const more = await algorithmsOf(args.texts("with"), checkpoint.config);
    const batch = async () =>
      tableInput?.ofTable.batch ?? (await comparedPrompts(checkpoint.config, { prompts, seed }));
    await assertTargetsFit("with", more, batch);
    await assertTargetsFit("algorithm", comparedWith(checkpoint.config.prompts), batch);
    assertNotRunFolder(folder);
    prepareFolder(folder, FILES, args.has("force"));
    const notes = await readingNotes(checkpoint, host);
    for (const note of notes) process.stderr.write(`note: ${note}\n`);
    if (table) process.stderr.write(sentencesOf(table));
    const { comparison, files } = await withLock(folder, {}, async () => {
      prepareFolder(folder, FILES, args.has("force"));
      const comparison = tableInput
        ? await compareOnTable(checkpoint, tableInput.table.numbers, tableInput.ofTable, host, more)
        : await compareOnPrompts(checkpoint, { prompts, seed }, host, more);
      return { comparison, files: write(comparison, folder) };
    });
    if (args.has("json")) {
      const extra = { ...(notes.length > 0 && { notes }), ...(table && { reading: table.report }) };
      process.stdout.write(`${toJson({ ...comparison.result, ...extra, out: folder, files })}\n`);
    } else process.stdout.write(textOf(comparison, folder, files));
  },
};

/** The config that the flags give for a file without one. */
function configFromFlags(args: Arguments): Config | undefined {
  const preset = args.text("preset");
  const [change] = args.texts("set");
  if (preset === undefined && change !== undefined)
    throw new UsageError(`missing --preset: expected one that --set ${quoteInput(change)} can change`);
  return preset === undefined
    ? undefined
    : applyFlags(
        usageChecked(() => presetConfig(preset)),
        args,
      );
}

/** The layout that --layout names. Throws UsageError. */
function layoutOf(args: Arguments): FileLayout | undefined {
  const name = args.text("layout");
  const found = fileLayouts.find((each) => each === name);
  if (name !== undefined && !found)
    throw new UsageError(`invalid --layout: must be ${fileLayouts.join(" or ")}, got ${quoteInput(name)}`);
  return found;
}

/** Throws UsageError if the file determines a setting otherwise than --set does. */
function assertSetAsRead(args: Arguments, config: Config): void {
  for (const [name, value] of Object.entries(settingsFromFlags(args))) {
    const read = getSetting(config, fullPath(name));
    if (read !== undefined && String(read) !== String(value) && Number(value) !== read)
      throw new UsageError(`invalid --set ${name}: the file has ${read}, got ${quoteInput(String(value))}`);
  }
}

function write({ rows, arrays, result }: Comparison, folder: string): string[] {
  writeAtomic(`${folder}/rows.json`, stringifyRows(rows));
  writeAtomic(`${folder}/predictions.npz`, encodeNpz(arrays));
  const files = ["rows.json", "predictions.npz", ...drawFigures(rows, folder, result.table !== undefined)];
  for (const name of FILES) if (!files.includes(name)) remove(`${folder}/${name}`); // left from results that --force replaces
  return files;
}

function textOf({ result }: Comparison, folder: string, files: readonly string[]): string {
  const { table } = result;
  const about = table
    ? `${table.target} from ${table.features.join(", ")}: exemplars from ${table.exemplarRows} rows, queries from ${table.queryRows} others` +
      `${table.droppedRows > 0 ? `, ${table.droppedRows} rows with missing values left out` : ""}` +
      `${table.zeroFeatures > 0 ? `; ${table.zeroFeatures} of the transformer's ${result.dim} dimensions are zero` : ""}\n`
    : "";
  const nearestFirst = Object.entries(result.spd).sort(([, a], [, b]) => a - b);
  const width = Math.max(...nearestFirst.map(([id]) => id.length));
  const lines = nearestFirst.map(([id, spd]) => `  ${id.padEnd(width)}  ${spd.toPrecision(3)}`);
  if (lines.length === 0) lines.push("  not measured: no position is away from N = D");
  const lambdaAway = result.effectiveLambdaAway;
  return (
    `${about}SPD / D of the transformer (${result.step === undefined ? "trained elsewhere" : `step ${result.step}`}) to each algorithm, ${result.prompts} prompts, ` +
    `positions with at most D/2 or at least 1.5 D exemplars:\n${lines.join("\n")}\n` +
    `nearest over 1…${result.exemplars} exemplars: ${result.nearest}; effective λ ${formatLambda(result.effectiveLambda)} ` +
    `(${lambdaAway === null ? "no position is" : formatLambda(lambdaAway)} away from N = D); ${olsShare(result)}, ` +
    `${result.undecided} undecided\n${files.map((file) => `${folder}/${file}`).join(" ")}\n`
  );
}
