import * as v from "valibot";
import type { Arguments, Flag } from "../command.ts";
import { UsageError } from "../usageError.ts";

/** How PyTorch trains the runs of a sweep: its Python, and the processes of a run. */
export const TorchEngine = v.object({
  python: v.pipe(v.string(), v.minLength(1)),
  processes: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type TorchEngine = v.InferOutput<typeof TorchEngine>;

const ENGINES = ["lab", "torch"] as const;
const MAX_PROCESSES = 64;

/**
 * Arguments of Python that start a program in several processes, as torchrun does. Each start has a port of its own, so that
 * several can run on one machine. PyTorch 1.13 on Python 3.11 cannot start processes without the last two flags.
 */
export const TORCHRUN: readonly string[] = [
  ...["-m", "torch.distributed.run", "--rdzv_backend=c10d", "--rdzv_endpoint=localhost:0"],
  ...["--redirects=1", "--tee=1"],
];

/** Flags that choose what trains the runs. */
export const engineFlags: Readonly<Record<string, Flag>> = {
  engine: {
    value: ENGINES.join("|"),
    help: "what trains the runs: this program (default), or PyTorch (docs/pytorch.md)",
  },
  python: { value: "PATH", help: "with --engine torch: the Python that has PyTorch (default python3)" },
  processes: {
    value: "N",
    help: "with --engine torch: processes of a run, one for each GPU (default the --gpus of a task, otherwise 1)",
  },
};

/** The PyTorch that the flags select; undefined if the lab trains the runs. Throws UsageError. */
export function torchEngineOf(args: Arguments, gpus = 1): TorchEngine | undefined {
  const name = args.text("engine") ?? "lab";
  if (!ENGINES.some((each) => each === name))
    throw new UsageError(`invalid --engine: must be one of ${ENGINES.join(", ")}, got ${name}`);
  const [python, processes] = [args.text("python"), args.integer("processes", 1, MAX_PROCESSES)];
  if (name === "torch") return { python: python ?? "python3", processes: processes ?? gpus };
  const other = python !== undefined ? "python" : processes !== undefined ? "processes" : undefined;
  if (other) throw new UsageError(`missing --engine torch: --${other} is only for PyTorch`);
  return undefined;
}

/** The flags that select the same in another process. */
export const flagsOfEngine = (torch: TorchEngine | undefined): string[] =>
  torch ? ["--engine", "torch", "--python", torch.python, "--processes", `${torch.processes}`] : [];
