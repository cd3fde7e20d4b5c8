import { withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { compareTrained } from "../../runs/compareTrained.ts";
import type { ExperimentEngine, MeasuredRun } from "../experiment.ts";
import { rowAt } from "../findRows.ts";

const DIMS = [1, 2, 3, 4];
const BASE = { layers: 4, hiddenSize: 32, heads: 4 } as const;
const AXES = { layers: [1, 2, 4, 8], hiddenSize: [8, 16, 32, 64], heads: [1, 2, 4] } as const;
type Axis = keyof typeof AXES;

/** The runs along one axis at one D, the others at their base. */
const along = (dim: number, axis: Axis): Config[] =>
  AXES[axis].map((value) => withSettings(presetConfig("quick"), { ...BASE, dim, [axis]: value }));

/** The runs of `capacity`, what is measured on them, and what is claimed. */
export const capacityEngine: ExperimentEngine = {
  runs: DIMS.flatMap((dim) => [
    ...along(dim, "layers"),
    ...(["hiddenSize", "heads"] as const).flatMap((axis) =>
      along(dim, axis).filter(({ model }) => model[axis] !== BASE[axis]),
    ),
  ]),
  publishes: () => false,
  async measure(run) {
    const { prompts, model } = run.checkpoint.config;
    const pair = ["ols", "ridge(0.1)"];
    const { compared } = await compareTrained(
      run,
      { experiment: "capacity", algorithms: ["zero", ...pair], among: pair },
      false,
    );
    const { layers, hiddenSize, heads } = model;
    return compared.rows
      .filter(({ metric, at, reference }) => metric === "spd" && at.positions === "away" && pair.includes(reference))
      .map((row) => ({ ...row, at: { ...row.at, dim: prompts.dim, layers, hiddenSize, heads } }));
  },
  claims: [
    {
      id: "one-head",
      paper: "one head suffices, whatever D",
      wanted: "with one head (L4 H32) SPD to OLS below SPD to ridge(0.1), away from N = D, at every D ≤ 4",
      expected: "does not hold",
      judge(runs) {
        const values = DIMS.map((dim) =>
          Math.max(
            ...at(runs, dim, "heads")
              .filter(([heads]) => heads === 1)
              .map(([, ratio]) => ratio),
          ),
        );
        return {
          values,
          of: `D ${DIMS.join(", ")}, SPD to OLS / to ridge(0.1)`,
          holds: values.every((ratio) => ratio < 1),
        };
      },
    },
    {
      id: "grows-with-dim",
      paper: "the depth and the hidden size that it takes grow with D",
      wanted:
        "the smallest L, and the smallest H, with SPD to OLS below SPD to ridge(0.1) falls nowhere from one D to the next, and is there at every D",
      expected: "holds",
      judge(runs) {
        const smallest = (["layers", "hiddenSize"] as const).map((axis) =>
          DIMS.map((dim) => at(runs, dim, axis).find(([, ratio]) => ratio < 1)?.[0] ?? Number.POSITIVE_INFINITY),
        );
        const holds = smallest.every((values) =>
          values.every((value, k) => Number.isFinite(value) && value >= (values[k - 1] ?? 0)),
        );
        return { values: smallest.flat(), of: `L at D ${DIMS.join(", ")}, then H`, holds };
      },
    },
  ],
};

/** Along an axis at one D: its value, and SPD to OLS over SPD to ridge(0.1). */
const at = (runs: readonly MeasuredRun[], dim: number, axis: Axis): (readonly [number, number])[] =>
  runs
    .filter(
      ({ config: { prompts, model } }) =>
        prompts.dim === dim &&
        (Object.keys(AXES) as Axis[]).every((other) => other === axis || model[other] === BASE[other]),
    )
    .map((run) => [run.config.model[axis], spd(run, "ols") / spd(run, "ridge(0.1)")] as const)
    .sort(([a], [b]) => a - b);

const spd = (run: MeasuredRun, reference: string): number =>
  rowAt(run, { metric: "spd", reference, at: { positions: "away" } }).value;
