import * as v from "valibot";

const positive = v.pipe(v.number(), v.gtValue(0));

/** What is varied in steps, in comparisons, and in sweeps. */
export const AXES = {
  step: ["dim", "exemplars", "layers", "hiddenSize", "batch", "workers"],
  comparison: ["prompts", "exemplars", "dim", "workers"],
  sweep: ["runs"],
} as const;

const point = { value: positive, counted: positive, peakBytes: positive };

const costSchema = v.object({
  machine: v.object({
    processor: v.string(),
    cores: positive,
    node: v.string(),
    version: v.string(), // of ICL Lab
  }),
  base: v.object({ dim: positive, exemplars: positive, layers: positive, hiddenSize: positive, batch: positive }),
  prompts: positive, // of the comparison that is varied
  idleBytes: positive, // peak of a process that times the smallest model
  /** Median time of a training step; `counted` is the floating-point operations of its products. */
  steps: v.array(v.object({ axis: v.picklist(AXES.step), ...point, ms: positive, gflops: positive })),
  /** Time of a comparison; `counted` is the multiplications of the algorithms' answers. */
  comparisons: v.array(v.object({ axis: v.picklist(AXES.comparison), ...point, seconds: positive })),
  /** Time of a whole sweep; `counted` is its runs. */
  sweeps: v.array(v.object({ axis: v.picklist(AXES.sweep), value: positive, counted: positive, seconds: positive })),
  /** Time of whole runs, from the start of their process, beside what `train --predict` said. */
  predictions: v.array(
    v.object({
      size: v.string(),
      optimizer: v.string(),
      steps: positive,
      predictedSeconds: positive,
      seconds: positive,
    }),
  ),
});

/** What `icl costs` measures and saves. */
export type CostResult = v.InferOutput<typeof costSchema>;

/** Parses a saved measurement. Throws one sentence if it is not one. */
export function parseCosts(text: string): CostResult {
  const result = v.safeParse(costSchema, JSON.parse(text), { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`invalid costs: ${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
}
