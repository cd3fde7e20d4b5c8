import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type Axis, type GridPoint, gridPoints } from "../experiments/grid.ts";
import { presetConfig, presets } from "../experiments/presets.ts";
import { parseRows, toJson } from "../experiments/row.ts";
import type { Command } from "./command.ts";
import { makeFolder, writeWhole } from "./files.ts";
import { nodeHost } from "./nodeHost.ts";
import { withTyped } from "./train.ts";
import { trainAll } from "./trainAll.ts";
import { checked, UsageError } from "./usageError.ts";

/** `icl sweep`: carries out a grid of configs, each as `train` would, and merges their rows. */
export const sweep: Command = {
  name: "sweep",
  summary: "trains a grid of configs, goes on where it was stopped, and merges their rows",
  usage: "--preset P --grid path=a,b,c … --out DIR [--shard i/n] [--merge]",
  flags: {
    preset: { value: "P", help: `the named config to vary: ${presets.map((preset) => preset.name).join(", ")}` },
    grid: { value: "path=a,b,…", multiple: true, help: "values of one setting; several make every combination" },
    set: { value: "path=value", multiple: true, help: "changes one setting of all runs" },
    seed: { value: "N", help: "seed of all runs (default 1; --grid seed=1,2,3 for several)" },
    steps: { value: "N", help: "length of the schedule, in steps" },
    out: { value: "DIR", help: "the folder of the runs' folders, and of rows.json" },
    shard: { value: "i/n", help: "only every n-th run from the i-th on; other shards may run elsewhere" },
    merge: { help: "trains nothing: writes rows.json and runs.json of the runs that are there" },
    jobs: { value: "N", help: "runs at once, each on one thread (default one a core)" },
    backend: { value: "auto|wasm|cpu", help: "the tensor engine (default auto)" },
  },
  async run(args) {
    const out = args.text("out");
    if (out === undefined) throw new UsageError("missing --out: wanted a folder for the runs");
    const backend = nodeHost(args.text("backend")).backend;
    const preset = args.text("preset");
    if (preset === undefined)
      throw new UsageError(`missing --preset: wanted one of ${presets.map((each) => each.name).join(", ")}`);
    const base = withTyped(
      checked(() => presetConfig(preset)),
      args,
    );
    const points = gridPoints(base, args.texts("grid").map(readAxis));
    const mine = shardOf(points, args.text("shard"));
    const jobs = args.whole("jobs", 1) ?? availableParallelism();
    makeFolder(out);
    const json = args.has("json");
    if (!args.has("merge")) {
      const runs = mine.map((point) => ({ ...point, folder: `${out}/${point.name}`, label: labelOf(point) }));
      await trainAll(runs, { jobs, backend }, (run) => {
        if (json) process.stdout.write(`${toJson(resultOf(out, run))}\n`);
      });
    }
    const { runs, rows, missing } = merge(points, out);
    if (json) process.stdout.write(`${toJson({ out, runs, rows, missing })}\n`);
    else {
      const lacking = missing.length > 0 ? `, ${missing.length} still to come (${missing.join(", ")})` : "";
      process.stdout.write(`${out}/runs.json, ${out}/rows.json: ${runs} runs, ${rows} rows${lacking}\n`);
    }
  },
};

function readAxis(typed: string): Axis {
  const at = typed.indexOf("=");
  const values = typed.slice(at + 1).split(",");
  if (at < 1 || values.some((value) => value === "")) {
    throw new UsageError(`invalid --grid: wanted path=a,b,…, got ${typed}`);
  }
  return { setting: typed.slice(0, at), values };
}

function shardOf(points: readonly GridPoint[], typed: string | undefined): readonly GridPoint[] {
  if (typed === undefined) return points;
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(typed)?.map(Number) ?? [];
  if (i === undefined || n === undefined || i < 1 || i > n) {
    throw new UsageError(`invalid --shard: wanted i/n with i from 1 to n, got ${typed}`);
  }
  return points.filter((_, k) => k % n === i - 1);
}

/** Puts the rows of all runs that are there into one file, each with its run and the settings that set it apart. */
function merge(points: readonly GridPoint[], out: string) {
  const there = points.filter(({ name }) => existsSync(`${out}/${name}/result.json`));
  const rows = there.flatMap(({ name, settings }) =>
    parseRows(readFileSync(`${out}/${name}/rows.json`, "utf8")).map((row) => toJson({ ...row, run: name, settings })),
  );
  writeWhole(`${out}/rows.json`, `[\n${rows.join(",\n")}\n]\n`);
  writeWhole(`${out}/runs.json`, `[\n${there.map((point) => toJson(resultOf(out, point))).join(",\n")}\n]\n`);
  const missing = points.filter((point) => !there.includes(point)).map(({ name }) => name);
  return { runs: there.length, rows: rows.length, missing };
}

const resultOf = (out: string, { name, settings }: GridPoint): Record<string, unknown> => ({
  run: name,
  settings,
  ...JSON.parse(readFileSync(`${out}/${name}/result.json`, "utf8")),
});

const labelOf = ({ name, settings }: GridPoint): string =>
  `${name} ${Object.entries(settings)
    .map(([path, value]) => `${path}=${value}`)
    .join(" ")}`;
