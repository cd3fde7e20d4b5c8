import { existsSync, readFileSync, statSync } from "node:fs";
import { BUNDLED, decodeBundle, encodeBundle, filesOf, isBundle, runOf } from "../experiments/bundle.ts";
import { toJson } from "../experiments/row.ts";
import type { Command } from "./command.ts";
import { prepareFolder, readable, readNamed, writeWhole } from "./files.ts";
import { UsageError } from "./usageError.ts";

/** `icl bundle`: a run folder as one file, and back. */
export const bundle: Command = {
  name: "bundle",
  summary: "makes a run folder one .zip, which the page opens too, or a folder of such a file",
  usage: "RUN --out TO",
  positionals: true,
  flags: {
    out: { value: "TO", help: "the .zip to write, or the folder where RUN is a .zip" },
    force: { help: "replaces what is there" },
  },
  async run(args) {
    const [from, ...more] = args.positionals;
    if (from === undefined) throw new UsageError("missing RUN: wanted a run folder, or the .zip of one");
    if (more.length > 0) throw new UsageError(`invalid RUN: wanted one, got ${args.positionals.join(", ")}`);
    const out = args.text("out");
    if (out === undefined) throw new UsageError("missing --out: wanted the .zip to write, or the folder");
    if (!existsSync(from))
      throw new UsageError(`invalid RUN: wanted a run folder or a .zip, got ${from}, which is not there`);
    const files = statSync(from).isDirectory()
      ? pack(from, out, args.has("force"))
      : unpack(from, out, args.has("force"));
    process.stdout.write(args.has("json") ? `${toJson({ out, files })}\n` : `${out}: ${files.join(", ")}\n`);
  },
};

function pack(folder: string, out: string, force: boolean): readonly string[] {
  const names = BUNDLED.filter((name) => existsSync(`${folder}/${name}`));
  if (existsSync(out) && (!force || statSync(out).isDirectory()))
    throw new UsageError(`invalid --out: ${out} is there already; wanted a new file, or --force to replace one`);
  const bytes = encodeBundle(
    readable("RUN", folder, () =>
      runOf(Object.fromEntries(names.map((name) => [name, readFileSync(`${folder}/${name}`)]))),
    ),
  );
  writeWhole(out, bytes);
  return names;
}

function unpack(path: string, out: string, force: boolean): readonly string[] {
  const bytes = readNamed("RUN", path);
  if (!isBundle(bytes)) throw new UsageError(`invalid RUN: wanted a run folder or a .zip, got the file ${path}`);
  const files = filesOf(readable("RUN", path, () => decodeBundle(bytes)));
  prepareFolder(out, BUNDLED, force);
  for (const [name, content] of Object.entries(files)) writeWhole(`${out}/${name}`, content);
  return Object.keys(files);
}
