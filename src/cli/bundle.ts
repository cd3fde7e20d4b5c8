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

/** `icl bundle`: packs a run folder into one file, or unpacks one. */
export const bundle: Command = {
  name: "bundle",
  summary: "packs a run folder into a .zip that the page can open, or unpacks such a .zip",
  usage: "RUN --out TO",
  positionals: true,
  flags: {
    out: { value: "TO", help: "the .zip to write, or the folder if RUN is a .zip" },
    force: { help: "replaces existing files" },
    ...definitionFlags,
  },
  async run(args) {
    const [from, ...more] = args.positionals;
    if (from === undefined) throw new UsageError("missing RUN: expected a run folder or its .zip");
    if (more.length > 0)
      throw new UsageError(`invalid RUN: expected one, got ${quoteInput(args.positionals.join(", "))}`);
    const out = args.text("out");
    if (out === undefined) throw new UsageError("missing --out: expected the .zip or the folder to write");
    const is = kindOf(from);
    if (is === "none")
      throw new UsageError(
        `invalid RUN: expected a run folder or a .zip, got ${quoteInput(from)}, which does not exist`,
      );
    const files = is === "folder" ? pack(from, out, args.has("force")) : await unpack(from, out, args.has("force"));
    process.stdout.write(args.has("json") ? `${toJson({ out, files })}\n` : `${out}: ${files.join(", ")}\n`);
  },
};

function pack(folder: string, out: string, force: boolean): readonly string[] {
  const current = currentFolder(folder);
  const names = BUNDLED.filter((name) => kindOf(`${current}/${name}`) === "file");
  assertWritable(out, force);
  const bytes = readable("RUN", folder, () => {
    // A run in training may write at the same time: read the checkpoint first, so that its rows exist too.
    const files = names.toReversed().map((name) => [name, readFileSync(`${current}/${name}`)] as const);
    return encodeBundle(runOf(Object.fromEntries(files)));
  });
  writeAtomic(out, bytes);
  return names;
}

/** Throws UsageError if a file cannot be written at this path, or would replace another without --force. */
function assertWritable(out: string, force: boolean): void {
  const is = kindOf(out);
  if (is === "folder" || is === "other" || (is === "file" && !force))
    throw new UsageError(
      `invalid --out: ${quoteInput(out)} exists already; expected a new file, or --force to replace it`,
    );
  if (kindOf(dirname(out)) !== "folder")
    throw new UsageError(`invalid --out: expected a file in an existing folder, got ${quoteInput(out)}`);
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
