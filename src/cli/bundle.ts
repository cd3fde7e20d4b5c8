import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { toJson } from "../comparison/row.ts";
import { BUNDLED, decodeBundle, encodeBundle, filesOf, isBundle, runOf } from "../runs/runBundle.ts";
import type { Command } from "./command.ts";
import { definitionFlags } from "./definitionFiles.ts";
import { kindOf, prepareFolder, readable, readFlagFile, writeAtomic } from "./io/files.ts";
import { withLock } from "./io/lock.ts";
import {
  commitReplacement,
  currentFolder,
  discardReplacement,
  finishReplacement,
  startReplacement,
} from "./io/replacement.ts";
import { RUN_FILES, RUN_MARKERS } from "./io/runFolder.ts";
import { quoteInput, UsageError } from "./usageError.ts";

/** `icl bundle`: a run folder as one file, and back. */
export const bundle: Command = {
  name: "bundle",
  summary: "makes a run folder one .zip, which the page opens too, or a folder of such a file",
  usage: "RUN --out TO",
  positionals: true,
  flags: {
    out: { value: "TO", help: "the .zip to write, or the folder where RUN is a .zip" },
    force: { help: "replaces what is there" },
    ...definitionFlags,
  },
  async run(args) {
    const [from, ...more] = args.positionals;
    if (from === undefined) throw new UsageError("missing RUN: expected a run folder, or the .zip of one");
    if (more.length > 0)
      throw new UsageError(`invalid RUN: expected one, got ${quoteInput(args.positionals.join(", "))}`);
    const out = args.text("out");
    if (out === undefined) throw new UsageError("missing --out: expected the .zip to write, or the folder");
    const is = kindOf(from);
    if (is === "none")
      throw new UsageError(`invalid RUN: expected a run folder or a .zip, got ${quoteInput(from)}, which is not there`);
    const files = is === "folder" ? pack(from, out, args.has("force")) : await unpack(from, out, args.has("force"));
    process.stdout.write(args.has("json") ? `${toJson({ out, files })}\n` : `${out}: ${files.join(", ")}\n`);
  },
};

function pack(folder: string, out: string, force: boolean): readonly string[] {
  const current = currentFolder(folder);
  const names = BUNDLED.filter((name) => kindOf(`${current}/${name}`) === "file");
  assertWritable(out, force);
  const bytes = readable("RUN", folder, () => {
    // A run in training may write meanwhile: the checkpoint is read first, so that its rows are there, too.
    const files = names.toReversed().map((name) => [name, readFileSync(`${current}/${name}`)] as const);
    return encodeBundle(runOf(Object.fromEntries(files)));
  });
  writeAtomic(out, bytes);
  return names;
}

/** Throws UsageError if a file of this path cannot be written, or replaces another without --force. */
function assertWritable(out: string, force: boolean): void {
  const is = kindOf(out);
  if (is === "folder" || is === "other" || (is === "file" && !force))
    throw new UsageError(
      `invalid --out: ${quoteInput(out)} is there already; expected a new file, or --force to replace one`,
    );
  if (kindOf(dirname(out)) !== "folder")
    throw new UsageError(`invalid --out: expected a file in a folder that is there, got ${quoteInput(out)}`);
}

async function unpack(path: string, out: string, force: boolean): Promise<readonly string[]> {
  const bytes = readFlagFile("RUN", path);
  if (!isBundle(bytes))
    throw new UsageError(`invalid RUN: expected a run folder or a .zip, got the file ${quoteInput(path)}`);
  const files = filesOf(readable("RUN", path, () => decodeBundle(bytes)));
  prepareFolder(out, RUN_MARKERS, force);
  await withLock(out, {}, () => {
    prepareFolder(out, RUN_MARKERS, force);
    finishReplacement(out, RUN_FILES);
    const replacement = startReplacement(out);
    try {
      for (const [name, content] of Object.entries(files)) writeAtomic(`${replacement}/${name}`, content);
    } catch (error) {
      discardReplacement(out);
      throw error;
    }
    commitReplacement(out, RUN_FILES);
  });
  return Object.keys(files);
}
