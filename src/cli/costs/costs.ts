import { dirname, resolve } from "node:path";
import { benchConfig, benchSizes } from "../../runs/bench.ts";
import type { Arguments, Command } from "../command.ts";
import { kindOf, writeAtomic } from "../io/files.ts";
import { setFlag, settingsFromFlags } from "../settingFlags.ts";
import { quoteInput, UsageError, usageChecked } from "../usageError.ts";
import { AXES } from "./costResult.ts";
import { costTables } from "./costTables.ts";
import { type CostPlan, measureCosts, PREDICTED } from "./measureCosts.ts";

const DEFAULT_SECONDS = 2;
const MAX_SECONDS = 600;
const DEFAULT_OUT = "costs.json";
const PROMPTS = 1024;
const PARTS: readonly string[] = [...new Set([...AXES.step, ...AXES.comparison, ...AXES.sweep, PREDICTED])];

/** `icl costs`: how time and memory grow with each size. */
export const costs: Command = {
  name: "costs",
  summary: "measures how time and memory grow with D, N, L, H, batch, threads, prompts and runs",
  usage: "[--out FILE.json] [--only PART]… [--seconds N] [--short [--set path=value]…]",
  flags: {
    out: { value: "FILE", help: `the file for the measurement (default ${DEFAULT_OUT})` },
    seconds: { value: "N", help: `seconds for which steps are timed at each point (default ${DEFAULT_SECONDS})` },
    only: { value: "PART", multiple: true, help: `one of ${PARTS.join(", ")}; can be repeated (default all)` },
    short: { help: "fewer points, and one short run: to try the command" },
    set: setFlag,
    force: { help: "replaces the file" },
  },
  async run(args) {
    const out = args.text("out") ?? DEFAULT_OUT;
    const plan = planOf(args);
    if (kindOf(out) === "folder")
      throw new UsageError(`invalid --out: expected a file, got the folder ${quoteInput(out)}`);
    if (kindOf(dirname(resolve(out))) !== "folder")
      throw new UsageError(`invalid --out: expected a file in a folder that exists, got ${quoteInput(out)}`);
    if (kindOf(out) !== "none" && !args.has("force"))
      throw new UsageError(`invalid --out: ${quoteInput(out)} exists; --force replaces it`);
    const result = await measureCosts(plan, (sentence) => process.stderr.write(`${sentence}\n`));
    writeAtomic(out, `${JSON.stringify(result, undefined, 2)}\n`);
    process.stdout.write(
      args.has("json") ? `${JSON.stringify({ out, ...result })}\n` : `${costTables(result)}\n\n${out}\n`,
    );
  },
};

/** Whole runs of these sizes are predicted and trained, of about ten seconds each on two cores. */
const WHOLE = [
  { size: "tiny", settings: { dim: 2, exemplars: 4, layers: 1, hiddenSize: 8, heads: 1, batch: 8, steps: 4000 } },
  { size: "quick", settings: { dim: 4, exemplars: 10, layers: 3, hiddenSize: 32, heads: 2, steps: 1500 } },
  { size: "medium", settings: { ...benchSizes.medium, steps: 150 } },
  { size: "large", settings: { ...benchSizes.large, steps: 20, "evaluation.times": 4 } },
];

/** What the flags ask to measure. Throws UsageError or ConfigError if a setting is wrong. */
function planOf(args: Arguments): CostPlan {
  const settings = usageChecked(() => settingsFromFlags(args));
  const base = usageChecked(() => benchConfig("medium", settings));
  const seconds = args.integer("seconds", 1, MAX_SECONDS) ?? DEFAULT_SECONDS;
  if (!args.has("short") && args.texts("set").length > 0)
    throw new UsageError("invalid --set: expected it with --short; without, the sizes are those that are published");
  const only = args.texts("only");
  const wrong = only.find((part) => !PARTS.includes(part));
  if (wrong !== undefined)
    throw new UsageError(`invalid --only: must be one of ${PARTS.join(", ")}, got ${quoteInput(wrong)}`);
  const wants = (part: string) => only.length === 0 || only.includes(part);
  if (args.has("short")) {
    const few = { "training.steps": 4, "training.warmup": 0, "evaluation.prompts": 16, "evaluation.times": 2 };
    return {
      ...{ wants, base, seconds, factors: [1, 2], prompts: 64 },
      sweeps: { runs: [1, 2], settings: few },
      predicted: [{ size: "base", settings: few }],
    };
  }
  const short = { "training.steps": 40, "training.warmup": 10, "evaluation.prompts": 64, "evaluation.times": 0 };
  return {
    ...{ wants, base, seconds, factors: [1 / 4, 1 / 2, 1, 2, 4], prompts: PROMPTS },
    sweeps: { runs: [1, 2, 4, 8], settings: short },
    predicted: WHOLE.map(({ size, settings: own }) => ({ size, settings: { "training.warmup": 10, ...own } })),
  };
}
